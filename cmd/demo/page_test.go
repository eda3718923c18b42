package main

import (
	"bytes"
	"strings"
	"testing"

	"eavesdrop/cmd/demo/internal/scene"
	"eavesdrop/cmd/demo/internal/secret"
	"eavesdrop/decode"
	"eavesdrop/report"
	"eavesdrop/report/term"
)

// The whole course keeps to the width of its page, but for commands that are to be copied.
func TestLessonsKeepToTheWidth(t *testing.T) {
	for _, look := range []term.Options{{Width: 60}, {}, {Width: 80, ASCII: true}} {
		var out bytes.Buffer
		p := newPage(&out, look)
		p.explains = true
		takes := tapped(t, p, "all")
		p.announce(allScenes(takes), ground{recorded: true, why: "No capture rights here"}, secret.Port, "another secret")
		if err := p.lesson(t.Context(), takes, secret.Port, nil); err != nil {
			t.Fatal(err)
		}
		p.kept(&lesson{dir: "demo-out", keptKey: true}, takes)
		p.w.Flush()
		for line := range strings.Lines(out.String()) {
			line = strings.TrimSuffix(line, "\n")
			if look.ASCII && strings.ContainsFunc(line, func(r rune) bool { return r > 0x7f }) {
				t.Errorf("not ASCII: %s", line)
			}
			command := strings.HasPrefix(line, "Open one: ") || strings.HasPrefix(line, "With keys: ")
			if n := report.Width(line); n > p.width() && !command {
				t.Errorf("%d columns, where there are %d: %s", n, p.width(), line)
			}
		}
	}
}

// Words are explained where they first come up, and once.
func TestWordsAreExplainedOnce(t *testing.T) {
	var out bytes.Buffer
	p := newPage(&out, term.Options{})
	p.explains = true
	takes := tapped(t, p, "fernet", "fernet-wrong-key", "fernet-browser", "caesar", "login", "http", "tls12")
	if err := p.lesson(t.Context(), takes, secret.Port, nil); err != nil {
		t.Fatal(err)
	}
	p.w.Flush()
	for _, word := range []string{"HMAC", "AEAD", "Fernet token", "SNI", "Basic", "TLS", "CA"} {
		if n := strings.Count(out.String(), "\n  "+word+" "); n != 1 {
			t.Errorf("%s is explained %d times", word, n)
		}
	}
}

// A lesson explains the words of its story, and those that only who has keys gets to read.
func TestWordsOfStoriesAndOfWhatKeysOpen(t *testing.T) {
	var out bytes.Buffer
	p := newPage(&out, term.Options{})
	p.explains = true
	if err := p.lesson(t.Context(), tapped(t, p, "http-to-https", "tls-keylog"), secret.Port, nil); err != nil {
		t.Fatal(err)
	}
	p.w.Flush()
	_, explained, _ := strings.Cut(out.String(), "\nWords\n")
	for _, word := range []string{"HSTS", "encrypted_extensions", "certificate_verify"} {
		if !strings.Contains(explained, "\n  "+word+" ") {
			t.Errorf("%s is not explained", word)
		}
	}
}

// tapped replays recordings, whose conversations p gathers.
func tapped(t *testing.T, p *page, names ...string) (takes []scene.Take) {
	t.Helper()
	scenes, err := scene.Named(names...)
	if err != nil {
		t.Fatal(err)
	}
	l := &lesson{dir: t.TempDir()}
	takes, err = l.replay(scenes, func(s scene.Scene) []func(*decode.Event) {
		return []func(*decode.Event){p.conversation(s, true)}
	})
	if err != nil {
		t.Fatal(err)
	}
	return takes
}

func allScenes(takes []scene.Take) (all []scene.Scene) {
	for i := range takes {
		all = append(all, takes[i].Scene)
	}
	return all
}
