package report_test

import (
	"testing"
	"time"

	"eavesdrop/decode"
	"eavesdrop/report"
	rt "eavesdrop/report/reporttest"
)

// TestOpenedIsNotSealed: what a key opened is not sealed any more, also where it has no headers, no passwords, and no word
// that was looked for.
func TestOpenedIsNotSealed(t *testing.T) {
	f := rt.Flow(1)
	at := 0
	say := func(dir decode.Direction, key decode.Key, facts ...decode.Fact) *decode.Event {
		layers := []string{"tcp", "tls"}
		if key != decode.InTheClear {
			layers = append(layers, "http")
		} else {
			at += 100
		}
		e := rt.Event(f, dir, time.Duration(at)*time.Millisecond, layers, at, 54, 80, &rt.Message{Name: layers[len(layers)-1] + ".message", Learnt: facts})
		e.Opened = key
		return e
	}
	fact := func(q decode.Question, s decode.Sight, text string) decode.Fact {
		return decode.Fact{Question: q, Sight: s, Text: text}
	}
	answer := []decode.Question{decode.Body, decode.Secret}
	var events []*decode.Event
	for _, part := range []struct {
		dir    decode.Direction
		sealed []decode.Question
		opened decode.Fact
	}{
		{decode.FromClient, []decode.Question{decode.Asked, decode.Headers, decode.Credentials}, fact(decode.Asked, decode.Readable, "open")},
		{decode.FromServer, answer, fact(decode.Body, decode.Absent, "no body")}, // 100 Continue
		{decode.FromServer, answer, fact(decode.Body, decode.Readable, "open")},
	} {
		events = append(events, say(part.dir, decode.KeyLog, part.opened))
		var facts []decode.Fact
		for _, q := range part.sealed {
			facts = append(facts, fact(q, decode.Sealed, "sealed"))
		}
		events = append(events, say(part.dir, decode.InTheClear, facts...))
		events[len(events)-2].Trace = events[len(events)-1].Trace // the same bytes, which the key opened
	}
	l := learned(report.LedgerOptions{Observer: report.Holding(decode.KeyLog)}, append([]*decode.Event{rt.Open(f)}, events...)...)
	for q, want := range map[decode.Question]string{
		decode.Asked: "open", decode.Body: "open", decode.Headers: "none", decode.Credentials: "none seen", decode.Secret: "no word to look for was given",
	} {
		if got := l.Answer(q); got.Text != want {
			t.Errorf("%s: %s %q, want %q", q, got.Sight, got.Text, want)
		}
	}
	if got, want := l.Verdict(), "With the key log, what was asked and answered is readable."; got != want {
		t.Errorf("verdict %q, want %q", got, want)
	}
	if got := learned(report.LedgerOptions{}, append([]*decode.Event{rt.Open(f)}, events...)...).Answer(decode.Secret).Sight; got != decode.Sealed {
		t.Errorf("for who has no key the secret is %s", got)
	}
}
