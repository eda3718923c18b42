package tlswire

import (
	"bytes"
	"crypto/tls"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// TestHelloRetry: the server's change_cipher_spec, which means nothing in TLS 1.3, may cross with the client's second
// hello on the way. What is agreed on is understood all the same.
func TestHelloRetry(t *testing.T) {
	ec := identity(t, "ecdsa")
	client, server := trusting(ec, tls.VersionTLS13), &tls.Config{Certificates: []tls.Certificate{ec}, SessionTicketsDisabled: true}
	client.CurvePreferences, server.CurvePreferences = []tls.CurveID{tls.X25519, tls.CurveP384}, []tls.CurveID{tls.CurveP384}
	recorded := record(t, client, server)

	// Which of the two came first is chance; here it is both.
	const spec = "\x14\x03\x03\x00\x01\x01"
	var script []decodetest.Say
	at := 0 // of the client's answer to the request
	for i, say := range recorded {
		if say.Dir == decode.FromServer {
			say.Data = bytes.Replace(say.Data, []byte(spec), nil, 1)
		} else if at == 0 && i > 0 {
			at = len(script)
		}
		if len(say.Data) > 0 || say.End != decode.Going {
			script = append(script, say)
		}
	}
	behind := at
	for script[behind].Dir == decode.FromClient {
		behind++
	}

	hellos := []string{"client tls.handshake change_cipher_spec", "client tls.client_hello TLS 1.3"}
	own := []string{"server tls.handshake change_cipher_spec"}
	rest := []string{
		"server tls.server_hello TLS 1.3 TLS_AES_128_GCM_SHA256 secp384r1",
		"server tls.data handshake",
		"client tls.data handshake",
		"client tls.data application records=1 plaintext_bytes=40",
		"server tls.data application records=1 plaintext_bytes=50",
		"server tls.alert sealed",
		"client tls.alert sealed",
	}
	begin := []string{"client tls.client_hello TLS 1.3", "server tls.server_hello TLS 1.3 TLS_AES_128_GCM_SHA256 secp384r1 hello_retry"}
	for place, want := range map[int][]string{
		at:     slices.Concat(begin, own, hellos, rest),
		behind: slices.Concat(begin, hellos, own, rest),
	} {
		got := titles(decodetest.Run(t, options(), slices.Insert(slices.Clone(script), place, decodetest.Server(spec))...))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("before what was said %d (-want +got):\n%s", place, diff)
		}
	}
}
