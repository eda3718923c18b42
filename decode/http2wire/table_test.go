package http2wire_test

import (
	"strings"
	"testing"

	"golang.org/x/net/http2"

	"eavesdrop/decode"
	. "eavesdrop/decode/decodetest"
)

// A sender that was told to make its table smaller and then greater again says both sizes (RFC 7541 section 4.2), and
// entries that fit the smaller one stay.
func TestTwoTableSizes(t *testing.T) {
	c := newPeer(decode.FromClient).hello().headers(1, true, get("/a", "x", "y")...)
	c.enc.SetMaxDynamicTableSize(80)
	c.enc.SetMaxDynamicTableSize(4096)
	script := []Say{c.headers(3, true, get("/b", "x", "y", "z", "1")...).headers(5, true, get("/c", "z", "1")...).say()}
	events := Run(t, options(), script...)
	wantLines(t, events,
		`client readable GET /a HTTP/2 | example.com | ""`, `client readable GET /b HTTP/2 | example.com | ""`, `client readable GET /c HTTP/2 | example.com | ""`)
	if last := events[len(events)-1]; !strings.Contains(last.JSON, `"headers":[["z","1"]]`) {
		t.Error(last.JSON)
	}
	SplitAnywhere(t, options, script...)
}

// A table may be greater than what is kept of it; that breaks no rule.
func TestBigTable(t *testing.T) {
	c := newPeer(decode.FromClient).hello()
	c.enc.SetMaxDynamicTableSizeLimit(1 << 20)
	c.enc.SetMaxDynamicTableSize(1 << 20)
	wantLines(t, Run(t, options(), c.headers(1, true, get("/1")...).headers(3, true, get("/1")...).say()),
		`client readable malformed http2 | a table of 1,048,576 bytes for the compression of headers; 64 KiB of it are kept | ""`,
		`client readable GET /1 HTTP/2 | example.com | ""`, `client readable GET /1 HTTP/2 | example.com | ""`)
}

// Of a header whose name stands in a table that was not captured, the value may be there to read.
func TestValueWithoutName(t *testing.T) {
	c := newPeer(decode.FromClient).headers(1, true, get("/", "x-token", "before")...)
	c.say()
	events, contents := RunWatched(t, options(), c.headers(3, true, get("/", "x-token", "fluffy tail")...).raw(http2.FrameSettings, 1, 0, "").say())
	if !strings.Contains(events[0].JSON, `"headers":[["","fluffy tail"]]`) || !strings.Contains(events[0].JSON, `"unknown_headers":2`) {
		t.Error(events[0].JSON)
	}
	if !strings.Contains(contents[0].Data, "fluffy tail") {
		t.Errorf("shown: %q", contents[0].Data)
	}
}

// Pseudo-headers stand first, none is repeated where another section began the message, and no name is empty.
func TestFaultySections(t *testing.T) {
	for name, c := range map[string]struct{ block, why, want string }{
		"no name":              {string(newPeer(0).compress(get("/")...)) + "\x00\x00\x03abc", "a header without a name (RFC 9110 section 5.1)", `"headers":[["","abc"]]`},
		"of a response":        {string(newPeer(0).compress(get("/", ":status", "200")...)), "a pseudo-header where it does not belong (RFC 9113 section 8.3)", `"headers":[[":status","200"]]`},
		"no pseudo-headers":    {string(newPeer(0).compress("x", "y")), "headers without a pseudo-header (RFC 9113 section 8.3)", `"headers":[["x","y"]]`},
		"behind other headers": {string(newPeer(0).compress(append([]string{"x", "y"}, get("/")...)...)), "a pseudo-header behind other headers (RFC 9113 section 8.3)", `"method":"GET"`},
	} {
		events := Run(t, options(), newPeer(decode.FromClient).hello().raw(http2.FrameHeaders, 5, 1, c.block).say())
		if len(events) != 3 || !strings.Contains(events[1].JSON, c.why) || !strings.Contains(events[2].JSON, c.want) {
			t.Errorf("%s: %s", name, Lines(events))
		}
	}
	c := newPeer(decode.FromClient).hello().headers(1, false, get("/")...).headers(1, true, ":path", "/other")
	events := Run(t, options(), c.say())
	if len(events) != 3 || !strings.Contains(events[2].JSON, `"trailers":[[":path","/other"]]`) {
		t.Errorf("trailers: %s", Lines(events))
	}
}
