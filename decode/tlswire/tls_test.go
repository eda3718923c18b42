package tlswire

import (
	"crypto/tls"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

func options() decode.Options {
	return decode.Options{Protocols: []decode.Protocol{Protocol(Options{})}}
}

// titles are the events' kinds with what was said, as far as that is the same in every run.
func titles(events []decodetest.Event) (list []string) {
	for _, e := range events {
		line := e.Dir.String() + " " + e.Kind
		var m map[string]any
		json.Unmarshal([]byte(e.JSON), &m)
		for _, k := range []string{"version", "cipher", "group", "hello_retry", "resumed", "type", "sealed", "description", "phase", "records", "plaintext_bytes"} {
			switch v := m[k].(type) {
			case string:
				line += " " + v
			case bool:
				if v {
					line += " " + k
				}
			case float64:
				if e.Kind == "tls.data" && m["phase"] == "application" {
					b, _ := json.Marshal(v)
					line += " " + k + "=" + string(b)
				}
			}
		}
		list = append(list, line)
	}
	return list
}

func TestVersions(t *testing.T) {
	ec, rsa := identity(t, "ecdsa"), identity(t, "rsa")
	for _, test := range []struct {
		name           string
		cert           tls.Certificate
		version        uint16
		suite          uint16
		client, server func(*tls.Config)
		want           []string
		has            string
		facts          []string
	}{
		{
			name: "TLS 1.3", cert: ec, version: tls.VersionTLS13,
			want: []string{
				"client tls.client_hello TLS 1.3",
				"server tls.server_hello TLS 1.3 TLS_AES_128_GCM_SHA256 X25519MLKEM768",
				"server tls.handshake change_cipher_spec",
				"server tls.data handshake",
				"client tls.handshake change_cipher_spec",
				"client tls.data handshake",
				"client tls.data application records=1 plaintext_bytes=40",
				"server tls.data application records=1 plaintext_bytes=50",
				"server tls.alert sealed",
				"client tls.alert sealed",
			},
			facts: []string{
				`server_name claimed "localhost (SNI)"`,
				`server_identity sealed "certificate sealed"`,
				`asked sealed "at most 40 bytes, sealed"`,
				`secret_length sealed "sealed among other frames"`, // HTTP/2 was offered
				`changed sealed "no: AEAD"`,
				`key_exchange readable "X25519MLKEM768: both public values readable, the secret not"`,
				`later sealed "no: keys were ephemeral (X25519MLKEM768)"`,
			},
		},
		{
			name: "TLS 1.3, HTTP/1.1 alone", cert: ec, version: tls.VersionTLS13,
			client: func(c *tls.Config) { c.NextProtos = []string{"http/1.1"} },
			facts:  []string{`secret_length derived "at most 50 bytes"`},
		},
		{
			name: "TLS 1.2, HTTP/2 declined", cert: ec, version: tls.VersionTLS12,
			facts: []string{`secret_length derived "at most 50 bytes"`},
		},
		{
			name: "TLS 1.2, HTTP/2 agreed on", cert: ec, version: tls.VersionTLS12,
			server: func(c *tls.Config) { c.NextProtos = []string{"h2"} },
			facts:  []string{`secret_length sealed "sealed among other frames"`},
		},
		{
			name: "TLS 1.3, client certificate", cert: ec, version: tls.VersionTLS13,
			client: func(c *tls.Config) { c.Certificates = []tls.Certificate{ec} },
			server: func(c *tls.Config) { c.ClientAuth = tls.RequireAnyClientCert },
			want: []string{
				"client tls.client_hello TLS 1.3",
				"server tls.server_hello TLS 1.3 TLS_AES_128_GCM_SHA256 X25519MLKEM768",
				"server tls.handshake change_cipher_spec",
				"server tls.data handshake",
				"client tls.handshake change_cipher_spec",
				"client tls.data handshake",
				"client tls.data application records=1 plaintext_bytes=40",
				"server tls.data application records=1 plaintext_bytes=50",
				"server tls.alert sealed",
				"client tls.alert sealed",
			},
		},
		{
			name: "TLS 1.2, ECDHE", cert: ec, version: tls.VersionTLS12,
			want: []string{
				"client tls.client_hello TLS 1.2",
				"server tls.server_hello TLS 1.2 TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
				"server tls.certificate",
				"server tls.handshake x25519 server_key_exchange",
				"server tls.handshake server_hello_done",
				"client tls.handshake client_key_exchange",
				"client tls.handshake change_cipher_spec",
				"client tls.handshake finished sealed",
				"server tls.handshake change_cipher_spec",
				"server tls.handshake finished sealed",
				"client tls.data application records=1 plaintext_bytes=40",
				"server tls.data application records=1 plaintext_bytes=50",
				"server tls.alert sealed",
				"client tls.alert sealed",
			},
			facts: []string{
				`server_identity claimed "From 2024-05-06 to 2044-05-01 I am CN=localhost according to CN=localhost (self-signed)"`,
				`key_exchange readable "x25519: the server's public value readable"`,
				`key_exchange readable "x25519: both public values readable, the secret not"`,
				`later sealed "no: keys were ephemeral (x25519)"`,
				`changed sealed "no: AEAD"`,
			},
		},
		{
			name: "TLS 1.2, RSA key exchange and CBC", cert: rsa, version: tls.VersionTLS12, suite: tls.TLS_RSA_WITH_AES_128_CBC_SHA,
			want: []string{
				"client tls.client_hello TLS 1.2",
				"server tls.server_hello TLS 1.2 TLS_RSA_WITH_AES_128_CBC_SHA",
				"server tls.certificate",
				"server tls.handshake server_hello_done",
				"client tls.handshake client_key_exchange",
				"client tls.handshake change_cipher_spec",
				"client tls.handshake finished sealed",
				"server tls.handshake change_cipher_spec",
				"server tls.handshake finished sealed",
				"client tls.data application records=1 plaintext_bytes=43",
				"server tls.data application records=1 plaintext_bytes=59",
				"server tls.alert sealed",
				"client tls.alert sealed",
			},
			facts: []string{`key_exchange readable "RSA: the client sent a secret, sealed to the server's key"`, `later derived "if the server's private key ever leaks"`, `changed sealed "no: HMAC"`},
		},
		{
			name: "TLS 1.0", cert: rsa, version: tls.VersionTLS10, suite: tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
			want: []string{
				"client tls.client_hello TLS 1.0",
				"server tls.server_hello TLS 1.0 TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
				"server tls.certificate",
				"server tls.handshake x25519 server_key_exchange",
				"server tls.handshake server_hello_done",
				"client tls.handshake client_key_exchange",
				"client tls.handshake change_cipher_spec",
				"client tls.handshake finished sealed",
				"server tls.handshake change_cipher_spec",
				"server tls.handshake finished sealed",
				// Against BEAST the first byte goes alone.
				"client tls.data application records=2 plaintext_bytes=54",
				"server tls.data application records=2 plaintext_bytes=70",
				"server tls.alert sealed",
				"client tls.alert sealed",
			},
		},
		{
			name: "TLS 1.2, client certificate", cert: ec, version: tls.VersionTLS12,
			client: func(c *tls.Config) { c.Certificates = []tls.Certificate{ec} },
			server: func(c *tls.Config) { c.ClientAuth = tls.RequireAnyClientCert },
			facts:  []string{`credentials claimed "client certificate: From 2024-05-06 to 2044-05-01 I am CN=localhost according to CN=localhost (self-signed)"`},
		},
		{
			name: "client that does not trust the server", cert: ec, version: tls.VersionTLS12,
			client: func(c *tls.Config) { c.RootCAs = nil },
			want: []string{
				"client tls.client_hello TLS 1.2",
				"server tls.server_hello TLS 1.2 TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
				"server tls.certificate",
				"server tls.handshake x25519 server_key_exchange",
				"server tls.handshake server_hello_done",
				"client tls.alert bad_certificate",
			},
			facts: []string{`server_identity readable "refused: bad_certificate (self-signed)"`},
		},
		{
			name: "client that does not trust the server, sealed", cert: ec, version: tls.VersionTLS13,
			client: func(c *tls.Config) { c.RootCAs = nil },
			has:    "client tls.alert sealed",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			client, server := trusting(test.cert, test.version), &tls.Config{Certificates: []tls.Certificate{test.cert}, MinVersion: tls.VersionTLS10, SessionTicketsDisabled: true, NextProtos: []string{"http/1.1"}}
			if test.suite != 0 {
				client.CipherSuites, server.CipherSuites = []uint16{test.suite}, []uint16{test.suite}
			}
			if test.client != nil {
				test.client(client)
			}
			if test.server != nil {
				test.server(server)
			}
			script := record(t, client, server)
			events := decodetest.Run(t, options(), script...)
			if test.want != nil {
				if diff := cmp.Diff(test.want, titles(events)); diff != "" {
					t.Errorf("events (-want +got):\n%s", diff)
				}
			}
			if test.has != "" && !slices.Contains(titles(events), test.has) {
				t.Errorf("no event %s among\n%s", test.has, strings.Join(titles(events), "\n"))
			}
			var facts []string
			for _, e := range events {
				decodetest.CheckFields(t, e)
				facts = append(facts, e.Facts...)
			}
			for _, want := range test.facts {
				if !slices.ContainsFunc(facts, func(f string) bool { return strings.HasPrefix(f, want) }) {
					t.Errorf("no fact %s among\n%s", want, strings.Join(facts, "\n"))
				}
			}
			for _, cuts := range [][]byte{{0}, {6}, {255}} {
				decodetest.Same(t, options, script, cuts)
			}
		})
	}
}
