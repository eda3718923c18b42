package scene

import (
	"testing"

	"eavesdrop/decode"
)

func TestSelfSignedIsRefusedOrTaken(t *testing.T) {
	learned(t, TLSSelfSigned(), map[string][]want{
		"tls-self-signed": {
			{decode.Identity, decode.Readable, "refused: unknown_ca (self-signed)"},
			{decode.Asked, decode.Absent, ""},
		},
		"tls-self-signed-insecure": {
			{decode.Identity, decode.Claimed, "I am CN=localhost according to CN=localhost (self-signed)"},
			{decode.Asked, decode.Sealed, "sealed"},
			{decode.Secret, decode.Sealed, "sealed"},
		},
	})
}
