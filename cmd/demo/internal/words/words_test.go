package words

import (
	"strings"
	"testing"
)

func TestWordsAreExplainedWhereTheyStand(t *testing.T) {
	for text, want := range map[string]string{
		"● GET / HTTP/1.1   localhost:5683":                        "GET",
		"◐ TLS 1.3 hello   SNI localhost":                          "hello SNI TLS",
		" can it be changed unnoticed  ○ no: AEAD":                 "AEAD",
		"x25519: both public values readable":                      "public value X25519",
		"X25519MLKEM768: both public values readable":              "public value X25519MLKEM768",
		"● Basic member:hazelnut (+3 more)":                        "Basic",
		"passwords and cookies":                                    "",
		"● 200 OK   text/plain, 11 bytes   (keylog)":               "keylog",
		"○ 1 record, 117 bytes":                                    "record",
		"◐ TLS 1.2 hello   SNI localhost   ticket e36abefa2a22514": "hello SNI ticket TLS",
	} {
		var got []string
		for _, w := range In(text) {
			got = append(got, w.Word)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %v, want %s", text, got, want)
		}
	}
}

func TestMeanings(t *testing.T) {
	seen := map[string]bool{}
	for _, w := range All() {
		if seen[w.Word] {
			t.Errorf("%s is explained twice", w.Word)
		}
		seen[w.Word] = true
		if w.Means == "" || strings.HasSuffix(w.Means, ".") || len(w.Means) > 120 {
			t.Errorf("%s: %q", w.Word, w.Means)
		}
	}
}
