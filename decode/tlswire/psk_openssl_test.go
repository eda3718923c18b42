package tlswire

import (
	"crypto"
	"slices"
	"strings"
	"testing"

	"eavesdrop/decode"
)

// TestHintedExchange finds the exchange behind the hint which pre-shared key is meant (RFC 4279, section 3; RFC 5489,
// section 2).
func TestHintedExchange(t *testing.T) {
	for suite, want := range map[string]string{
		"DHE-PSK-AES128-CBC-SHA256":   "Diffie-Hellman, 1024 bits",
		"ECDHE-PSK-AES128-CBC-SHA256": "x25519",
		"PSK-AES128-CBC-SHA256":       "", // nothing but the hint
	} {
		t.Run(suite, func(t *testing.T) {
			both := []string{"-tls1_2", "-cipher", suite + ":@SECLEVEL=0", "-psk", "0123456789abcdef"}
			s := startOpenSSL(t, identity(t, "rsa"), append(both, "-www", "-psk_hint", "somebody")...)
			events, _, _ := opened(t, Options{}, s.ask(t, both...))
			found := false
			for _, e := range events {
				if m, ok := e.Message.(*Handshake); ok && m.Type == serverKeyExchange {
					found = true
					if got := (exchange{m.Group, m.Bits}); want == "" && got != (exchange{}) || want != "" && got.String() != want {
						t.Errorf("the exchange is %v, want %q", got, want)
					}
				}
			}
			if !found {
				t.Fatal("no server_key_exchange")
			}
		})
	}
}

// TestExternalKey tells a key that both were given beforehand from one of an earlier session (RFC 8446, section 4.2.11).
func TestExternalKey(t *testing.T) {
	cert, key := identity(t, "ecdsa"), []string{"-tls1_3", "-psk", "00112233445566778899aabbccddeeff", "-ciphersuites", "TLS_AES_128_GCM_SHA256"}
	s := startOpenSSL(t, cert, append(key, "-www")...)
	events, _, _ := opened(t, Options{}, s.ask(t, key...))
	answered := false
	for _, e := range events {
		switch m := e.Message.(type) {
		case *ClientHello:
			if len(m.Tickets) > 0 {
				t.Errorf("it shows tickets: %q", m.Tickets)
			}
		case *ServerHello:
			nobody, _ := m.unproven()
			if answered = true; !m.PSK || m.Resumed || nobody.Text != "no certificate: both sides know a key" {
				t.Errorf("PSK %v, resumed %v: %s", m.PSK, m.Resumed, nobody.Text)
			}
		case *Data:
			if m.certificate {
				t.Error("a certificate is said to be there")
			}
		}
	}
	if !answered {
		t.Error("no server's hello")
	}
}

// TestPreSharedReasons says what goes into the keys besides the server's own, so that its key alone opens nothing.
func TestPreSharedReasons(t *testing.T) {
	cert := identity(t, "rsa")
	for suite, exchange := range map[string]string{"PSK-AES128-CBC-SHA256": "PSK", "RSA-PSK-AES128-CBC-SHA256": "RSA_PSK"} {
		both := []string{"-tls1_2", "-cipher", suite + ":@SECLEVEL=0", "-psk", "0123456789abcdef"}
		s := startOpenSSL(t, cert, append(both, "-www")...)
		events, _, _ := opened(t, Options{ServerKeys: []crypto.PrivateKey{cert.PrivateKey}}, s.ask(t, both...))
		want := "the exchange is " + exchange + ": a server's private key opens those that are RSA alone"
		if got := reasons(events); len(got) == 0 || slices.ContainsFunc(got, func(r string) bool { return r != want }) {
			t.Errorf("stayed closed because %q, want %q", got, want)
		}
		for _, e := range events {
			for f := range e.Message.Facts() {
				if f.Question == decode.Later && !strings.Contains(f.Text, "pre-shared key") || exchange == "RSA_PSK" && strings.HasPrefix(f.Text, "no certificate") {
					t.Errorf("%s: %s: %s", exchange, f.Question, f.Text)
				}
			}
		}
	}
}
