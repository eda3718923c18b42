package httpsem

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
)

// section makes headers of lines "Name: value".
func section(lines ...string) *Headers {
	h := &Headers{}
	for _, l := range lines {
		at := uint32(len(h.Text))
		name, value, _ := strings.Cut(l, ": ")
		h.Text += l + "\r\n"
		end := at + uint32(len(name))
		h.Lines = append(h.Lines, Line{at, end, end + 2, end + 2 + uint32(len(value))})
	}
	return h
}

func TestHeaders(t *testing.T) {
	h := section("Host: a", "Accept-Encoding: gzip, , br", "x: 1", "ACCEPT-ENCODING: identity")
	if got := h.Get("accept-encoding"); got != "gzip, , br" {
		t.Errorf("Get = %q", got)
	}
	if got := slices.Collect(h.Tokens("Accept-Encoding")); !slices.Equal(got, []string{"gzip", "br", "identity"}) {
		t.Errorf("Tokens = %q", got)
	}
	if !h.HasToken("accept-encoding", "BR") || h.HasToken("accept-encoding", "b") || h.Get("y") != "" {
		t.Error("HasToken or Get is wrong")
	}
	if got := h.Span(); got != (decode.Span{Start: 0, End: len(h.Text) - 2}) {
		t.Errorf("Span = %v", got)
	}
	if got := h.ValueSpan(2); h.Text[got.Start:got.End] != "1" {
		t.Errorf("ValueSpan = %v", got)
	}
	// The Kelvin sign folds to k in Unicode, and must not in HTTP.
	if EqualFold("\u212a", "k") || !EqualFold("KeY", "kEy") {
		t.Error("EqualFold is wrong")
	}
}

func TestUnfold(t *testing.T) {
	for in, want := range map[string]string{
		"plain": "plain", "one\r\n two": "one two", "one \r\n\t two\n three": "one two three", "\r\n late": "late", "early\r\n ": "early",
	} {
		if got := unfold(in); got != want {
			t.Errorf("unfold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestHostName(t *testing.T) {
	for in, want := range map[string]string{
		"localhost:5683": "localhost", "localhost": "localhost", "[::1]:80": "[::1]", "[::1]": "[::1]", "": "", ":80": ":80", "a:b": "a:b",
	} {
		if got := hostName(in); got != want {
			t.Errorf("hostName(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestAuthorization(t *testing.T) {
	for in, want := range map[string]string{
		"Basic c2NvdXQ6bnV0cw":               "Basic scout:nuts",          // without its padding
		"Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==": "Basic Aladdin:open sesame", // RFC 7617 section 2
		"basic !":                            "Basic !",
		"Bearer mF_9.B5f-4.1JqM":             "Bearer mF_9.B5f-4.1JqM", // RFC 6750 section 2.1
		"Custom x":                           "Custom x",
		"":                                   "",
	} {
		if got, _ := Authorization(in); got != want {
			t.Errorf("Authorization(%q) = %q, want %q", in, got, want)
		}
	}
}

// The three forms of an HTTP date (RFC 9110 section 5.6.7) say the same.
func TestMade(t *testing.T) {
	for _, date := range []string{"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"} {
		var got string
		f := facts{yield: func(f decode.Fact) bool { got = f.Text; return true }}
		if f.made(date, decode.Span{}); got != "08:49:37 UTC, Date header" {
			t.Errorf("%q: %q", date, got)
		}
	}
}

// A time is told of what has content: it is the content that was made then.
func TestMadeIsOfContent(t *testing.T) {
	for name, want := range map[string]bool{"a page": true, "a redirect without one": false, "a page that was cut off": true} {
		m := Response{Message: Message{Headers: *section("Date: Sun, 06 Nov 1994 08:49:37 GMT")}}
		switch name {
		case "a page":
			m.Body.Length = 11
		case "a page that was cut off":
			m.Incomplete = true
		}
		told := false
		for f := range m.Facts() {
			told = told || f.Question == decode.Made
		}
		if told != want {
			t.Errorf("%s: told %v, want %v", name, told, want)
		}
	}
}

func TestCount(t *testing.T) {
	for n, want := range map[int64]string{0: "0 bytes", 1: "1 byte", 999: "999 bytes", 1312: "1,312 bytes", 1234567: "1,234,567 bytes"} {
		if got := Count(n, "byte"); got != want {
			t.Errorf("Count(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestQuote(t *testing.T) {
	for in, want := range map[string]string{
		"fluffy tail": "fluffy tail", "\n one\r\ntwo": "one …", strings.Repeat("ö", 61): strings.Repeat("ö", 60) + "…", strings.Repeat("ö", 60): strings.Repeat("ö", 60),
	} {
		if got := Quote(in); got != want {
			t.Errorf("Quote(%.20q) = %q, want %q", in, got, want)
		}
	}
}

// plainASCII is a shortcut: what it passes over must be what the careful way passes over too.
func TestPlainASCII(t *testing.T) {
	for b := range 256 {
		for at := range 8 {
			raw := bytes.Repeat([]byte{'x'}, 16)
			raw[at] = byte(b)
			plain := b >= 0x20 && b < 0x7f
			if got := plainASCII(raw); (got == 16) != plain || !plain && got != 0 {
				t.Errorf("byte %#x at %d: %d bytes pass", b, at, got)
			}
		}
	}
}

// secret names are found in whatever case, and nothing else is.
func TestForm(t *testing.T) {
	var got []string
	f := facts{yield: func(f decode.Fact) bool { got = append(got, f.Text); return true }}
	f.form("user=al&PassWord=fluffy%21+tail&pin=1&spin=2&token=&csrf_token=x&access_key=%zz", decode.Span{}, "in the form")
	want := []string{"PassWord=fluffy! tail", "pin=1", "csrf_token=x", "access_key=%zz"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("credentials (-want +got):\n%s", diff)
	}
}

// TestAnswer: "100 Continue" is no answer yet; what has no status line is one.
func TestAnswer(t *testing.T) {
	for status, want := range map[int]bool{100: false, 103: false, 204: true, 304: true, 503: true, 0: true} {
		if got := (&Response{Status: status}).Answer(); got != want {
			t.Errorf("status %d: %v, want %v", status, got, want)
		}
	}
}
