package report_test

import (
	"testing"

	"eavesdrop/decode"
	"eavesdrop/report"
	rt "eavesdrop/report/reporttest"
)

// TestPartsAreAddedUp: what a conversation says in parts is no longer than all of them. "Expect: 100-continue" has a client
// ask in two, and the server answer in two (RFC 9110, section 10.1.1).
func TestPartsAreAddedUp(t *testing.T) {
	sealed := func(flow, frame, part, n int, text string) *decode.Event {
		return rt.Event(rt.Flow(flow), decode.FromClient, 0, []string{"tcp", "tls"}, frame, 54, 100, &rt.Message{Name: "tls.data", Learnt: []decode.Fact{
			{Question: decode.Asked, Sight: decode.Sealed, Text: "at most " + text + ", sealed", Part: part, Bytes: n},
		}})
	}
	get := rt.Event(rt.Flow(1), decode.FromClient, 0, []string{"tcp", "tls", "http"}, 10, 54, 100, &rt.Message{Name: "http.request", Learnt: []decode.Fact{
		{Question: decode.Asked, Sight: decode.Readable, Text: "GET /"},
	}})
	get.Opened = decode.KeyLog
	first, second := sealed(1, 10, 1, 172, "172 bytes"), sealed(1, 12, 2, 5000, "5,000 bytes")
	same, other, further := sealed(2, 20, 1, 172, "172 bytes"), sealed(2, 20, 1, 5172, "5,172 bytes"), sealed(2, 22, 2, 5000, "5,000 bytes")
	for _, test := range []struct {
		name   string
		events []*decode.Event
		want   string
	}{
		{"one", []*decode.Event{first}, "sealed: at most 172 bytes, sealed #10"},
		{"two", []*decode.Event{first, second}, "sealed: at most 5,172 bytes in 2 parts, sealed #10 #12"},
		{"one, told in two", []*decode.Event{first, sealed(1, 12, 1, 1000, "1,000 bytes")}, "sealed: at most 1,172 bytes, sealed #10 #12"},
		{"five", []*decode.Event{first, second, sealed(1, 14, 3, 1, "1 byte"), sealed(1, 16, 4, 1, "1 byte"), sealed(1, 18, 5, 1, "1 byte")},
			"sealed: at most 5,175 bytes in 5 parts, sealed #10 #12 #14"},
		{"of another conversation, in one", []*decode.Event{first, second, other}, "sealed: at most 5,172 bytes in 2 parts, sealed +1 #10 #12"},
		{"of another conversation that begins alike", []*decode.Event{first, second, same}, "sealed: at most 5,172 bytes in 2 parts, sealed +1 #10 #12"},
		{"of another conversation that is alike", []*decode.Event{first, same, second, further}, "sealed: at most 5,172 bytes in 2 parts, sealed #10 #12"},
		{"the first opened", []*decode.Event{get, first, second}, "readable: GET / #10"},
	} {
		l := learned(report.LedgerOptions{Observer: report.Holding(decode.KeyLog)}, append([]*decode.Event{rt.Open(rt.Flow(1))}, test.events...)...)
		if got := line(l.Answer(decode.Asked)); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}
