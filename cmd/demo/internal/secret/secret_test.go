package secret

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"eavesdrop/cmd/demo/internal/pki"
)

// play serves the secret with one protection, has a client ask with another, and closes both.
func play(t *testing.T, server, member Protection, secret string) (got string, served, asked *Traffic, err error) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := ln.Addr().(*net.TCPAddr).Port
	served, asked = new(Traffic), new(Traffic)
	s := Serve(ln, ServerOptions{Handler: server.Handler(secret), TLS: server.ServerTLS, Traffic: served})
	c := NewClient(ClientOptions{TLS: member.ClientTLS, Traffic: asked})
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	got, err = c.Ask(ctx, member.Scheme+"://localhost:"+strconv.Itoa(port)+"/", member)
	if closeErr := c.Close(); closeErr != nil {
		t.Error(closeErr)
	}
	if closeErr := s.Close(ctx); closeErr != nil {
		t.Error(closeErr)
	}
	return got, served, asked, err
}

func newServer(t *testing.T) *pki.Server {
	t.Helper()
	s, err := pki.NewServer(time.Now(), "localhost")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func newKey(t *testing.T) *FernetKey {
	t.Helper()
	k, err := NewFernetKey()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestMembersGetTheSecret(t *testing.T) {
	var log strings.Builder
	for name, p := range map[string]Protection{"http": HTTP(), "fernet": Fernet(newKey(t)), "tls": TLS(newServer(t), &log)} {
		t.Run(name, func(t *testing.T) {
			for _, secret := range []string{Default, "", "flauschiger Schwänzchen 🐿"} {
				got, s, c, err := play(t, p, p, secret)
				if err != nil || got != secret {
					t.Fatalf("got %q, %v; want %q", got, err, secret)
				}
				if s.Written() != c.Read() || c.Written() != s.Read() {
					t.Errorf("server wrote %d, client read %d; client wrote %d, server read %d",
						s.Written(), c.Read(), c.Written(), s.Read())
				}
				if c.Written() < 50 || s.Written() < 50 {
					t.Errorf("only %d and %d bytes counted", c.Written(), s.Written())
				}
			}
		})
	}
	for _, label := range []string{"CLIENT_HANDSHAKE_TRAFFIC_SECRET ", "SERVER_TRAFFIC_SECRET_0 "} {
		if !strings.Contains(log.String(), label) {
			t.Errorf("the key log has no %s", label)
		}
	}
}

func TestAnotherKeyOpensNothing(t *testing.T) {
	_, _, _, err := play(t, Fernet(newKey(t)), Fernet(newKey(t)), Default)
	if !errors.Is(err, ErrSignature) || err.Error() != "invalid token: signature does not match" {
		t.Errorf("error %v", err)
	}
}

func TestPlainTextIsNoToken(t *testing.T) {
	_, _, _, err := play(t, HTTP(), Fernet(newKey(t)), Default)
	if !errors.Is(err, ErrNoToken) {
		t.Errorf("error %v", err)
	}
}

func TestOpenToken(t *testing.T) {
	// The example of the Fernet spec: made 1985-10-26 01:20:00 -0700, IV 00 01 … 0f.
	key, err := ParseFernetKey("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=")
	if err != nil {
		t.Fatal(err)
	}
	const token = "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA=="
	if got, err := OpenToken([]byte(token+"\n"), key); err != nil || string(got) != "hello" {
		t.Errorf("got %q, %v", got, err)
	}
	for n := range len(token) {
		if got, err := OpenToken([]byte(token[:n]), key); err == nil {
			t.Errorf("the first %d characters gave %q", n, got)
		}
	}
	raw, err := base64.URLEncoding.DecodeString(token)
	if err != nil {
		t.Fatal(err)
	}
	for i := range raw {
		raw[i] ^= 1
		want := ErrSignature
		if i == 0 {
			want = ErrNoToken // the version
		}
		if _, err := OpenToken([]byte(base64.URLEncoding.EncodeToString(raw)), key); !errors.Is(err, want) {
			t.Errorf("byte %d changed: %v, want %v", i, err, want)
		}
		raw[i] ^= 1
	}
}

// What fits the signature need not be a token that anybody would make.
func TestSignedNonsense(t *testing.T) {
	key, err := ParseFernetKey("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=")
	if err != nil {
		t.Fatal(err)
	}
	sign := func(ciphertext []byte) []byte {
		raw := append(make([]byte, 25), ciphertext...)
		raw[0] = 0x80
		mac := hmac.New(sha256.New, key[:16])
		mac.Write(raw)
		return []byte(base64.URLEncoding.EncodeToString(mac.Sum(raw)))
	}
	if _, err := OpenToken(sign(nil), key); !errors.Is(err, ErrNoToken) {
		t.Errorf("no ciphertext: error %v", err)
	}
	if _, err := OpenToken(sign(make([]byte, 15)), key); !errors.Is(err, ErrNoToken) {
		t.Errorf("less than a block: error %v", err)
	}
	if _, err := OpenToken(sign(make([]byte, 32)), key); !errors.Is(err, ErrPadding) { // zeros decrypt to noise
		t.Errorf("bad padding: error %v", err)
	}
}

func TestParseFernetKey(t *testing.T) {
	for _, bad := range []string{"", "fluffy", "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e", strings.Repeat("A", 46)} {
		if _, err := ParseFernetKey(bad); !errors.Is(err, ErrFernetKey) {
			t.Errorf("ParseFernetKey(%q): %v", bad, err)
		}
	}
	k := newKey(t)
	if again, err := ParseFernetKey(k.Encode()); err != nil || *again != *k || len(k.Encode()) != 44 {
		t.Errorf("%q came back as %v, %v", k.Encode(), again, err)
	}
}

func TestMemberWithoutTheCARefuses(t *testing.T) {
	p := TLS(newServer(t), nil)
	stranger := TLS(newServer(t), nil)
	_, _, _, err := play(t, p, stranger, Default)
	var unknown *tls.CertificateVerificationError
	if !errors.As(err, &unknown) {
		t.Errorf("error %v", err)
	}
}

func TestServerThatFails(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := Serve(ln, ServerOptions{Handler: HTTP().Handler(Default)})
	ln.Close()
	if err := s.Wait(t.Context()); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Wait: %v", err)
	}
	if err := s.Close(t.Context()); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Close: %v", err)
	}
}

func TestNothingElseIsServed(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := Serve(ln, ServerOptions{Handler: HTTP().Handler(Default)})
	defer s.Close(context.Background())
	base := "http://" + ln.Addr().String()
	for _, c := range []struct {
		method, path string
		status       int
	}{{"GET", "/", 200}, {"HEAD", "/", 200}, {"GET", "/other", 404}, {"POST", "/", 405}} {
		req, err := http.NewRequest(c.method, base+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != c.status {
			t.Errorf("%s %s: %s, want %d", c.method, c.path, resp.Status, c.status)
		}
	}
}
