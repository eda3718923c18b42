package report

import (
	"net/netip"
	"strconv"
	"time"

	"eavesdrop/decode"
)

// maxPairs bounds how many pairs of talkers are told apart.
const maxPairs = 4096

// flowTally adds up what the flows themselves give away: who, when, how much.
type flowTally struct {
	count       int
	first, last time.Time
	bytes       [2]uint64
	firstFlow   int
	client      netip.Addr // of the first flow
	server      netip.AddrPort
	pairs       map[pair]struct{}
	unsure      int // flows that were going on when the capture began
	evicted     int // flows that were dropped to stay within the limits
	strange     int // flows in which no protocol was recognised
	unheard     int // flows of which nothing that the client said was captured, though it spoke
	silent      int // flows in which nobody said anything
	refused     int // of those, flows that the server refused
	unopened    int // of those, flows to which nobody answered
	conflicts   int // retransmissions with other bytes
	lost        uint64
}

// pair is who talks to whom, whatever the client's port.
type pair struct {
	client netip.Addr
	server netip.AddrPort
}

func (t *flowTally) open(f *decode.Flow) {
	t.count++
	if t.count == 1 {
		t.firstFlow, t.client, t.server = f.ID, f.Client.Addr(), f.Server
		t.pairs = map[pair]struct{}{}
	}
	if len(t.pairs) < maxPairs {
		t.pairs[pair{f.Client.Addr(), f.Server}] = struct{}{}
	}
	if !f.Sure && f.Network == "tcp" {
		t.unsure++
	}
	t.span(&f.Stats)
}

// reverse corrects what was noted of a flow whose client was taken for its server.
func (t *flowTally) reverse(f *decode.Flow) {
	if f.ID == t.firstFlow {
		t.client, t.server = f.Client.Addr(), f.Server
	}
	delete(t.pairs, pair{f.Server.Addr(), f.Client})
	if len(t.pairs) < maxPairs {
		t.pairs[pair{f.Client.Addr(), f.Server}] = struct{}{}
	}
}

func (t *flowTally) close(m *decode.FlowClose) {
	st := &m.Flow.Stats
	t.span(st)
	t.bytes[0] += m.Bytes[0]
	t.bytes[1] += m.Bytes[1]
	t.conflicts += st.Conflicts
	t.lost += st.Lost[0] + st.Lost[1]
	if st.State == decode.StateEvicted {
		t.evicted++
	}
	if m.Bytes[0] == 0 && st.Lost[0] > 0 {
		t.unheard++
	}
	if m.Bytes[0]+m.Bytes[1]+st.Lost[0]+st.Lost[1] == 0 {
		t.silent++
		switch st.State {
		case decode.StateRefused:
			t.refused++
		case decode.StateUnopened:
			t.unopened++
		}
	}
	if !m.Recognised && m.Bytes[0]+m.Bytes[1] > 0 {
		t.strange++
	}
}

// silence concludes when nobody said anything.
func (t *flowTally) silence() string {
	switch t.count {
	case t.refused:
		return "Who and when. Nothing was said: the server refused."
	case t.unopened:
		return "Who and when. Nothing was said: there was no answer."
	}
	return "Who and when. Nothing was said."
}

// span widens the time that the flows took.
func (t *flowTally) span(st *decode.FlowStats) {
	if !st.First.IsZero() && (t.first.IsZero() || st.First.Before(t.first)) {
		t.first = st.First
	}
	if st.Last.After(t.last) {
		t.last = st.Last
	}
}

// answer fills a in.
func (t *flowTally) answer(a *Answer) {
	a.Sight = decode.Readable
	switch a.Question {
	case decode.Who:
		to := t.server.String()
		if t.client == t.server.Addr() {
			to = ":" + strconv.Itoa(int(t.server.Port()))
		}
		a.Text = t.client.String() + " → " + to
		a.More, a.Bounded = len(t.pairs)-1, len(t.pairs) >= maxPairs
	case decode.When:
		a.Text = t.first.UTC().Format("15:04:05 UTC")
		a.Note = "On " + t.first.UTC().Format("2006-01-02") + ", for " + Duration(t.last.Sub(t.first)) + "."
	case decode.HowMuch:
		a.Text = Thousands(t.bytes[0]) + " + " + Thousands(t.bytes[1]) + " bytes"
		a.Note = "From the client and from the server, in " + plural(t.count, "conversation")
		if t.lost > 0 {
			a.Note += "; what is missing is not counted"
		}
		a.Note += "."
	}
}
