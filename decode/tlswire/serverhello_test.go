package tlswire

import (
	"strings"
	"testing"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// A hello that the capture cut before its cipher suite names none: what was not seen is not NULL.
func TestServerHelloCut(t *testing.T) {
	hello := "\x16\x03\x03\x00\x2a" + "\x02\x00\x00\x26" + "\x03\x03" + strings.Repeat("r", 32) + "\x00" + "\xc0\x2f" + "\x00"
	for _, c := range []struct {
		n    int // bytes of it
		line string
		json string // a part
	}{
		{len(hello), "server readable TLS 1.2 hello | TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 | \"\"", `"cipher_id":49199`},
		{len(hello) - 2, "server readable TLS hello | the cipher suite was not captured | \"\"", `{"random":"72`}, // it may have been TLS 1.3
		{20, "server readable TLS hello | the cipher suite was not captured | \"\"", `"random":"","hello_retry":false,"resumed":false,"incomplete":true`},
	} {
		events := decodetest.Run(t, options(), decodetest.Server(hello[:c.n]), decodetest.End(decode.FromServer, decode.Finished))
		if len(events) == 0 || events[0].Line != c.line || !strings.Contains(events[0].JSON, c.json) {
			t.Errorf("%d bytes: %v", c.n, events)
		}
	}
}
