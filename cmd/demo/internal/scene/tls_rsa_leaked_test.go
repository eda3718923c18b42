package scene

import (
	"strings"
	"testing"

	"eavesdrop/decode"
)

func TestLeakedKeyOpensRecordings(t *testing.T) {
	takes := learned(t, TLSRSALeaked(), map[string][]want{
		"tls-rsa-leaked": {
			{decode.KeyExchange, decode.Readable, "RSA: the client sent a secret, sealed to the server's key"},
			{decode.Secret, decode.Sealed, "sealed"},
			{decode.Later, decode.Derived, "if the server's private key ever leaks"},
		},
		"with the leaked key": {
			{decode.Asked, decode.Readable, "GET /"},
			{decode.Credentials, decode.Absent, "none seen"},
			{decode.Secret, decode.Readable, "fluffy tail"},
			{decode.Later, decode.Readable, "now, with the server's private key"},
		},
		"tls-ecdhe-leaked": {
			{decode.Secret, decode.Sealed, "sealed"},
			{decode.Later, decode.Sealed, "ephemeral"},
		},
		"with its leaked key": {
			{decode.Asked, decode.Sealed, "sealed"},
			{decode.Secret, decode.Sealed, "sealed"},
			{decode.Later, decode.Sealed, "ephemeral"},
		},
	})
	if a := takes[0].Held[0].Answer(decode.Secret); a.Opened != decode.ServerKey {
		t.Errorf("the secret is marked as opened with %q", a.Opened)
	}
	if q := takes[0].Held[0].Qualifications(); len(q) > 0 {
		t.Errorf("with RSA key exchange: %v", q)
	}
	if q := strings.Join(takes[1].Held[0].Qualifications(), " "); !strings.Contains(q, "the server's private key does not open them") {
		t.Errorf("why it stays closed is not said: %q", q)
	}
	for i := range takes {
		if q := takes[i].Ledger.Qualifications(); len(q) > 0 {
			t.Errorf("%s: the listener: %v", takes[i].Scene.Name, q)
		}
	}
}
