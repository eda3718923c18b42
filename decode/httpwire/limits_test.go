package httpwire_test

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"eavesdrop/decode"
	. "eavesdrop/decode/decodetest"
	"eavesdrop/decode/httpwire"
)

// wantLines fails the test unless the events' briefs are the lines.
func wantLines(t *testing.T, events []Event, want ...string) {
	t.Helper()
	if got := Lines(events); got != strings.Join(want, "\n")+"\n" {
		t.Errorf("events:\n%swant:\n%s", got, strings.Join(want, "\n"))
	}
}

func TestHeaderSectionTooLong(t *testing.T) {
	script := []Say{
		Client("GET / HTTP/1.1\r\nHost: a\r\nX: " + strings.Repeat("x", 70<<10) + "\r\n\r\n"), Client(ask),
		Server(answer + strings.Repeat("A: b\r\n", 20000) + "\r\n"), Server(answer + "Content-Length: 0\r\n\r\n"),
	}
	events := Run(t, options(), script...)
	for _, e := range events {
		CheckFields(t, e)
	}
	wantLines(t, events,
		`client readable malformed http | a header section longer than 64 KiB; the rest is passed over | ""`,
		`client readable GET / HTTP/1.1 | a   incomplete | ""`,
		`client readable GET / HTTP/1.1 | example.com | ""`,
		`server readable malformed http | a header section longer than 64 KiB; the rest is passed over | ""`,
		`server readable 200 OK | incomplete | ""`,
		`server readable 200 OK |  | ""`)
	Same(t, options, script, []byte{255})
	Same(t, options, script, []byte{200, 3, 0})
}

func TestLongSearch(t *testing.T) {
	script := []Say{
		Client(ask), Gap(decode.FromClient, 9), Client(strings.Repeat("?GET /POS", 5<<10) + "PROPFIND http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
	}
	wantLines(t, Run(t, options(), script...),
		`client readable GET / HTTP/1.1 | example.com | ""`,
		`client absent 9 bytes missing from the capture |  | ""`,
		`client readable PROPFIND http://a/ HTTP/1.1 | a | ""`)
	Same(t, options, script, []byte{255})
	Same(t, options, script, []byte{200, 3, 0})
}

func TestTrailersTooLong(t *testing.T) {
	events := Run(t, options(), Client(ask), Server(answer+"Transfer-Encoding: chunked\r\n\r\n0\r\n"+strings.Repeat("A: b\r\n", 20000)))
	for _, e := range events {
		CheckFields(t, e)
	}
	wantLines(t, events,
		`client readable GET / HTTP/1.1 | example.com | ""`,
		`server readable malformed http | a trailer section longer than 64 KiB | ""`,
		`server readable 200 OK | incomplete | ""`)
}

func TestManyChunks(t *testing.T) {
	const n = 3000
	script := []Say{Client(ask), Server(answer + "Transfer-Encoding: chunked\r\n\r\n" + strings.Repeat("1\r\nx\r\n", n) + "0\r\n\r\n")}
	events := Run(t, options(), script...)
	last := events[len(events)-1]
	CheckFields(t, last)
	if !strings.Contains(last.JSON, `"length":3000,`) {
		t.Errorf("%.200s", last.JSON)
	}
	if fields := strings.Join(last.Fields, "\n"); !strings.Contains(fields, "2,000 further chunks.") {
		t.Error("the fields do not tell of the further chunks")
	}
	whole := Size(script)
	for _, n := range []int{whole - 3, whole - 5, whole - 6, whole - 8, whole / 2} {
		for _, e := range Run(t, options(), Truncate(script, n)...) {
			CheckFields(t, e)
		}
	}
}

func TestInflatedBodyTooLong(t *testing.T) {
	bomb := gzipped(strings.Repeat("fluffy tail ", 1<<20))
	events := Run(t, digesting(), Client(ask), Server(coded("gzip", bomb)))
	got := events[1].JSON
	want := fmt.Sprintf(`"body":{"length":%d,"sha256":"%x","text":"fluffy tail `, len(bomb), sha256.Sum256([]byte(bomb)))
	if !strings.Contains(got, want) || !strings.Contains(got, `"decode_error":"inflates past the 8 MiB that are looked at"`) {
		t.Errorf("JSON %.300s … %s, want it to contain %s", got, got[len(got)-200:], want)
	}
	double := gzipped(bomb)
	if got := Run(t, options(), Client(ask), Server(coded("gzip, gzip", double)))[1].JSON; !strings.Contains(got, "inflates past") {
		t.Errorf("JSON of two layers: %.300s", got)
	}
}

func TestRequestsWithoutAnswers(t *testing.T) {
	var script []Say
	for i := range 2000 {
		script = append(script, Client(fmt.Sprintf("GET /%d HTTP/1.1\r\n\r\n", i)))
	}
	script = append(script, Server("HTTP/1.1 204 No Content\r\n\r\n"))
	events := Run(t, options(), script...)
	if last := events[len(events)-1]; len(events) != 2001 || !strings.Contains(last.JSON, `"request_target":"/1744"`) {
		t.Errorf("%d events, the last: %s", len(events), last.JSON)
	}
}

// What follows a CONNECT without an answer is not kept for ever: the inspector would give up at 1 MiB.
func TestHeldBytesAreBounded(t *testing.T) {
	script := []Say{Client("CONNECT a:443 HTTP/1.1\r\n\r\n"), Client(strings.Repeat("\x17\x03\x03\x00", 512<<10))}
	wantLines(t, Run(t, options(), script...), `client readable CONNECT a:443 HTTP/1.1 |  | ""`)
	Same(t, options, script, []byte{255})
}

func TestKeep(t *testing.T) {
	o := decode.Options{Protocols: []decode.Protocol{httpwire.Protocol(httpwire.Options{Keep: 5})}}
	events := Run(t, o, Client(ask), Server(answer+"Content-Length: 11\r\n\r\nfluffy tail"))
	if got := string(events[1].Message.(*httpwire.Response).Body.Kept); got != "fluff" {
		t.Errorf("kept %q", got)
	}
}

// A body at the limit of text, and one that the limit cuts in a character.
func TestTextLimit(t *testing.T) {
	for _, tt := range []struct {
		body, want string
		cut        bool
	}{
		{strings.Repeat("x", 1024), strings.Repeat("x", 1024), false},
		{strings.Repeat("x", 1025), strings.Repeat("x", 1024), true},
		{strings.Repeat("x", 1023) + "ö", strings.Repeat("x", 1023), true},
		{strings.Repeat("x", 1022) + "ö", strings.Repeat("x", 1022) + "ö", false},
		{"tab\t line\r\n", "tab\t line\r\n", false},
		{"bell\a", "", false},
		{"delete\x7f", "", false},
		{"C1 \u009b31m", "", false},
		{"not UTF-8 \xff at all", "", false},
		{"cut off \xc3", "", false},
		{strings.Repeat("x", 1022) + "\x00y", "", false},
	} {
		body := Run(t, options(), Client(ask), Server(fmt.Sprintf("%sContent-Length: %d\r\n\r\n%s", answer, len(tt.body), tt.body)))[1].Message.(*httpwire.Response).Body
		if body.Text != tt.want || body.Cut != tt.cut {
			t.Errorf("body %.20q of %d bytes: text of %d bytes, cut %v; want %d, %v", tt.body, len(tt.body), len(body.Text), body.Cut, len(tt.want), tt.cut)
		}
	}
}
