package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// While sniff listens, a server and a client talk TLS; their key log grows as they do, and is read as it grows.
func TestLiveWithGrowingKeyLog(t *testing.T) {
	if !canListen() {
		t.Skip("no right to capture here")
	}
	keylog := filepath.Join(t.TempDir(), "keys.log") // not there yet
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(ln.Addr().String())

	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	out, errs := &growing{}, &growing{}
	ended := make(chan int)
	go func() {
		ended <- run(ctx, []string{"live", "--keylog", keylog, "--secret", "fluffy tail", "port", port}, nil, out, errs)
	}()
	errs.wait(t, "Listening on")

	log, err := os.Create(keylog)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	server := &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("fluffy tail")) }),
		// The server writes the log: its secrets are there before its first sealed byte is on the wire.
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{selfSigned(t)}, KeyLogWriter: log},
	}
	go server.ServeTLS(ln, "", "")
	defer server.Close()
	client := &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true,
	}}
	resp, err := client.Get("https://127.0.0.1:" + port)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	out.wait(t, `"fluffy tail"`) // as it happens, not only at the end
	stop()
	if code := <-ended; code != 0 {
		t.Errorf("exit %d: %s", code, errs)
	}
	if s := out.String(); !strings.Contains(s, "With the key log, the secret is readable.") || !strings.Contains(s, "; 0 dropped by the kernel.") {
		t.Errorf("the report says:\n%s", s)
	}
}

// selfSigned makes a certificate for nobody in particular.
func selfSigned(t *testing.T) tls.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// growing is output that a test waits for.
type growing struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (g *growing) Write(b []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.buf.Write(b)
}

func (g *growing) String() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.buf.String()
}

// wait waits until the output has s in it.
func (g *growing) wait(t *testing.T, s string) {
	t.Helper()
	for range 500 {
		if strings.Contains(g.String(), s) {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("%q never came:\n%s", s, g)
}
