package report_test

import (
	"testing"

	"eavesdrop/decode"
	"eavesdrop/report"
	rt "eavesdrop/report/reporttest"
)

// A flow whose client was taken for its server is one pair of talkers, told the right way round.
func TestReversed(t *testing.T) {
	f := rt.Flow(1)
	f.Sure = false
	f.Client, f.Server = f.Server, f.Client
	l := report.NewLedger(report.LedgerOptions{})
	l.Add(rt.Open(f))
	f.Client, f.Server = f.Server, f.Client
	l.Add(rt.Event(f, 0, 0, []string{"tcp"}, 0, 0, 0, &decode.FlowReversed{Flow: f}))
	l.Add(rt.Close(f, 1, 1))
	l.Finish(report.Counts{})
	if got, want := lines(l)[decode.Who], "readable: 127.0.0.1 → :5683"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
