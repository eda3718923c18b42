package decode

import "time"

// Emit passes on a message that stood in dir's stream bytes [start, end).
func (c *Conversation) Emit(dir Direction, start, end uint64, m Message) {
	s := &c.sides[dir]
	c.in.scratch = s.pieces.AppendSlice(c.in.scratch[:0], start, end, 0)
	omitted := s.omitted
	s.keeping, s.omitted = false, 0
	c.emit(dir, c.in.scratch, omitted, InTheClear, m)
}

// EmitAt is Emit for a message that was complete at t, before the frame that is being decoded: it was held back
// to see what follows.
func (c *Conversation) EmitAt(t time.Time, dir Direction, start, end uint64, m Message) {
	now := c.now
	c.now = t
	c.Emit(dir, start, end, m)
	c.now = now
}

// Again has a decoder go back to bytes of dir that it put aside, at the time t: in f they can be traced by pieces, Off
// counted in the stream, and what is emitted is of that time.
func (c *Conversation) Again(dir Direction, pieces Trace, t time.Time, f func()) {
	s := &c.sides[dir]
	traced, now, keep, keeping, omitted := s.pieces, c.now, s.keep, s.keeping, s.omitted
	s.pieces, c.now = pieces, t
	f()
	s.pieces, c.now, s.keep, s.keeping, s.omitted = traced, now, keep, keeping, omitted
}

// EmitTraced passes on a message whose bytes did not stand together in dir's stream. Off counts from the
// message's first byte.
func (c *Conversation) EmitTraced(dir Direction, t Trail, m Message) {
	c.emit(dir, t.Trace, t.Omitted, InTheClear, m)
}

// EmitAside is Emit for a message about bytes whose own message is still to come, so that the decoder's Keep
// stays. key is what it took to see it beyond the conversation's own key; zero: nothing.
func (c *Conversation) EmitAside(dir Direction, start, end uint64, key Key, m Message) {
	c.in.scratch = c.sides[dir].pieces.AppendSlice(c.in.scratch[:0], start, end, 0)
	c.emit(dir, c.in.scratch, 0, key, m)
}

func (c *Conversation) emit(dir Direction, t Trace, omitted int, key Key, m Message) {
	c.settle()
	c.in.announce(c.flow, c.now)
	if key == InTheClear {
		key = c.opened
	}
	e := &c.in.event
	frames := t.AppendFrames(e.Frames[:0])
	*e = Event{Time: c.now, Flow: c.flow, Dir: dir, Layers: c.layers, Frames: frames, Omitted: omitted, Opened: key, Guarded: c.guarded, Trace: t, Message: m}
	c.in.emit(e)
}

// Malformed tells of bytes that break the protocol's rules: where in dir's stream, and which rule.
func (c *Conversation) Malformed(dir Direction, start, end uint64, why string) {
	c.complain(dir, start, end, why, false)
}

// Incomplete tells of bytes that break no rule, but are not all there: where in dir's stream, and why.
func (c *Conversation) Incomplete(dir Direction, start, end uint64, why string) {
	c.complain(dir, start, end, why, true)
}

// EndsEarly tells of a datagram that ends before what it holds does: Incomplete where the capture cut it, else Malformed.
func (c *Conversation) EndsEarly(dir Direction, start, end uint64, why string) {
	if c.short {
		c.Incomplete(dir, start, end, why+": the capture cut the datagram")
		return
	}
	c.Malformed(dir, start, end, why)
}

func (c *Conversation) complain(dir Direction, start, end uint64, why string, cut bool) {
	s := &c.sides[dir]
	keeping, omitted := s.keeping, s.omitted
	c.Emit(dir, start, max(end, start), &Malformed{Layer: c.layers[len(c.layers)-1], Offset: start, Why: why, Cut: cut})
	s.keeping, s.omitted = keeping, omitted
}

func (c *Conversation) sayGap(dir Direction, at uint64, lost int) {
	keeping, omitted := c.sides[dir].keeping, c.sides[dir].omitted
	c.Emit(dir, at, at, &Gap{Offset: at, Bytes: lost})
	c.sides[dir].keeping, c.sides[dir].omitted = keeping, omitted
}
