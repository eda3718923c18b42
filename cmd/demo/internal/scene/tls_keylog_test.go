package scene

import (
	"testing"

	"eavesdrop/decode"
)

func TestKeyLogOpensOneCaptureForItsHolder(t *testing.T) {
	takes := learned(t, TLSKeyLog(), map[string][]want{
		"tls-keylog": {
			{decode.Identity, decode.Sealed, "certificate sealed; the client accepted it"},
			{decode.Asked, decode.Sealed, "sealed"},
			{decode.Secret, decode.Sealed, "sealed"},
			{decode.Later, decode.Sealed, "ephemeral"},
		},
		"with the key log": {
			{decode.Identity, decode.Claimed, "I am CN=localhost"},
			{decode.Asked, decode.Readable, "GET /"},
			{decode.Headers, decode.Readable, "3 + 3"},
			{decode.Credentials, decode.Absent, "none seen"},
			{decode.Secret, decode.Readable, "fluffy tail"},
			{decode.Later, decode.Readable, "now, with the key log"},
		},
	})
	if a := takes[0].Held[0].Answer(decode.Secret); a.Opened != decode.KeyLog {
		t.Errorf("the secret is marked as opened with %q", a.Opened)
	}
}
