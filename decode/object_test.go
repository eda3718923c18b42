package decode_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"eavesdrop/decode"
)

func TestAppendJSONString(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"empty", "", `""`},
		{"plain", "text/plain; charset=utf-8", `"text/plain; charset=utf-8"`},
		{"eight plain bytes", "12345678", `"12345678"`},
		{"quote and backslash", `a"b\c`, `"a\"b\\c"`},
		{"quote in the ninth byte", `12345678"`, `"12345678\""`},
		{"line ends", "a\r\n\tb", `"a\r\n\tb"`},
		{"escape sequence", "\x1b[31m", `"\u001b[31m"`},
		{"delete", "1234567\x7f", `"1234567\u007f"`},
		{"tilde is plain", "~~~~~~~~~", `"~~~~~~~~~"`},
		{"C1 as UTF-8", "\u009b31m", `"\u009b31m"`},
		{"C1 as a byte", "a\x9bb", `"a\ufffdb"`},
		{"right-to-left override", "abc\u202egnp", `"abc\u202egnp"`},
		{"zero width", "a\u200bb\ufeff", `"a\u200bb\ufeff"`},
		{"not UTF-8", "caf\xe9 au lait", `"caf\ufffd au lait"`},
		{"cut UTF-8", "\xe2\x82", `"\ufffd\ufffd"`},
		{"other scripts", "Käse 日本 🐿", `"Käse 日本 🐿"`},
		{"a real U+FFFD", "\ufffd", `"` + "\ufffd" + `"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := string(decode.AppendJSONString(nil, test.in)); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// Every byte at every place of a word is escaped or not by the same rule, whatever stands beside it.
func TestAppendJSONStringEveryByteEverywhere(t *testing.T) {
	for _, filler := range []string{"a", "~", " ", "!", "#", "[", "]", "\x7e"} {
		for at := range 20 {
			for b := range 0x80 {
				s := strings.Repeat(filler, at) + string(rune(b)) + strings.Repeat(filler, 19-at)
				got := decode.AppendJSONString(nil, s)
				var back string
				if err := json.Unmarshal(got, &back); err != nil || back != s {
					t.Fatalf("%q at %d became %s: %v", s, at, got, err)
				}
				if escaped := len(got) > len(s)+2; escaped != (b < 0x20 || b == '"' || b == '\\' || b == 0x7f) {
					t.Fatalf("%q at %d became %s", s, at, got)
				}
			}
		}
	}
}

func FuzzAppendJSONString(f *testing.F) {
	f.Add("GET / HTTP/1.1")
	f.Add("\x1b]0;title\x07\u202e\xff\"\\")
	f.Fuzz(func(t *testing.T, s string) {
		got := decode.AppendJSONString([]byte("x"), s)
		var back string
		if err := json.Unmarshal(got[1:], &back); err != nil {
			t.Fatalf("%q became %s: %v", s, got, err)
		}
		if want := strings.ToValidUTF8(s, "\ufffd"); strings.ReplaceAll(back, "\ufffd", "") != strings.ReplaceAll(want, "\ufffd", "") {
			t.Fatalf("%q came back as %q", s, back)
		}
		for _, r := range string(got) {
			if decode.Unprintable(r) {
				t.Fatalf("%q became %s with %U in it", s, got, r)
			}
		}
	})
}

func TestObject(t *testing.T) {
	var o decode.Object
	o.Begin([]byte("x="))
	o.Str("method", "GET")
	o.Int("length", -1)
	o.Bool("sealed", true)
	o.Time("at", time.Date(2025, 2, 3, 4, 5, 6, 7e8, time.FixedZone("", 3600)))
	o.Hex("random", []byte{0x00, 0xff})
	o.Strs("alpn", []string{"h2", "http/1.1"})
	o.Strs("none", nil)
	o.Ints("numbers", []int{1, 2})
	o.Array("headers")
	o.Array("")
	o.Str("", "Host")
	o.Str("", "localhost")
	o.Close(']')
	o.Close(']')
	o.Object("body")
	o.Int("length", 0)
	o.Close('}')
	o.Str("last", "")
	const want = `x={"method":"GET","length":-1,"sealed":true,"at":"2025-02-03T03:05:06.7Z","random":"00ff",` +
		`"alpn":["h2","http/1.1"],"none":[],"numbers":[1,2],"headers":[["Host","localhost"]],"body":{"length":0},"last":""}`
	if got := string(o.End()); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func BenchmarkAppendJSONString(b *testing.B) {
	for _, bench := range []struct{ name, text string }{
		{"header", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"},
		{"short", "Host"},
		{"quoted", `W/"5f3c-18a2b"`},
		{"text", "Käse, 日本, 🐿 and the like"},
	} {
		b.Run(bench.name, func(b *testing.B) {
			buf := make([]byte, 0, 1024)
			b.SetBytes(int64(len(bench.text)))
			b.ReportAllocs()
			for b.Loop() {
				buf = decode.AppendJSONString(buf[:0], bench.text)
			}
		})
	}
}
