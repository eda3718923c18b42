package scene

import (
	"strings"
	"testing"

	"eavesdrop/cmd/demo/internal/secret"
	"eavesdrop/decode"
	"eavesdrop/report"
)

// A want is what an observer should have learned about one question.
type want struct {
	question decode.Question
	sight    decode.Sight
	text     string // that the answer contains
}

// learned plays a scene with those beside it, holds each column's ledger against what it should say, and returns the
// takes. Nothing may be lost, and it must go for the members as the scene has it.
func learned(t *testing.T, s Scene, columns map[string][]want) []Take {
	t.Helper()
	p, _ := player(t)
	takes, err := p.Play(t.Context(), append([]Scene{s}, s.Beside...))
	if err != nil {
		t.Fatal(err)
	}
	ledgers := map[string]*report.Ledger{}
	for i := range takes {
		take := &takes[i]
		if take.Lost() || take.Said[0] == 0 {
			t.Errorf("%s: heard %v bytes of %v", take.Scene.Name, take.Heard, take.Said)
		}
		if out := take.Scene.outcome(secret.Default); take.Outcome != out {
			t.Errorf("%s: %+v, want %+v", take.Scene.Name, take.Outcome, out)
		}
		for _, l := range take.Ledgers() {
			ledgers[l.Name()] = l
		}
	}
	for name, wants := range columns {
		l := ledgers[name]
		if l == nil {
			t.Fatalf("no column is called %q", name)
		}
		for _, w := range wants {
			a := l.Answer(w.question)
			if a.Sight != w.sight || !strings.Contains(a.Text, w.text) {
				t.Errorf("%s: %s: %s %q, want %s with %q", name, w.question, a.Sight, a.Text, w.sight, w.text)
			}
			if a.Opened != decode.InTheClear && l.Observer().IsPassive() {
				t.Errorf("%s: %s: the listener has it with %s", name, w.question, a.Opened)
			}
		}
	}
	return takes
}
