package wiring

import (
	"encoding/hex"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/http2"

	"eavesdrop/decode"
)

// firsts are messages with which conversations begin, by the event that they make.
func firsts(t *testing.T) map[string]string {
	hello := "16030100c8010000c403032b1d4a6f0a4c7f3e1c5b8d9e0f112233445566778899aabbccddeeff0011223320" + strings.Repeat("5a", 32) +
		"0004130113020100" + "0077" + "0000000e000c0000096c6f63616c686f7374" + "002b0003020304" + "0015005a" + strings.Repeat("00", 90)
	raw, err := hex.DecodeString(hello)
	if err != nil {
		t.Fatal(err)
	}
	long := append([]byte(nil), raw...)
	return map[string]string{
		"tls.client_hello": string(long),
		"http.request":     "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
		"text.line":        "SSH-2.0-OpenSSH_9.2\r\n",
		"http2.settings":   http2.ClientPreface + "\x00\x00\x00\x04\x00\x00\x00\x00\x00",
		"dns.query":        "\x00\x1b\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x09localhost\x00\x00\x01\x00\x01",
	}
}

// heard are the kinds of events that these segments of one side make.
func heard(segments ...string) (kinds []string) {
	in := Inspector(func(e *decode.Event) { kinds = append(kinds, e.Message.Kind()) }, &Options{})
	f := &decode.Flow{ID: 1, Network: "tcp", Client: netip.MustParseAddrPort("10.0.0.1:1000"), Server: netip.MustParseAddrPort("10.0.0.2:80")}
	in.Open(f)
	offset := uint64(0)
	for i, s := range segments {
		in.Feed(&decode.Segment{Flow: f, Data: []byte(s), Frame: i + 1, Offset: offset})
		offset += uint64(len(s))
	}
	in.Close(f)
	return kinds
}

// Where a capture begins in the middle of something, a message is found at the start of a later segment, also
// when the bytes before it look as if more of them were to come.
func TestMessageBehindTheEndOfSomething(t *testing.T) {
	messages := firsts(t)
	for kind, message := range messages {
		for b := range 256 {
			before := string([]byte{byte(b)})
			for _, segments := range [][]string{
				{before, message}, // a keep-alive, say
				{before, before, message},
				{before, message[:1], message[1:]}, // said byte by byte
				{before, message[:len(message)/2], message[len(message)/2:]},
				{strings.Repeat(before, 900), message},
				{strings.Repeat(before, 17<<10), message},
			} {
				if got := heard(segments...); !slices.Contains(got, kind) {
					t.Errorf("%s behind %d × %#02x: %q", kind, len(segments[0]), b, got)
				}
			}
		}
	}
}

// Whatever makes one of the protocols wait for more, it does not wait for ever: what begins behind it is found.
func TestWaitingEnds(t *testing.T) {
	messages := firsts(t)
	for _, head := range []string{
		"\x00\x16\x03\x01\x01\x2c\x00\x01\x00\x01", "\x00\x3f\xff\x00\x00\x00\x00\x00\x01", "\x00\x10\x00\x01\x00\x00\x00\x00\x01\xbe", // HTTP/2
		"\x16\x03\x03\x40\x00\x77\x12\x34\x56\x78", "\x80\x2e\x01\x00\x02", "\x16", // TLS
		"MKCALENDAR", "PROPFIND ", "FOO " + strings.Repeat("x", 8000), "\r\n\r\n", "HTT", "GET ht", // HTTP
		"\x3f\xff\x12\x34\x01\x00\x00\x01", "\x00\x40", // DNS
		"220 hello\r\n", "220-" + strings.Repeat("x", 500), "USER fluffy\r\n", "FEAT", "SSH-2.", "+OK", "a1 ", "a1 LOG", "* O", "EHLO", // text
		"\x05\x03\x00", "\x04\x01\x00\x50\x7f\x00\x00\x01user", // SOCKS
	} {
		for kind, message := range messages {
			for _, filler := range []int{0, 1, 1000, 20_000} {
				segments := []string{head}
				if filler > 0 {
					segments = append(segments, strings.Repeat("\xfe", filler))
				}
				if got := heard(append(segments, message)...); !slices.Contains(got, kind) {
					t.Errorf("%s behind %.20q and %d bytes: %q", kind, head, filler, got)
				}
			}
		}
	}
}

// Where bytes are missing, or the stream ends, nobody waits any more.
func TestWaitingEndsAtAGap(t *testing.T) {
	for kind, message := range firsts(t) {
		var kinds []string
		in := Inspector(func(e *decode.Event) { kinds = append(kinds, e.Message.Kind()) }, &Options{})
		f := &decode.Flow{ID: 1, Network: "tcp", Client: netip.MustParseAddrPort("10.0.0.1:1000"), Server: netip.MustParseAddrPort("10.0.0.2:80")}
		in.Open(f)
		head := "\x00\x3f\xff\x00\x00\x00\x00\x00\x01" // HTTP/2 waits for 16,383 bytes
		in.Feed(&decode.Segment{Flow: f, Data: []byte(head), Frame: 1})
		in.Feed(&decode.Segment{Flow: f, Data: []byte(head), Frame: 2})
		in.Feed(&decode.Segment{Flow: f, Data: []byte(message), Frame: 3, Lost: 100})
		in.Close(f)
		if !slices.Contains(kinds, kind) {
			t.Errorf("%s behind a gap: %q", kind, kinds)
		}
	}
}
