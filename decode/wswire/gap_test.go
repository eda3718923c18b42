package wswire_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	. "eavesdrop/decode/decodetest"
)

// wantLines holds the events' briefs against the lines, and that they do not depend on how the stream is cut.
func wantLines(t *testing.T, want string, script ...Say) {
	t.Helper()
	if diff := cmp.Diff(strings.TrimPrefix(want, "\n"), Lines(Run(t, options(), script...))); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	SplitAnywhere(t, options, script...)
}

// Behind a last block of deflate data another one may follow (RFC 7692 section 7.2.1), in which the window goes on;
// the message ends where its payload does.
func TestBlocksBehindALastOne(t *testing.T) {
	const hello, again = "\xf3\x48\xcd\xc9\xc9\x07\x00", "\xf2\x00\x11\x00\x00"
	wantLines(t, `
server readable WebSocket text | 10 bytes | "HelloHello"
server readable WebSocket text | 5 bytes | "Hello"
server readable WebSocket text | 5 bytes | "Hello"
`, Server(frame(0xc1, hello+again)), Server(frame(0xc1, again)), Server(frame(0xc1, hello)))
}

// Where a hole ends inside a control frame, the rest of that is no frame.
func TestHoleInAControlFrame(t *testing.T) {
	wantLines(t, `
server absent 5 bytes missing from the capture |  | ""
server readable WebSocket ping | 2 bytes   incomplete | "He"
server readable WebSocket text | 6 bytes | "behind"
`, Server("\x89\x0dHe"), Gap(decode.FromServer, 5), Server("\x81\x04abcd"+frame(0x81, "behind")))
}

// Where a hole ends inside a frame whose beginning it swallowed, the next frame is looked for, and what goes on
// with a message breaks no rule.
func TestHoleOverAHeader(t *testing.T) {
	wantLines(t, `
server absent 20 bytes missing from the capture |  | ""
server readable WebSocket text | 11 bytes   4 bytes missing | "fluffy"
server absent 20 bytes missing from the capture |  | ""
server readable WebSocket continuation | 4 bytes   incomplete | "tail"
server readable WebSocket text | 4 bytes | "next"
server readable WebSocket ping | 2 bytes | "on"
server readable WebSocket pong |  | ""
`, Server("\x01\x0bfluffy "), Gap(decode.FromServer, 20), Server("of something else"+frame(0x80, "tail")+frame(0x81, "next")),
		Gap(decode.FromServer, 20), Server("\x83\x01\x91"+frame(0x89, "on")+frame(0x8a, "")), End(decode.FromServer, decode.Finished))
}

// What looks like one frame behind a hole need not be one.
func TestNoFrameBehindAHole(t *testing.T) {
	wantLines(t, `
server readable WebSocket text | 5 bytes | "begun"
server absent 20 bytes missing from the capture |  | ""
server readable WebSocket text | 3 bytes | "one"
server readable WebSocket text | 3 bytes | "two"
server readable WebSocket text | 5 bytes | "three"
`, Server(frame(0x81, "begun")), Gap(decode.FromServer, 20), Server("\x81\x03abc"+"and so on"+frame(0x81, "one")+frame(0x81, "two")+frame(0x81, "three")))
}

func TestLengthInTooManyBytes(t *testing.T) {
	wantLines(t, `
server readable malformed websocket | a length that takes more bytes than it needs (RFC 6455 section 5.2) | ""
server readable WebSocket text | 2 bytes | "on"
`, Server("\x81\x7e\x00\x02on"))
}
