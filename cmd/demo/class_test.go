package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"eavesdrop/cmd/demo/internal/scene"
	"eavesdrop/cmd/demo/internal/secret"
	"eavesdrop/decode"
	"eavesdrop/decode/decodetest/golden"
	"eavesdrop/report"
	"eavesdrop/report/term"
)

// recordedTakes replays what was recorded of scenes.
func recordedTakes(t *testing.T, names ...string) (takes []scene.Take) {
	t.Helper()
	scenes, err := scene.Named(names...)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range scenes {
		raw, err := recording(s)
		if err != nil {
			t.Fatal(err)
		}
		keys, err := recordedKeys(s)
		if err != nil {
			t.Fatal(err)
		}
		take, err := scene.Replay(s, raw, secret.Default, keys)
		if err != nil {
			t.Fatal(err)
		}
		takes = append(takes, take)
	}
	return takes
}

// The quiz of the whole course, with its key, as the recorded captures have it.
func TestQuizSheet(t *testing.T) {
	var got bytes.Buffer
	if err := writeSheet(&got, recordedTakes(t, "all")); err != nil {
		t.Fatal(err)
	}
	golden.Check(t, "testdata/quiz.txt", got.String())
}

// things are a question about these, in their order.
func things(sights ...decode.Sight) (q question) {
	for i, s := range sights {
		q.things = append(q.things, report.Answer{Title: string(rune('a' + i)), Sight: s})
	}
	return q
}

func TestJudge(t *testing.T) {
	q := things(decode.Readable, decode.Sealed, decode.Derived, decode.Claimed)
	for line, want := range map[string]string{
		"1 4":     "true Right. Not to be read, but to be worked out: c.",
		"4, 1, 3": "true Right. Not to be read, but to be worked out: c.",
		"none":    "false Not quite. Readable too: a, d. Not to be read, but to be worked out: c.",
		"All":     "false Not quite. Sealed: b. Not to be read, but to be worked out: c.",
		"2;1.":    "false Not quite. Readable too: d. Sealed: b. Not to be read, but to be worked out: c.",
	} {
		picked, err := q.parse(line)
		if err != nil {
			t.Errorf("%q: %v", line, err)
		}
		verdict, right := q.judge(picked)
		if got := fmt.Sprint(right, " ", strings.Join(verdict, " ")); got != want {
			t.Errorf("%q: %s, want %s", line, got, want)
		}
	}
	for _, line := range []string{"", "  ", "0", "5", "1 b", "none 1", "-1", "99999999999999999999"} {
		if picked, err := q.parse(line); err == nil {
			t.Errorf("%q is read as %v", line, picked)
		}
	}
	if verdict, right := things(decode.Sealed).judge(nil); !right || len(verdict) != 1 {
		t.Errorf("none, where there is none: %v", verdict)
	}
}

// A class is asked before it is shown, waited for, and left alone when nobody types any more.
func TestClass(t *testing.T) {
	takes := recordedTakes(t, "http", "tls")
	var out, told bytes.Buffer
	tell := func(format string, args ...any) { fmt.Fprintf(&told, format+"\n", args...) }
	// There is a stop before each conversation, and one before what was learned.
	for _, c := range []struct {
		pause, quiz bool
		typed       string
		stops       int
		questions   int
		score       string
	}{
		{true, false, "\n\n\n\n\n", 3, 0, ""},
		{true, false, "\n", 2, 0, ""},
		{false, true, "1 2 3 4 5 6 7 8\nall\n", 0, 2, "1 of 2 right."},
		{false, true, "1 2 3 4 5 6 7 8\n", 0, 2, "1 of 1 right."},
		{false, true, "", 0, 1, ""},
		{false, true, "what?\nall\n1 3\n", 0, 3, "2 of 2 right."},
		{true, true, "\n\n\n1\n1 3\n", 3, 2, "1 of 2 right."},
	} {
		out.Reset()
		told.Reset()
		class := newClass(t.Context(), strings.NewReader(c.typed), c.pause, c.quiz, tell)
		p := newPage(&out, term.Options{})
		for i := range takes {
			p.conversation(takes[i].Scene, true)
		}
		if err := p.lesson(t.Context(), takes, secret.Port, class); err != nil {
			t.Fatal(err)
		}
		class.score(p)
		p.w.Flush()
		text := out.String()
		if got := strings.Count(told.String(), "Enter goes on."); got != c.stops {
			t.Errorf("%q: stopped %d times, want %d", c.typed, got, c.stops)
		}
		if got := strings.Count(text, "Their numbers, or none: "); got != c.questions {
			t.Errorf("%q: asked %d times, want %d", c.typed, got, c.questions)
		}
		if !strings.Contains(text, c.score) || c.score == "" && strings.Contains(text, " right.\n") {
			t.Errorf("%q: no score %q in:\n%s", c.typed, c.score, text)
		}
		if asked, shown := strings.Index(text, asking), strings.Index(text, "What the listener learned"); asked > shown || shown < 0 {
			t.Errorf("%q: asked at %d, shown at %d", c.typed, asked, shown)
		}
	}
}

func TestClassIsNotWaitedForWhenInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	silent, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	defer writer.Close()
	class := newClass(ctx, silent, true, true, func(string, ...any) {})
	cancel()
	p := newPage(new(bytes.Buffer), term.Options{})
	takes := recordedTakes(t, "http")
	p.conversation(takes[0].Scene, true)
	if err := p.lesson(ctx, takes, secret.Port, class); err == nil {
		t.Error("the lesson went on")
	}
}
