package tlswire

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// TestSniff says what is taken for TLS, and from whom.
func TestSniff(t *testing.T) {
	sealed := "17 03 03 00 13 c9 87 27 60 65 56 66 b7 4d 7f f1 15 3e fd 6d b6 d0 b0 e3"
	for _, test := range []struct {
		name, head string
		want       decode.Verdict
	}{
		{"one byte of a record", "16", decode.Maybe},
		{"client hello", "16 03 01 00 c4 01 00 00 c0 03 03 cb", decode.FromAClient},
		{"server hello", "16 03 03 00 5a 02 00 00 56 03 03 a6", decode.FromAServer},
		{"sealed data", sealed, decode.Yes},
		{"sealed data of an old version", "17 03 01 00 20 8f 1e 77 20 00 41 be 5c 93 02 e8 d7 66 10 4a fd 31 b8", decode.Yes},
		{"little numbers", "17 03 00 00 99 2c 00 00 69 1b 00 00 dc 07 00 00 dd 07 00 00 7b 05 00 00", decode.No},
		{"alert", "15 03 03 00 02 02 28", decode.Yes},
		{"change cipher spec", "14 03 03 00 01 01", decode.Yes},
		{"certificate, after a start in mid-stream", "16 03 03 03 2a 0b 00 03 26 00 03 23", decode.Yes},
		{"sealed handshake, not yet all there", "16 03 03 00 28 02 00 00 00 00 00 00", decode.Maybe},
		{"version of tomorrow", "16 04 01 00 c4 01 00 00 c0 03 03", decode.No},
		{"longer than a record may be", "17 03 03 50 00 00 00 00 00 00 00 00", decode.No},
		{"too short to be sealed", "17 03 03 00 05 00 00 00 00 00", decode.No},
		{"HTTP", "47 45 54 20 2f 20 48 54 54 50", decode.No},
		{"SSH", "53 53 48 2d 32 2e 30", decode.No},
		{"zeroes", "00 00 00 00 00 00 00 00", decode.No},
		{"hello of SSL 2.0's form", "80 22 01 03 01 00 09 00 00 00 10", decode.FromAClient},
	} {
		if got := Protocol(Options{}).Sniff(decode.FromClient, unhex(t, test.head)); got != test.want {
			t.Errorf("%s: verdict %d, want %d", test.name, got, test.want)
		}
	}
}

// TestStart begins in the middle, or meets what is not TLS.
func TestStart(t *testing.T) {
	script := fixture(t, "rfc8448-3.txt")
	hello := script[0]
	for _, test := range []struct {
		name   string
		script []decodetest.Say
		want   []string
	}{
		{
			"in mid-stream", script[4:7],
			[]string{"server tls.data unknown", "client tls.data unknown", "server tls.data unknown"},
		},
		{
			"a refusal in the clear", []decodetest.Say{hello, decodetest.Server("\x15\x03\x01\x00\x02\x02\x46")},
			[]string{"client tls.client_hello TLS 1.3", "server tls.alert protocol_version"},
		},
		{
			"an answer that is not TLS", []decodetest.Say{hello, decodetest.Server("HTTP/1.1 400 Bad Request\r\n\r\n")},
			[]string{"client tls.client_hello TLS 1.3", "server malformed", "server plaintext"},
		},
		{
			"junk between records", []decodetest.Say{hello, script[1], decodetest.Server("\x00\x00\x00junk"), script[2]},
			[]string{"client tls.client_hello TLS 1.3", "server tls.server_hello TLS 1.3 TLS_AES_128_GCM_SHA256 x25519", "server malformed", "server tls.data handshake"},
		},
		{
			"a hello that ends early", []decodetest.Say{decodetest.Client(string(hello.Data[:120]))},
			[]string{"client tls.client_hello", "client malformed"}, // it may have been TLS 1.3
		},
		{
			"a heartbeat that asks for too much", []decodetest.Say{hello, script[1], decodetest.Client("\x18\x03\x02\x00\x03\x01\x40\x00")},
			[]string{"client tls.client_hello TLS 1.3", "server tls.server_hello TLS 1.3 TLS_AES_128_GCM_SHA256 x25519", "client tls.data handshake"},
		},
		{
			"a heartbeat before anything is sealed", []decodetest.Say{hello, decodetest.Client("\x18\x03\x02\x00\x03\x01\x40\x00")},
			[]string{"client tls.client_hello TLS 1.3", "client tls.handshake heartbeat_request", "client malformed"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			events := decodetest.Run(t, options(), test.script...)
			got := titles(events)
			for i := range got {
				if events[i].Kind == "tls.data" {
					got[i] = events[i].Dir.String() + " tls.data " + events[i].Message.(*Data).Phase.String()
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
			for _, e := range events {
				if e.Kind != "malformed" {
					decodetest.CheckFields(t, e)
				}
			}
			decodetest.SplitAnywhere(t, options, test.script...)
		})
	}
}

// TestKeepAlive: in mid-stream a single byte may be one that was sent before, to ask whether the other end is still there.
func TestKeepAlive(t *testing.T) {
	sealed := "\x17\x03\x03\x00\x20" + strings.Repeat("\x9c", 32)
	for _, c := range []struct {
		sure  bool
		bytes string
		want  []string
	}{
		{false, "\x00", []string{"server tls.data unknown"}},
		{false, "\x17\x03", []string{"client malformed", "server tls.data unknown"}},
		{true, "\x17", []string{"client malformed", "server tls.data unknown"}},
	} {
		events := decodetest.RunFlow(t, options(), decodetest.NewFlow("tcp", c.sure),
			decodetest.Client(c.bytes), decodetest.Server(sealed), decodetest.End(decode.FromClient, decode.Finished))
		got := titles(events)
		slices.Sort(got)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%q, the SYN captured: %v (-want +got):\n%s", c.bytes, c.sure, diff)
		}
	}
}
