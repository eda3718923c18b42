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

// How much was said is not known where bytes are missing, and that is said.
func TestMissingIsNotCounted(t *testing.T) {
	for lost, want := range map[uint64]string{
		0:   "From the client and from the server, in 1 conversation.",
		500: "From the client and from the server, in 1 conversation; what is missing is not counted.",
	} {
		f := rt.Flow(1)
		f.Stats.Lost[1] = lost
		if got := learned(report.LedgerOptions{}, rt.Open(f), rt.Close(f, 10, 20)).Answer(decode.HowMuch).Note; got != want {
			t.Errorf("%d bytes lost: %q, want %q", lost, got, want)
		}
	}
}
