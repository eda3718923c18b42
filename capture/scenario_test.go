package capture

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
)

const flagsData = flagACK | flagPSH

// A scenario is what two hosts say, and what is to come of the first connection.
type scenario struct {
	play           func(w *wire)
	client, server string   // lost bytes as dots
	lines          []string // after "open"; nil: not compared
	check          func(t *testing.T, s decode.FlowStats)
}

// playAll plays scenarios, each by itself.
func playAll(t *testing.T, scenarios map[string]scenario) {
	for name, s := range scenarios {
		t.Run(name, s.run)
	}
}

func (s scenario) run(t *testing.T) {
	w := newWire(t, Limits{})
	s.play(w)
	w.a.Flush()
	if got := w.got.stream("1 client"); got != s.client {
		t.Errorf("client said %q, want %q", got, s.client)
	}
	if got := w.got.stream("1 server"); got != s.server {
		t.Errorf("server said %q, want %q", got, s.server)
	}
	if slices.ContainsFunc(w.got.lines, func(l string) bool { return strings.HasPrefix(l, "WRONG") }) {
		t.Error(w.got.lines)
	}
	if s.lines != nil {
		if diff := cmp.Diff(s.lines, w.got.lines[1:]); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
	if s.check != nil {
		s.check(t, w.got.stats[0])
	}
	if c := w.a.Counts(); c.Seen != w.n || c.Decoded+c.Skipped[string(skipLate)] != w.n {
		t.Errorf("counts: %+v, played %d", c, w.n)
	}
}

// counted checks the bytes of the client's side that were no part of the stream's, and the conflicts.
func counted(again, ignored uint64, conflicts int) func(*testing.T, decode.FlowStats) {
	return func(t *testing.T, s decode.FlowStats) {
		if s.Retransmitted[0] != again || s.Ignored[0] != ignored || s.Conflicts != conflicts {
			t.Errorf("%d bytes again, %d ignored, %d conflicts, want %d, %d, %d", s.Retransmitted[0], s.Ignored[0], s.Conflicts, again, ignored, conflicts)
		}
	}
}
