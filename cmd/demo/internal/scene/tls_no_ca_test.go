package scene

import (
	"testing"

	"eavesdrop/decode"
)

func TestWhoTrustsNobodyIsSeenToRefuse(t *testing.T) {
	learned(t, TLSNoCA(), map[string][]want{
		"tls-no-ca": {
			{decode.Identity, decode.Readable, "refused: unknown_ca"},
			{decode.Asked, decode.Absent, ""},
			{decode.Secret, decode.Absent, "not found"},
		},
		"tls-no-ca-1.3": {
			{decode.Identity, decode.Derived, "refused"},
			{decode.Asked, decode.Absent, ""},
			{decode.Secret, decode.Absent, "not found"},
		},
	})
}
