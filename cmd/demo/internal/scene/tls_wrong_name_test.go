package scene

import (
	"testing"

	"eavesdrop/decode"
)

func TestWrongNameIsSeen(t *testing.T) {
	learned(t, TLSWrongName(), map[string][]want{"tls-wrong-name": {
		{decode.ServerName, decode.Claimed, "localhost"},
		{decode.Identity, decode.Readable, "refused: bad_certificate (wrong name: asked for localhost)"},
		{decode.Asked, decode.Absent, ""},
	}})
}
