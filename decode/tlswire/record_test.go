package tlswire

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// A recorder is the client's end of a connection; it keeps what passes, in order.
type recorder struct {
	net.Conn
	mu     sync.Mutex
	script []decodetest.Say
	seen   int // steps of the script when it was looked at last
	heard  int // and when it was quiet last
}

func (r *recorder) note(dir decode.Direction, b []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.script = append(r.script, decodetest.Say{Dir: dir, Data: bytes.Clone(b)})
}

func (r *recorder) Write(b []byte) (int, error) {
	r.note(decode.FromClient, b)
	return r.Conn.Write(b)
}

func (r *recorder) Read(b []byte) (int, error) {
	n, err := r.Conn.Read(b)
	if n > 0 {
		r.note(decode.FromServer, b[:n])
	}
	return n, err
}

// quiet waits until something has crossed the wire since it was asked last, and then nothing for a while.
func (r *recorder) quiet(ctx context.Context) {
	const tick, ticks = 20 * time.Millisecond, 10
	for still := 0; still < ticks && ctx.Err() == nil; still++ {
		r.mu.Lock()
		n := len(r.script)
		r.mu.Unlock()
		if n != r.seen || n == r.heard {
			still = 0
		}
		r.seen = n
		time.Sleep(tick)
	}
	r.heard = r.seen
}

const (
	question = "GET / HTTP/1.1\r\nHost: localhost:5683\r\n\r\n"
	answer   = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nfluffy tail"
)

// connection is both ends of one.
func connection(t testing.TB) (client, server net.Conn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if client, err = net.Dial("tcp", l.Addr().String()); err != nil {
		t.Fatal(err)
	}
	if server, err = l.Accept(); err != nil {
		t.Fatal(err)
	}
	return client, server
}

// record has a client ask a server over TLS, and returns what crossed the wire; both sides then close. Errors
// of the handshake are part of the game.
func record(t testing.TB, client, server *tls.Config) []decodetest.Say {
	t.Helper()
	c, s := connection(t)
	deadline := time.Now().Add(10 * time.Second)
	c.SetDeadline(deadline)
	s.SetDeadline(deadline)
	r := &recorder{Conn: c}
	done := make(chan struct{})
	go func() {
		defer close(done)
		conn := tls.Server(s, server)
		buf := make([]byte, len(question))
		if _, err := io.ReadFull(conn, buf); err == nil {
			io.WriteString(conn, answer)
		}
		conn.Close()
		s.Close()
	}()
	conn := tls.Client(r, client)
	if err := conn.Handshake(); err == nil {
		io.WriteString(conn, question)
		io.ReadAll(conn)
	}
	conn.Close()
	io.Copy(io.Discard, r)
	<-done
	return append(r.script, decodetest.End(decode.FromClient, decode.Finished), decodetest.End(decode.FromServer, decode.Finished))
}

// identity is a self-signed certificate for localhost.
func identity(t testing.TB, kind string) tls.Certificate {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(0x5683), Subject: pkix.Name{CommonName: "localhost", Organization: []string{"Secret Squirrels"}},
		NotBefore: decodetest.Start.Add(-time.Hour), NotAfter: decodetest.Start.Add(20 * 365 * 24 * time.Hour),
		DNSNames: []string{"localhost"}, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment | x509.KeyUsageCertSign, IsCA: true, BasicConstraintsValid: true,
	}
	if kind == "rsa" {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			t.Fatal(err)
		}
		return sign(t, template, &key.PublicKey, key)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return sign(t, template, &key.PublicKey, key)
}

func sign(t testing.TB, template *x509.Certificate, public, private any) tls.Certificate {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, template, template, public, private)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: private, Leaf: leaf}
}

// trusting is a client's configuration that takes the certificate, and no version but v.
func trusting(cert tls.Certificate, v uint16) *tls.Config {
	pool := x509.NewCertPool()
	pool.AddCert(cert.Leaf)
	return &tls.Config{ServerName: "localhost", RootCAs: pool, MinVersion: v, MaxVersion: v, NextProtos: []string{"h2", "http/1.1"}}
}
