package httpwire_test

import (
	"strings"
	"testing"

	"eavesdrop/decode"
	"eavesdrop/decode/httpwire"
)

func TestSniff(t *testing.T) {
	tests := []struct {
		head string
		want decode.Verdict
	}{
		{"GET / HTTP/1.1\r\n", decode.FromAClient},
		{"\r\n\r\nGET / HTTP/1.1\r\n", decode.FromAClient}, // RFC 9112 section 2.2
		{"GET /", decode.FromAClient},
		{"GET /old\r\n", decode.FromAClient}, // HTTP/0.9
		{"GET http://example.com/ HTTP/1.1\r\n", decode.FromAClient},
		{"CONNECT example.com:443 HTTP/1.1\r\n", decode.FromAClient},
		{"OPTIONS * HTTP/1.1\r\n", decode.FromAClient},
		{"M-SEARCH * HTTP/1.1\r\n", decode.FromAClient}, // SSDP
		{"x HTTP/1.1\n", decode.FromAClient},
		{"NOTIFY * HTTP/1.\r\n", decode.FromAClient}, // nothing else has such a word
		{"HTTP/1.1 200 OK\r\n", decode.FromAServer},
		{"HTTP/1", decode.FromAServer},
		{"HTTP/", decode.Maybe},
		{"HTTP/2.0\r\n\r\n", decode.Maybe}, // the end of that preface
		{"HTTP/2.0\r\n\r\nSM\r\n\r\n", decode.No},
		{"HTTP/2.0 200\r\n", decode.FromAServer},
		{"ICY 200 OK\r\n", decode.FromAServer},

		{"G", decode.Maybe},
		{"\r", decode.Maybe},
		{"GET ", decode.Maybe},
		{"GET htt", decode.Maybe},
		{"OPTIONS *", decode.Maybe},
		{"HTTP", decode.Maybe},
		{"ICY ", decode.Maybe},
		{"IC", decode.Maybe},
		{"PRI * HTTP/2.0", decode.Maybe},

		{"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", decode.No}, // RFC 9113 section 3.4
		{"SIP/2.0 200 OK\r\n", decode.No},
		{"INVITE sip:bob@example.com SIP/2.0\r\n", decode.No},
		{"OPTIONS sip:example.com SIP/2.0\r\n", decode.No},
		{"x / HTTP/2.0\r\n", decode.No},
		{"RTSP/1.0 200 OK\r\n", decode.No},
		{"OPTIONS * RTSP/1.0\r\n", decode.No},
		{"GET key\r\n", decode.No}, // as Redis is asked
		{"HELO example.com\r\n", decode.No},
		{"USER al\r\n", decode.No},
		{"SSH-2.0-OpenSSH_9.2p1\r\n", decode.No},
		{"220 example.com ESMTP\r\n", decode.No},
		{"\x16\x03\x01\x02\x00\x01", decode.No},
		{"GET \x00", decode.No},
		{" GET / HTTP/1.1\r\n", decode.No},
		{"ANOVERLONGMETHODTHATNOBODYHAS / HTTP/1.1\r\n", decode.No},
		{"OPTIONS " + strings.Repeat("x", 9<<10), decode.No},
	}
	p := httpwire.Protocol(httpwire.Options{})
	for _, tt := range tests {
		if got := p.Sniff(decode.FromClient, []byte(tt.head)); got != tt.want {
			t.Errorf("Sniff(%.40q) = %v, want %v", tt.head, got, tt.want)
		}
	}
}

// Once the verdict on a prefix is clear, more bytes don't change it: else segments would decide.
func TestSniffIsSteady(t *testing.T) {
	p := httpwire.Protocol(httpwire.Options{})
	for _, c := range conversations {
		for _, s := range c.script {
			clear := decode.Maybe
			for n := 1; n <= len(s.Data); n++ {
				v := p.Sniff(s.Dir, s.Data[:n])
				if clear != decode.Maybe && v != clear {
					t.Fatalf("%s: %q is %v, but its first byte less was %v", c.name, s.Data[:n], v, clear)
				}
				clear = v
			}
		}
	}
}
