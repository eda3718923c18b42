package decode

import (
	"iter"
	"time"
)

// eventSize is about how many bytes an event takes that waits, with its message.
const eventSize = 512

// relieve gives up flows until the others are within the bound on memory.
func (in *Inspector) relieve(now time.Time) {
	for in.budget.held > in.budget.limit {
		st := in.budget.greatest()
		if st == nil {
			return
		}
		in.giveUp(st, now)
	}
}

// giveUp ends the decoding of a flow: what was understood of it is told, its bytes go on being counted, and shown to
// those who search the stream.
func (in *Inspector) giveUp(st *flowState, now time.Time) {
	c := st.conv
	c.now = now
	c.settle()
	in.announce(c.flow, now)
	in.emit(&Event{
		Time: now, Flow: c.flow, Layers: c.layers, Frames: known(c.flow.Stats.Frames[1]),
		Message: &Limit{Held: st.share.held, Bound: in.budget.limit},
	})
	c.end(FromClient, Cut, now)
	c.end(FromServer, Cut, now)
	in.budget.release(st)
	c.givenUp = true
	c.dec, c.inner, c.held, c.holders, c.weight = nil, nil, nil, nil, 0
	for i := range c.sides {
		s := &c.sides[i]
		s.offset += uint64(len(s.pending))
		s.pending, s.pieces, s.deaf, s.woken = nil, nil, true, false
	}
}

// Limit is the event of a flow that is not decoded any further, because all flows together held too much.
type Limit struct {
	Held  int // bytes that the flow held, about
	Bound int // bytes that all flows may hold together
}

// Kind is "flow.limit".
func (*Limit) Kind() string { return "flow.limit" }

// Brief says what was given up.
func (m *Limit) Brief() Brief {
	return Brief{
		Sight: Absent, Title: "not decoded any further: memory",
		Detail: "it held " + thousands(uint64(m.Held)) + " bytes; all conversations may hold " + thousands(uint64(m.Bound)),
	}
}

// Members writes held and bound.
func (m *Limit) Members(o *Object) {
	o.Int("held", int64(m.Held))
	o.Int("bound", int64(m.Bound))
}

// Fields is empty: it is about no bytes of its own.
func (*Limit) Fields() iter.Seq[Field] { return func(func(Field) bool) {} }

// Facts is empty.
func (*Limit) Facts() iter.Seq[Fact] { return func(func(Fact) bool) {} }
