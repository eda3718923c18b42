package secret

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/netip"
	"sync"
	"testing"
	"time"

	"eavesdrop/cmd/demo/internal/pki"
)

// heard keeps what a client writes.
type heard struct {
	net.Listener
	mu    sync.Mutex
	bytes bytes.Buffer
}

type heardConn struct {
	net.Conn
	h *heard
}

func (h *heard) Accept() (net.Conn, error) {
	c, err := h.Listener.Accept()
	return &heardConn{c, h}, err
}

func (c *heardConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.h.mu.Lock()
	c.h.bytes.Write(b[:n])
	c.h.mu.Unlock()
	return n, err
}

func TestClientsSayWhatIsWrong(t *testing.T) {
	ca, err := pki.NewAuthority(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	issue := func(life pki.Life, names ...string) *pki.Server {
		s, err := ca.Issue(pki.P256, life, pki.SignOptions{}, names...)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	now := pki.LifeAt(time.Now())
	good := issue(now, "localhost")
	for _, c := range []struct {
		name   string
		server *pki.Server
		roots  *x509.CertPool
		alert  byte // 0: none
	}{
		{"good", good, good.Pool(), 0},
		{"no CA", good, x509.NewCertPool(), unknownCA},
		{"expired", issue(pki.Life{From: time.Now().Add(-2 * time.Hour), Length: time.Hour}, "localhost"), good.Pool(), certificateExpired},
		{"wrong name", issue(now, "oak.example"), good.Pool(), badCertificate},
	} {
		t.Run(c.name, func(t *testing.T) {
			ln, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			h := &heard{Listener: ln}
			p := TLS(c.server, nil).With(Version(tls.VersionTLS12))
			s := Serve(h, ServerOptions{Handler: p.Handler(Default), TLS: p.ServerTLS})
			p.ClientTLS.RootCAs = c.roots
			client := NewClient(ClientOptions{TLS: p.ClientTLS, Localhost: netip.MustParseAddr("127.0.0.1")})
			_, err = client.Ask(t.Context(), "https://localhost:"+port(ln), p)
			if (err != nil) != (c.alert != 0) {
				t.Errorf("error %v", err)
			}
			if err := client.Close(); err != nil {
				t.Error(err)
			}
			if err := s.Close(t.Context()); err != nil {
				t.Error(err)
			}
			h.mu.Lock()
			defer h.mu.Unlock()
			if alert := []byte{21, 3, 3, 0, 2, 2, c.alert}; bytes.HasSuffix(h.bytes.Bytes(), alert) != (c.alert != 0) {
				t.Errorf("the client's last words are %x, want the alert %d", h.bytes.Bytes()[max(0, h.bytes.Len()-7):], c.alert)
			}
		})
	}
}

func port(ln net.Listener) string {
	_, port, _ := net.SplitHostPort(ln.Addr().String())
	return port
}
