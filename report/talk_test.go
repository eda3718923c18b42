package report_test

import (
	"testing"

	"eavesdrop/decode"
	"eavesdrop/report"
	rt "eavesdrop/report/reporttest"
)

// TestVerdictOnAnswersWithoutABody: a name that was looked up, a file server that says "done" and a redirect are
// answers too.
func TestVerdictOnAnswersWithoutABody(t *testing.T) {
	f := rt.Flow(1)
	say := func(dir decode.Direction, reply bool, facts ...decode.Fact) *decode.Event {
		return rt.Event(f, dir, 0, []string{"udp", "dns"}, 1, 42, 30, &rt.Message{Name: "dns.message", Reply: reply, Learnt: facts})
	}
	asked := decode.Fact{Question: decode.Asked, Sight: decode.Readable, Text: "DNS A example.net"}
	named := decode.Fact{Question: decode.ServerName, Sight: decode.Claimed, Text: "example.net"}
	sealed := decode.Fact{Question: decode.Asked, Sight: decode.Sealed, Text: "100 bytes"}
	query, hidden := say(decode.FromClient, false, asked, named), say(decode.FromClient, false, sealed)
	answer, hello := say(decode.FromServer, true, named), say(decode.FromClient, false, named)
	strange := rt.Event(f, decode.FromClient, 0, nil, 0, 0, 0, &decode.FlowClose{Flow: f, Bytes: [2]uint64{7, 7}})

	for _, test := range []struct {
		name   string
		events []*decode.Event
		want   string
	}{
		{"a question", []*decode.Event{query}, "What was asked is readable; there was no answer to read."},
		{"and its answer", []*decode.Event{query, answer}, "What was asked and answered is readable."},
		{"one of two", []*decode.Event{query, query, answer}, "What was asked is readable; to part of it there was no answer to read."},
		{"an answer alone", []*decode.Event{answer}, "What was answered is readable; what was asked was not heard."},
		{"and something strange", []*decode.Event{answer, strange}, "Part of what was said is readable; the rest was not recognised."},
		{"and something sealed", []*decode.Event{answer, hidden}, "Part of what was said is readable, part of it is sealed."},
		{"only sealed", []*decode.Event{hello, hidden}, "Only who, when and how much."},
		{"a greeting", []*decode.Event{hello}, "Who, when and how much; it ended before anything was asked."},
		{"a greeting, and something strange", []*decode.Event{hello, strange}, "Who, when and how much, and little more: the rest was not recognised."},
	} {
		l := learned(report.LedgerOptions{}, append([]*decode.Event{rt.Open(f)}, test.events...)...)
		if got := l.Verdict(); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

// TestVerdictWhereNobodySpoke: what was not said is not what was not recognised.
func TestVerdictWhereNobodySpoke(t *testing.T) {
	ended := func(state decode.State) []*decode.Event {
		f := rt.Flow(1)
		f.Stats.State = state
		return []*decode.Event{rt.Open(f), rt.Close(f, 0, 0)}
	}
	spoke := rt.Flow(2)
	for _, test := range []struct {
		name   string
		events []*decode.Event
		want   string
	}{
		{"refused", ended(decode.StateRefused), "Who and when. Nothing was said: the server refused."},
		{"no answer", ended(decode.StateUnopened), "Who and when. Nothing was said: there was no answer."},
		{"closed", ended(decode.StateClosed), "Who and when. Nothing was said."},
		{"some of each", append(ended(decode.StateRefused), ended(decode.StateUnopened)...), "Who and when. Nothing was said."},
		{"beside one that spoke", append(ended(decode.StateRefused), rt.Open(spoke), rt.Request(spoke), rt.Response(spoke, secret), rt.Close(spoke, 86, 104)),
			"Everything is readable. Whoever can listen knows what was said."},
	} {
		if got := learned(report.LedgerOptions{}, test.events...).Verdict(); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

// TestQuestionThatWasNotHeard: of a capture of one direction it is not said that nothing was asked.
func TestQuestionThatWasNotHeard(t *testing.T) {
	f := rt.Flow(1)
	f.Stats.Lost[decode.FromClient] = 86
	l := learned(report.LedgerOptions{}, rt.Open(f), rt.Response(f, secret), rt.Close(f, 0, 104))
	if got, want := l.Answer(decode.Asked).Text, "not heard"; got != want {
		t.Errorf("asked: %q, want %q", got, want)
	}
	if got, want := l.Verdict(), "What was answered is readable; what was asked was not heard."; got != want {
		t.Errorf("verdict %q, want %q", got, want)
	}
}

// TestVerdictWhereSomethingIsMissing: what is missing is said in the conclusion too, not only beneath it.
func TestVerdictWhereSomethingIsMissing(t *testing.T) {
	whole, late := rt.Flow(1), rt.Flow(2)
	late.Sure = false
	said := func(f *decode.Flow) []*decode.Event {
		return []*decode.Event{rt.Open(f), rt.Request(f), rt.Response(f, secret)}
	}
	cut := rt.Event(whole, decode.FromServer, 0, []string{"tcp", "http"}, 6, 0x42, 9, &decode.Malformed{Layer: "http", Cut: true})
	const everything = "Everything is readable. Whoever can listen knows what was said."
	for _, test := range []struct {
		name   string
		events []*decode.Event
		want   string
	}{
		{"whole", said(whole), everything},
		{"the beginning", said(late), everything + " Not all of it was captured."},
		{"the end of a message", append(said(whole), cut), everything + " Not all of it is complete."},
	} {
		if got := learned(report.LedgerOptions{}, test.events...).Verdict(); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}
