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
