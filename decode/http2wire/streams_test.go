package http2wire_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/http2"

	"eavesdrop/decode"
	. "eavesdrop/decode/decodetest"
)

const cancel = "\x00\x00\x00\x08"

// What was under way when the other side reset the stream breaks no rule (RFC 9113 section 5.1), and is no message of
// its own.
func TestUnderWayAtReset(t *testing.T) {
	c, s := newPeer(decode.FromClient).hello(), newPeer(decode.FromServer).hello()
	wantLines(t, Run(t, options(),
		c.headers(1, false, get("/up")...).data(1, false, "half").say(),
		s.headers(1, false, ok()...).raw(http2.FrameRSTStream, 0, 1, cancel).say(),
		c.data(1, false, "in flight").headers(1, true, "x-sum", "1").say()),
		`client readable GET /up HTTP/2 | example.com   4 bytes   incomplete | "half"`,
		`server readable 200 | incomplete | ""`)

	c, s = newPeer(decode.FromClient).hello(), newPeer(decode.FromServer).hello()
	events := Run(t, options(),
		c.headers(1, true, get("/slow")...).raw(http2.FrameRSTStream, 0, 1, cancel).say(),
		s.headers(1, false, ok()...).data(1, false, "fluffy").headers(1, true, "x-sum", "1").say())
	last := events[len(events)-1]
	if !strings.Contains(last.JSON, `"request_target":"/slow"`) || !strings.Contains(last.JSON, `"trailers":[["x-sum","1"]]`) {
		t.Errorf("an answer that was under way: %s", last.JSON)
	}
}

// Streams that were reset do not push out one that goes on, however many they are.
func TestManyResets(t *testing.T) {
	c, s := newPeer(decode.FromClient).hello().headers(1, false, get("/long")...), newPeer(decode.FromServer).hello()
	for i := range uint32(5000) {
		c.headers(3+2*i, true, get("/rapid")...).raw(http2.FrameRSTStream, 0, 3+2*i, cancel)
	}
	c.data(1, true, "end")
	events := Run(t, options(), c.say(), s.headers(1, true, ok()...).say())
	if last := events[len(events)-1].JSON; !strings.Contains(last, `"request_target":"/long"`) {
		t.Error(last)
	}
	for _, e := range events {
		if e.Kind == "malformed" {
			t.Fatal(e.Line)
		}
	}
}

// A number that was used is not used again (RFC 9113 section 5.1.1).
func TestStreamAgain(t *testing.T) {
	c, s := newPeer(decode.FromClient).hello(), newPeer(decode.FromServer).hello()
	script := []Say{c.headers(1, true, get("/once")...).say(), s.headers(1, true, ok()...).say()}
	const again = `client readable malformed http2 | headers on a stream that has ended (RFC 9113 section 5.1) | ""`
	wantLines(t, Run(t, options(), append(script, c.headers(1, true, get("/again")...).data(1, true, "x").say())...),
		`client readable GET /once HTTP/2 | example.com | ""`, `server readable 200 |  | ""`, again,
		`client readable malformed http2 | a DATA frame on a stream that has ended (RFC 9113 section 5.1) | ""`)
	s.raw(http2.FramePushPromise, 4, 1, "\x00\x00\x00\x02"+string(s.compress(get("/1")...)))
	s.raw(http2.FramePushPromise, 4, 1, "\x00\x00\x00\x02"+string(s.compress(get("/2")...)))
	c = newPeer(decode.FromClient).hello().headers(1, true, get("/")...)
	wantLines(t, Run(t, options(), c.say(), s.say()),
		`client readable GET / HTTP/2 | example.com | ""`, `server readable GET /1 HTTP/2 | example.com | ""`,
		`server readable malformed http2 | a promise of a stream that was in use (RFC 9113 section 5.1.1) | ""`)
}

// Whatever gave way to other streams may go on: that makes no message of its trailers, and breaks no rule.
func TestGoesOnAfterGivingWay(t *testing.T) {
	c := newPeer(decode.FromClient).hello()
	for i := range 1500 {
		c.headers(uint32(2*i+1), false, get(fmt.Sprint("/", i))...)
	}
	events := Run(t, options(), c.data(1, false, "late").headers(1, true, "x-sum", "1").say())
	for _, e := range events {
		if e.Kind == "malformed" {
			t.Error(e.Line)
		}
		if strings.Contains(e.JSON, "x-sum") && !strings.Contains(e.JSON, `"trailers":[["x-sum","1"]],"incomplete":true`) {
			t.Error(e.JSON)
		}
	}
}

// Trailers may be the first of a message that was captured.
func TestTrailersFirst(t *testing.T) {
	s := newPeer(decode.FromServer).data(1, false, "some").headers(1, true, "grpc-status", "5").headers(3, true, ok()...)
	wantLines(t, RunFlow(t, options(), NewFlow("tcp", false), s.say()),
		`server readable a request or an answer, its beginning not known (HTTP/2) | gRPC NOT_FOUND   incomplete | ""`,
		`server readable 200 |  | ""`)
}

// Where a hole ends inside the frame that it began in, the next frame is known, and where that was no headers, the
// table of compression too.
func TestHoleInAFrame(t *testing.T) {
	c := newPeer(decode.FromClient).hello().headers(1, true, get("/", "x", "y")...)
	first := c.say()
	c.raw(0x3a, 0, 0, strings.Repeat("?", 40))
	hole := c.say().Data
	rest := c.headers(3, true, get("/next", "x", "y")...).say().Data
	events := Run(t, options(), first, Say{Data: hole[:20]}, Say{Lost: len(hole) - 20, Data: rest})
	if last := events[len(events)-1].JSON; !strings.Contains(last, `"target":"/next"`) || !strings.Contains(last, `"headers":[["x","y"]]`) {
		t.Error(last)
	}
	hole = c.headers(5, true, get("/lost")...).say().Data
	rest = c.headers(7, true, ":method", "GET", ":path", "/").say().Data
	events = Run(t, options(), first, Say{Data: hole[:12]}, Say{Lost: 3, Data: append(hole[15:len(hole):len(hole)], rest...)})
	if last := events[len(events)-1]; !strings.Contains(last.JSON, `"method":"GET","target":"/",`) || strings.Contains(Lines(events), "malformed") {
		t.Errorf("%s", Lines(events))
	}
}

// Where the beginning of one side is missing, its first bytes may be amid a frame.
func TestHoleAtTheBeginning(t *testing.T) {
	c, s := newPeer(decode.FromClient).hello().headers(1, true, get("/")...), newPeer(decode.FromServer)
	wantLines(t, Run(t, options(), Gap(decode.FromServer, 50), c.say(), Server("the end of something"), s.headers(1, true, ok()...).raw(http2.FramePing, 0, 0, "12345678").say()),
		`server absent 50 bytes missing from the capture |  | ""`,
		`client readable GET / HTTP/2 | example.com | ""`, `server readable 200 |  | ""`)
}

// A CONNECT may say what it wants to speak (RFC 8441 section 4).
func TestExtendedConnect(t *testing.T) {
	c := newPeer(decode.FromClient).hello().headers(1, false, ":method", "CONNECT", ":protocol", "websocket", ":scheme", "https", ":path", "/chat", ":authority", "example.com")
	events := Run(t, options(), c.say())
	if last := events[len(events)-1]; !strings.Contains(last.JSON, `"protocol":"websocket"`) || !strings.Contains(strings.Join(last.Fields, "\n"), `:protocol="websocket"`) {
		t.Errorf("%s\n%s", last.JSON, strings.Join(last.Fields, "\n"))
	}
}
