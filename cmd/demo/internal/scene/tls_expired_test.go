package scene

import (
	"testing"

	"eavesdrop/decode"
)

func TestExpiredIsSeen(t *testing.T) {
	learned(t, TLSExpired(), map[string][]want{"tls-expired": {
		{decode.Identity, decode.Readable, "refused: certificate_expired (expired on 2"},
		{decode.Asked, decode.Absent, ""},
	}})
}
