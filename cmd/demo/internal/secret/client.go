package secret

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// maxAnswer bounds what a client reads of an answer.
const maxAnswer = 1 << 20

// A Client asks for the secret.
type Client struct {
	http      *http.Client
	traffic   *Traffic
	frankness frankness

	mu    sync.Mutex
	conns []*polite
}

// ClientOptions say how a client asks.
type ClientOptions struct {
	TLS       *tls.Config
	Protocols *http.Protocols // the versions of HTTP; nil: HTTP/1.1
	// Localhost is the address that the name localhost stands for, and what the client calls from when it
	// calls there; zero: 127.0.0.1.
	Localhost netip.Addr
	From      netip.Addr // calls from there instead
	Traffic   *Traffic   // counts what this end says; nil: nobody counts
}

// NewClient makes a client. It uses no proxy, and keeps its connections open until Close.
func NewClient(o ClientOptions) *Client {
	c := &Client{traffic: o.Traffic}
	if c.traffic == nil {
		c.traffic = new(Traffic)
	}
	if !o.Localhost.IsValid() {
		o.Localhost = netip.AddrFrom4([4]byte{127, 0, 0, 1})
	}
	if !o.From.IsValid() {
		o.From = o.Localhost
	}
	c.http = &http.Client{
		Timeout: 30 * time.Second,
		Transport: &http.Transport{
			TLSClientConfig: c.frankness.tls(o.TLS),
			Protocols:       versions(o.Protocols),
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				return c.dial(ctx, network, address, o.Localhost, o.From)
			},
		},
	}
	return c
}

func (c *Client) dial(ctx context.Context, network, address string, localhost, from netip.Addr) (net.Conn, error) {
	d := &net.Dialer{}
	if host, port, err := net.SplitHostPort(address); err == nil && host == "localhost" {
		address = net.JoinHostPort(localhost.String(), port)
		d.LocalAddr = net.TCPAddrFromAddrPort(netip.AddrPortFrom(from, 0))
	}
	raw, err := d.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	p := newPolite(raw, c.traffic, &c.frankness)
	c.mu.Lock()
	c.conns = append(c.conns, p)
	c.mu.Unlock()
	return p, nil
}

// An Answer is what a server answered.
type Answer struct {
	Status int // 200
	Header http.Header
	Body   []byte // its first MiB
}

// Send asks exactly this, and follows no redirect. Nothing is added but what the transport needs.
func (c *Client) Send(ctx context.Context, method, url string, header http.Header, body string) (*Answer, error) {
	req, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	if header != nil {
		req.Header = header
	}
	resp, err := c.http.Transport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	a := &Answer{Status: resp.StatusCode, Header: resp.Header}
	if a.Body, err = io.ReadAll(io.LimitReader(resp.Body, maxAnswer)); err != nil {
		return nil, fmt.Errorf("reading the answer: %w", err)
	}
	return a, nil
}

// Get fetches url and returns the body. An answer other than 200 is an error that quotes its status.
func (c *Client) Get(ctx context.Context, url string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return nil, fmt.Errorf("reading the answer: %w", err)
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the server answered %q", resp.Status)
	}
	return body, nil
}

// Ask fetches url and takes the protection off the answer.
func (c *Client) Ask(ctx context.Context, url string, p Protection) (string, error) {
	body, err := c.Get(ctx, url)
	if err != nil {
		return "", err
	}
	if p.Open != nil {
		if body, err = p.Open(body); err != nil {
			return "", err
		}
	}
	return string(body), nil
}

// Close closes the connections and waits until the server has closed them too.
func (c *Client) Close() error {
	c.http.CloseIdleConnections()
	c.mu.Lock()
	conns := c.conns
	c.mu.Unlock()
	limit := time.After(2 * lingering)
	for _, each := range conns {
		select {
		case <-each.closed:
		case <-limit:
			return errors.New("the server did not close its connections")
		}
	}
	return nil
}
