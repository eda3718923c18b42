package report_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"eavesdrop/decode"
	"eavesdrop/report"
)

func TestEscape(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"plain", "GET / HTTP/1.1", "GET / HTTP/1.1"},
		{"escape sequence", "\x1b[2J\x1b]0;title\x07", `\x1b[2J\x1b]0;title\x07`},
		{"line ends", "a\r\nb\tc", `a\r\nb\tc`},
		{"nul and delete", "\x00\x7f", `\x00\x7f`},
		{"C1 as UTF-8", "\u009b31m\u0085", `\u009b31m\u0085`},
		{"C1 as a byte", "\x9b31m", `\x9b31m`},
		{"right-to-left override", "abc\u202egnp.exe", `abc\u202egnp.exe`},
		{"isolates", "\u2066a\u2069", `\u2066a\u2069`},
		{"zero width", "a\u200bb\u200dc\ufeff", `a\u200bb\u200dc\ufeff`},
		{"soft hyphen", "a\u00adb", `a\u00adb`},
		{"line separator", "a\u2028b", `a\u2028b`},
		{"odd spaces", "a\u00a0b\u3000c", `a\u00a0b\u3000c`},
		{"tags", "a\U000e0041", `a\U000e0041`},
		{"private use", "\ue000", `\ue000`},
		{"not UTF-8", "caf\xe9", `caf\xe9`},
		{"cut UTF-8", "a\xe2\x82", `a\xe2\x82`},
		{"overlong", "\xc0\x9b", `\xc0\x9b`},
		{"surrogate", "\xed\xa0\x80", `\xed\xa0\x80`},
		{"other scripts", "Käse, 日本, 🐿, नमस्ते", "Käse, 日本, 🐿, नमस्ते"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := report.Escape(test.in); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func FuzzEscape(f *testing.F) {
	f.Add("\x1b[2J\u009b\u202e\xff")
	f.Fuzz(func(t *testing.T, s string) {
		got := report.Escape(s)
		if !utf8.ValidString(got) {
			t.Fatalf("%q became %q", s, got)
		}
		for _, r := range got {
			if decode.Unprintable(r) {
				t.Fatalf("%q became %q, with %U", s, got, r)
			}
		}
		if again := report.Escape(got); again != got {
			t.Fatalf("%q is escaped further, to %q", got, again)
		}
		for _, n := range []int{0, 1, 5, 20} {
			if w := report.Width(report.Shorten(got, n)); w > n {
				t.Fatalf("%q shortened to %d takes %d columns", got, n, w)
			}
		}
		for _, part := range report.Wrap(got, 10) {
			if report.Width(part) > 10 {
				t.Fatalf("%q wrapped to 10 has the line %q", got, part)
			}
		}
	})
}

func TestWidth(t *testing.T) {
	for s, want := range map[string]int{
		"": 0, "abc": 3, "● ◐ ◔ ○ –": 9, "日本": 4, "한글": 4, "ｆｕｌｌ": 8, "🐿🐿": 2, "😀": 2, "e\u0301": 1, "…→µ": 3,
	} {
		if got := report.Width(s); got != want {
			t.Errorf("%q takes %d columns, want %d", s, got, want)
		}
	}
}

func TestShorten(t *testing.T) {
	for _, test := range []struct {
		in    string
		width int
		want  string
	}{
		{"fluffy tail", 11, "fluffy tail"}, {"fluffy tail", 10, "fluffy ta…"}, {"fluffy tail", 1, "…"}, {"fluffy tail", 0, ""},
		{"日本語", 6, "日本語"}, {"日本語", 5, "日本…"}, {"日本語", 4, "日…"}, {"日本語", 2, "…"},
	} {
		if got := report.Shorten(test.in, test.width); got != test.want {
			t.Errorf("%q to %d: got %q, want %q", test.in, test.width, got, test.want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, test := range []struct {
		in    string
		width int
		want  string
	}{
		{"", 5, ""},
		{"short", 10, "short"},
		{"certificate sealed; the client checked it", 20, "certificate sealed;|the client checked|it"},
		{"exactly ten", 7, "exactly|ten"},
		{"SHA256, http/1.1", 14, "SHA256,|http/1.1"}, // a word is broken where that saves most of a line
		{"MAC: TLS_CHACHA20_POLY1305", 15, "MAC: TLS_|CHACHA20_|POLY1305"},
		{"t13d1312h2_f57a46bbacb6_ab7e", 20, "t13d1312h2_|f57a46bbacb6_ab7e"},
		{"unbreakable", 4, "unbr|eaka|ble"},
		{"日本語", 4, "日本|語"},
		{"日本", 1, "日|本"},
	} {
		if got := strings.Join(report.Wrap(test.in, test.width), "|"); got != test.want {
			t.Errorf("%q to %d: got %q, want %q", test.in, test.width, got, test.want)
		}
	}
}
