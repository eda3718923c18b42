package http2wire_test

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/http2"

	"eavesdrop/decode"
	. "eavesdrop/decode/decodetest"
)

// wantLines fails the test unless the events' briefs, settings left out, are the lines.
func wantLines(t *testing.T, events []Event, want ...string) {
	t.Helper()
	var got []string
	for _, e := range events {
		if e.Kind != "http2.settings" {
			got = append(got, e.Line)
		}
	}
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("events:\n%s\nwant:\n%s", g, w)
	}
}

// A client that never ends its headers (CVE-2024-27316) is told, and what it says otherwise is heard.
func TestContinuationFlood(t *testing.T) {
	c := newPeer(decode.FromClient).hello()
	c.raw(http2.FrameHeaders, 0, 1, string(c.compress(get("/flood")...)))
	fragment := strings.Repeat("\x00\x01x\x01y", 200) // x: y, not indexed
	for range 2000 {
		c.raw(http2.FrameContinuation, 0, 1, fragment)
	}
	c.raw(http2.FrameContinuation, http2.FlagContinuationEndHeaders, 1, "")
	events := Run(t, options(), c.headers(3, true, get("/after")...).say())
	wantLines(t, events,
		`client readable malformed http2 | a header section longer than 64 KiB; the rest is passed over | ""`,
		`client readable GET /after HTTP/2 | example.com | ""`,
		`client readable GET /flood HTTP/2 | example.com   incomplete | ""`)
	for _, e := range events {
		CheckFields(t, e)
	}
}

// A few bytes can stand for many: an entry of the table that is named over and over (CVE-2016-6581).
func TestCompressionBomb(t *testing.T) {
	c := newPeer(decode.FromClient).hello()
	block := c.compress(get("/bomb", "x-bomb", strings.Repeat("x", 3000))...)
	c.raw(http2.FrameHeaders, http2.FlagHeadersEndHeaders|http2.FlagHeadersEndStream, 1, string(block)+strings.Repeat("\xbe", 10000))
	events := Run(t, options(), c.headers(3, true, get("/after")...).say())
	wantLines(t, events,
		`client readable malformed http2 | a header section that decompresses to more than 256 KiB; the rest is not kept | ""`,
		`client readable GET /bomb HTTP/2 | example.com   incomplete | ""`,
		`client readable GET /after HTTP/2 | example.com | ""`)
	if n := len(events[2].JSON); n > 300<<10 {
		t.Errorf("%d bytes of JSON", n)
	}
}

func TestTooManyStreams(t *testing.T) {
	c := newPeer(decode.FromClient).hello()
	for i := range 1500 {
		c.headers(uint32(2*i+1), i%2 == 0, get(fmt.Sprint("/", i))...)
	}
	s := newPeer(decode.FromServer).hello().headers(2999, true, ok()...)
	events := Run(t, options(), c.say(), s.say())
	requests := 0
	for _, e := range events {
		if e.Kind == "http.request" {
			requests++
		}
	}
	last := events[len(events)-1]
	if requests != 1500 || !strings.Contains(Lines(events), "GET /1499 HTTP/2") {
		t.Errorf("%d requests, the last event: %s", requests, last.Line)
	}
}

func TestLongFrame(t *testing.T) {
	c := newPeer(decode.FromClient).hello().raw(0x3a, 0, 0, strings.Repeat("x", 100<<10)).raw(http2.FrameHeaders, 4, 1, strings.Repeat("x", 100<<10))
	script := []Say{c.headers(3, true, get("/after")...).say()}
	wantLines(t, Run(t, options(), script...),
		`client readable malformed http2 | a frame longer than any should be (unknown(0x3a)); passed over | ""`,
		`client readable malformed http2 | a frame longer than any should be (HEADERS); passed over | ""`,
		`client readable GET /after HTTP/2 | example.com | ""`)
	Same(t, options, script, []byte{255})
}

// Bytes behind a hole that look like the beginning of frames wherever one looks take no more time than others: they are
// frames as soon as there are enough of them.
func TestFramesEverywhere(t *testing.T) {
	c := newPeer(decode.FromClient).hello().say()
	var rest strings.Builder
	for range 40000 {
		rest.WriteString("\x00\x00\x00\x00\x00\x00\x00\x00\x01")
	}
	last := newPeer(decode.FromClient).headers(3, true, get("/behind")...).say().Data
	wantLines(t, Run(t, options(), c, Say{Dir: decode.FromClient, Lost: 5, Data: append([]byte(rest.String()), last...)}),
		`client absent 5 bytes missing from the capture |  | ""`, `client readable GET /behind HTTP/2 | example.com | ""`)
}

func TestManyFrames(t *testing.T) {
	c := newPeer(decode.FromClient).hello().headers(1, false, get("/up")...)
	for range 3000 {
		c.data(1, false, "x")
	}
	events := Run(t, options(), c.data(1, true, "").say())
	last := events[len(events)-1]
	CheckFields(t, last)
	if !strings.Contains(last.JSON, `"body":{"length":3000,`) || !strings.Contains(strings.Join(last.Fields, "\n"), "2,002 further frames.") {
		t.Errorf("%.300s\n%s", last.JSON, last.Fields[len(last.Fields)-1])
	}
}

// The requests and responses of RFC 7541 appendix C.4 and C.6: one connection, Huffman coded, the second and third
// message referring to the table that the first one filled. In C.6 the table is so small that entries are evicted.
func TestRFC7541(t *testing.T) {
	c, s := newPeer(decode.FromClient).hello(), newPeer(decode.FromServer).hello()
	requests := []string{
		"828684418cf1e3c2e5f23a6ba0ab90f4ff",               // C.4.1
		"828684be5886a8eb10649cbf",                         // C.4.2
		"828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf", // C.4.3
	}
	responses := []string{
		"3fe101488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3", // C.6.1, behind a table size of 256
		"4883640effc1c0bf", // C.6.2
		"88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007", // C.6.3
	}
	for i := range requests {
		c.raw(http2.FrameHeaders, 5, uint32(2*i+1), unhex(t, requests[i]))
		s.raw(http2.FrameHeaders, 5, uint32(2*i+1), unhex(t, responses[i]))
	}
	script := []Say{c.say(), s.say()}
	events := Run(t, options(), script...)
	wantLines(t, events,
		`client readable GET / HTTP/2 | www.example.com | ""`,
		`client readable GET / HTTP/2 | www.example.com | ""`,
		`client readable GET /index.html HTTP/2 | www.example.com | ""`,
		`server readable 302 | to https://www.example.com | ""`, `server readable 307 | to https://www.example.com | ""`,
		`server readable 200 | Set-Cookie foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU | ""`)
	want := `"headers":[["cache-control","private"],["date","Mon, 21 Oct 2013 20:13:22 GMT"],["location","https://www.example.com"],` +
		`["content-encoding","gzip"],["set-cookie","foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1"]]`
	if last := events[len(events)-1]; !strings.Contains(last.JSON, want) {
		t.Errorf("%s\nwant %s", last.JSON, want)
	}
	SplitAnywhere(t, options, script...)
}

func unhex(t *testing.T, s string) string {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
