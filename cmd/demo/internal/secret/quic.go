package secret

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/quic-go/quic-go"
	"github.com/quic-go/quic-go/http3"
)

// ErrNobody says that there was no answer at all.
var ErrNobody = errors.New("nobody answers")

// quicConfig keeps datagrams that only find out how long they may be out of the lesson.
var quicConfig = &quic.Config{DisablePathMTUDiscovery: true}

// A datagrams connection counts the bytes of its datagrams.
type datagrams struct {
	net.PacketConn
	traffic *Traffic
}

func (d datagrams) ReadFrom(b []byte) (int, net.Addr, error) {
	n, from, err := d.PacketConn.ReadFrom(b)
	d.traffic.read.Add(uint64(n))
	return n, from, err
}

func (d datagrams) WriteTo(b []byte, to net.Addr) (int, error) {
	n, err := d.PacketConn.WriteTo(b, to)
	d.traffic.written.Add(uint64(n))
	return n, err
}

// SetReadBuffer leaves the buffer as it is: what we say fits.
func (datagrams) SetReadBuffer(int) error { return nil }

// SetWriteBuffer leaves it, too.
func (datagrams) SetWriteBuffer(int) error { return nil }

// listenUDP opens a socket whose datagrams are counted; nil traffic: nobody counts.
func listenUDP(at netip.AddrPort, t *Traffic) (datagrams, error) {
	if t == nil {
		t = new(Traffic)
	}
	conn, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(at))
	return datagrams{conn, t}, err
}

// A QUICServer is a secret server over HTTP/3 that is running.
type QUICServer struct {
	http *http3.Server
	conn datagrams
	done chan struct{} // Serve has ended
	err  error         // with this; valid after done
}

// ServeQUIC serves HTTP/3 at an address until Close. Of the options, Protocols and Log mean nothing.
func ServeQUIC(at netip.AddrPort, o ServerOptions) (*QUICServer, error) {
	conn, err := listenUDP(at, o.Traffic)
	if err != nil {
		return nil, err
	}
	s := &QUICServer{
		http: &http3.Server{Handler: o.Handler, TLSConfig: http3.ConfigureTLSConfig(o.TLS), QUICConfig: quicConfig},
		conn: conn, done: make(chan struct{}),
	}
	go func() {
		defer close(s.done)
		s.err = s.http.Serve(conn)
	}()
	return s, nil
}

// Wait blocks until the server has failed, or ctx ends, which is no failure.
func (s *QUICServer) Wait(ctx context.Context) error {
	select {
	case <-s.done:
		return s.err
	case <-ctx.Done():
		return nil
	}
}

// Close takes no more clients, and waits for those that are there to be answered, until ctx ends.
func (s *QUICServer) Close(ctx context.Context) error {
	err := s.http.Shutdown(ctx)
	if closeErr := s.http.Close(); err == nil {
		err = closeErr
	}
	<-s.done
	if !errors.Is(s.err, http.ErrServerClosed) {
		err = errors.Join(err, s.err)
	}
	return errors.Join(err, s.conn.Close())
}

// AskQUIC fetches a URL over HTTP/3 and takes the protection off the answer, as a Client does.
func AskQUIC(ctx context.Context, url string, p Protection, o ClientOptions) (secret string, err error) {
	if !o.Localhost.IsValid() {
		o.Localhost = netip.AddrFrom4([4]byte{127, 0, 0, 1})
	}
	conn, err := listenUDP(netip.AddrPortFrom(o.Localhost, 0), o.Traffic)
	if err != nil {
		return "", err
	}
	socket := &quic.Transport{Conn: conn}
	transport := &http3.Transport{
		TLSClientConfig: o.TLS,
		QUICConfig:      quicConfig,
		Dial: func(ctx context.Context, address string, tlsConfig *tls.Config, config *quic.Config) (*quic.Conn, error) {
			if host, port, err := net.SplitHostPort(address); err == nil && host == "localhost" {
				address = net.JoinHostPort(o.Localhost.String(), port)
			}
			server, err := net.ResolveUDPAddr("udp", address)
			if err != nil {
				return nil, err
			}
			return socket.Dial(ctx, server, tlsConfig, config)
		},
	}
	defer func() { err = errors.Join(err, transport.Close(), socket.Close(), conn.Close()) }()
	c := &Client{http: &http.Client{Timeout: 30 * time.Second, Transport: transport}}
	secret, err = c.Ask(ctx, url, p)
	var silence net.Error
	if errors.As(err, &silence) && silence.Timeout() {
		err = fmt.Errorf("%w: %w", ErrNobody, err)
	}
	return secret, err
}
