package pki

import (
	"strings"
	"testing"
)

func TestParseAltName(t *testing.T) {
	for in, want := range map[string]string{
		"localhost": "localhost", "a.b.example": "a.b.example", "*.squirrels.example": "*.squirrels.example",
		"127.0.0.1": "127.0.0.1", "::1": "::1", "DNS:localhost": "localhost", "IP:::1": "::1", "dns:x_y": "x_y",
	} {
		if got, err := ParseAltName(in); err != nil || got != want {
			t.Errorf("%s: %q, %v; want %q", in, got, err, want)
		}
	}
}

func TestParseAltNameSaysWhatIsWrong(t *testing.T) {
	for in, want := range map[string]string{
		"":                              "1 to 253 characters",
		strings.Repeat("a.", 127) + "a": "1 to 253 characters",
		strings.Repeat("a", 64):         "1 to 63 characters",
		"a..b":                          "1 to 63 characters",
		"localhost.":                    "1 to 63 characters",
		"https://localhost":             "only its host name",
		"localhost:5683":                `ports are not part of a certificate; write "localhost"`,
		"Secret Squirrels":              `' ' can't stand`,
		"a.*.b":                         `'*' can't stand`,
		"*":                             `'*' can't stand`,
		"eichhörnchen.example":          "xn--",
		"IP:localhost":                  "localhost",
		"fe80::1%lo":                    "leave out %lo",
	} {
		if got, err := ParseAltName(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %q, %v; want an error with %s", in, got, err, want)
		}
	}
}

func TestSubjectCheck(t *testing.T) {
	for _, s := range []Subject{
		{CommonName: "localhost"},
		{Country: "DE", State: "Berlin", Organization: strings.Repeat("ö", 64)},
	} {
		if err := s.Check(); err != nil {
			t.Errorf("%+v: %v", s, err)
		}
	}
	for want, s := range map[string]Subject{
		"two letters":                {Country: "DEU"},
		`country "de"`:               {Country: "de"},
		"organisation":               {Organization: strings.Repeat("ö", 65)},
		"it may have 128 characters": {State: strings.Repeat("x", 129)},
		"not UTF-8":                  {CommonName: "\xff"},
		"nobody is named":            {},
	} {
		if err := s.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v; want an error with %s", s, err, want)
		}
	}
}
