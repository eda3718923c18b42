package wiring

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"math/big"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/quic"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
	"eavesdrop/decode/tlswire"
)

// tapped is a socket that notes what passes.
type tapped struct {
	net.PacketConn
	mu   sync.Mutex
	said []decodetest.Say
}

func (p *tapped) note(dir decode.Direction, b []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.said = append(p.said, decodetest.Say{Dir: dir, Data: slices.Clone(b)})
}

func (p *tapped) ReadFrom(b []byte) (int, net.Addr, error) {
	n, from, err := p.PacketConn.ReadFrom(b)
	if err == nil {
		p.note(decode.FromServer, b[:n])
	}
	return n, from, err
}

func (p *tapped) WriteTo(b []byte, to net.Addr) (int, error) {
	p.note(decode.FromClient, b)
	return p.PacketConn.WriteTo(b, to)
}

// quicExchange has a client ask a server something over QUIC, and returns the datagrams. retry says that the
// server makes sure of the client's address first.
func quicExchange(t *testing.T, retry bool) []decodetest.Say {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"localhost"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	protocols := []string{"h3"}
	server, err := quic.Listen("udp", "127.0.0.1:0", &quic.Config{RequireAddressValidation: retry, TLSConfig: &tls.Config{
		MinVersion: tls.VersionTLS13, NextProtos: protocols, Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		conn, err := server.Accept(ctx)
		if err != nil {
			return
		}
		s, err := conn.AcceptStream(ctx)
		if err != nil {
			return
		}
		io.Copy(io.Discard, s)
		s.Write([]byte(strings.Repeat("the answer ", 300)))
		s.Close()
	}()
	socket, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	tap := &tapped{PacketConn: socket}
	client, err := quic.NewEndpoint(tap, nil)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := client.Dial(ctx, "udp", server.LocalAddr().String(), &quic.Config{TLSConfig: &tls.Config{
		MinVersion: tls.VersionTLS13, NextProtos: protocols, ServerName: "localhost", InsecureSkipVerify: true,
	}})
	if err != nil {
		t.Fatal(err)
	}
	s, err := conn.NewStream(ctx)
	if err != nil {
		t.Fatal(err)
	}
	s.Write([]byte(strings.Repeat("the question ", 30)))
	s.CloseWrite()
	if answer, err := io.ReadAll(s); err != nil || len(answer) != 3300 {
		t.Fatalf("%d bytes, %v", len(answer), err)
	}
	client.Close(ctx)
	server.Close(ctx)
	tap.mu.Lock()
	defer tap.mu.Unlock()
	return tap.said
}

// What real peers say, the client's hello in more than one datagram among it, is told in the programs' own
// wiring.
func TestQUIC(t *testing.T) {
	for _, retry := range []bool{false, true} {
		kinds := map[string]int{}
		facts := map[decode.Question]string{}
		in := Inspector(func(e *decode.Event) {
			kinds[e.Message.Kind()]++
			if e.Opened != decode.InTheClear {
				t.Errorf("%s took the key %q", e.Message.Kind(), e.Opened)
			}
			if m, ok := e.Message.(*tlswire.ClientHello); ok {
				if m.ServerName != "localhost" || !slices.Equal(m.ALPN, []string{"h3"}) || !strings.HasPrefix(m.JA4(), "q13d") || m.Bad != "" {
					t.Errorf("name %q, ALPN %q, JA4 %s, %s", m.ServerName, m.ALPN, m.JA4(), m.Bad)
				}
				if want := []string{"udp", "quic", "tls"}; !slices.Equal(e.Layers, want) || len(e.Frames) < 2 {
					t.Errorf("layers %v, frames %v", e.Layers, e.Frames)
				}
			}
			for f := range e.Message.Facts() {
				facts[f.Question] = f.Sight.String() + " " + f.Text
			}
		}, &Options{})
		flow := decodetest.NewFlow("udp", false)
		for i, s := range quicExchange(t, retry) {
			in.Feed(&decode.Segment{Flow: flow, Dir: s.Dir, Time: decodetest.Start, Data: s.Data, Frame: i + 1})
		}
		in.Close(flow)
		if kinds["tls.client_hello"] != 1 || kinds["tls.server_hello"] != 1 || kinds["quic.data"] == 0 || kinds["quic.initial"] < 3 || kinds["malformed"] > 0 {
			t.Errorf("retry %v: events %v", retry, kinds)
		}
		if (kinds["quic.retry"] > 0) != retry {
			t.Errorf("retry %v: events %v", retry, kinds)
		}
		for q, want := range map[decode.Question]string{
			decode.ServerName: "claimed localhost (SNI)", decode.Identity: "sealed certificate sealed", decode.Changed: "sealed no: AEAD",
			decode.Later: "sealed no: keys were ephemeral (X25519MLKEM768)", decode.Body: "sealed sealed",
		} {
			if facts[q] != want {
				t.Errorf("retry %v: %s: %q, want %q", retry, q, facts[q], want)
			}
		}
	}
}
