package report_test

import (
	"fmt"
	"strings"
	"testing"

	"eavesdrop/decode"
	"eavesdrop/report"
	rt "eavesdrop/report/reporttest"
)

// Who reads one password will want to know of the next one: some are named, the rest are counted.
func TestSeveralCredentials(t *testing.T) {
	f := rt.Flow(1)
	shown := func(frame int, text string) *decode.Event {
		return rt.Event(f, decode.FromClient, 0, []string{"tcp", "http"}, frame, 0x42, 9, &rt.Message{
			Name: "http.request", Learnt: []decode.Fact{{Question: decode.Credentials, Sight: decode.Readable, Text: text}},
		})
	}
	events := []*decode.Event{rt.Open(f)}
	for i, want := range []string{
		"readable: Cookie 1 #4",
		"readable: Cookie 1, Cookie 2 #4 #5",
		"readable: Cookie 1, Cookie 2, Cookie 3 #4 #5 #6",
		"readable: Cookie 1, Cookie 2, Cookie 3 +1 #4 #5 #6",
		"readable: Cookie 1, Cookie 2, Cookie 3 +2 #4 #5 #6",
	} {
		text := fmt.Sprint("Cookie ", i+1)
		events = append(events, shown(4+i, text), shown(4+i, text)) // the same again is no other
		if got := line(learned(report.LedgerOptions{}, events...).Answer(decode.Credentials)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	long := "Cookie " + strings.Repeat("x", 100)
	if got := line(learned(report.LedgerOptions{}, rt.Open(f), shown(4, long)).Answer(decode.Credentials)); got != "readable: "+long+" #4" {
		t.Errorf("alone it is told whole: %q", got)
	}
	if a := learned(report.LedgerOptions{}, rt.Open(f), shown(4, long), shown(5, "short")).Answer(decode.Credentials); len(a.Text) > 50 {
		t.Errorf("beside others it is cut: %q", a.Text)
	}
}

// What was not told apart is not counted as if it had been.
func TestMoreAnswersThanAreToldApart(t *testing.T) {
	f := rt.Flow(1)
	events := []*decode.Event{rt.Open(f)}
	for i := range 5000 {
		events = append(events, rt.Event(f, decode.FromClient, 0, []string{"tcp", "http"}, 4+i, 0x42, 9, &rt.Message{
			Name: "http.request", Learnt: []decode.Fact{{Question: decode.Asked, Sight: decode.Readable, Text: fmt.Sprint("GET /", i)}},
		}))
		if i != 9 && i != 4999 {
			continue
		}
		if a, want := learned(report.LedgerOptions{}, events...).Answer(decode.Asked), i == 4999; a.Bounded != want {
			t.Errorf("%d questions: %d more, bounded %v, want %v", i+1, a.More, a.Bounded, want)
		}
	}
}
