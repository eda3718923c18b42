package secret

import (
	"net/http"
	"testing"
)

func TestMemory(t *testing.T) {
	m := Memory{}
	asks := &Answer{Header: http.Header{SecureTransport: {oneYear}}}
	m.Note("http://localhost:5683/", asks) // anyone could have said so
	if got := m.Rewrite("http://localhost:5683/"); got != "http://localhost:5683/" {
		t.Errorf("asked without TLS: %s", got)
	}
	m.Note("https://localhost:5683/", &Answer{})
	if got := m.Rewrite("http://localhost:5683/"); got != "http://localhost:5683/" {
		t.Errorf("not asked: %s", got)
	}
	m.Note("https://localhost:5683/", asks)
	for url, want := range map[string]string{
		"http://localhost:5683/": "https://localhost:5683/",
		"http://localhost/a?b":   "https://localhost/a?b",
		"https://localhost/":     "https://localhost/",
		"http://example.org/":    "http://example.org/",
	} {
		if got := m.Rewrite(url); got != want {
			t.Errorf("%s becomes %s, want %s", url, got, want)
		}
	}
}
