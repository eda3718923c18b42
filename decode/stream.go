package decode

import "time"

// feed takes the next bytes of one direction; from traces them, Off counted from data's first byte.
func (c *Conversation) feed(dir Direction, data []byte, from Trace, now time.Time) {
	c.now = now
	s := &c.sides[dir]
	c.watchStream(dir, data, from)
	if c.givenUp {
		s.offset += uint64(len(data))
		return
	}
	if c.inner != nil && len(s.pending) == 0 { // after a handover nothing is kept here
		s.offset += uint64(len(data))
		c.inner.now = now
		c.inner.feed(dir, data, from, now)
		return
	}
	base := s.offset + uint64(len(s.pending))
	if s.pieces == nil {
		s.pieces = c.in.spare.trace()
	}
	for _, p := range from {
		p.Off += base
		if len(s.pieces) < traceLimit {
			s.pieces = append(s.pieces, p)
			continue
		}
		// The last piece gives way, so that the newest bytes can always be traced.
		s.pieces[traceLimit-1] = p
		s.omitted++
	}
	tried := c.dec != nil && c.inner == nil && len(s.pending) == 0
	if tried {
		data = data[c.take(&dir, data):] // the common case: nothing is copied
		s = &c.sides[dir]
	}
	if len(data) > 0 {
		switch {
		case s.pending == nil:
			s.pending = c.in.spare.buffer()
		case c.dec == nil:
			s.starts.add(len(s.pending))
		}
		s.pending = append(s.pending, data...)
		if tried {
			c.left(dir)
		} else {
			c.run(&dir)
		}
	} else if c.inner != nil { // handed over at the end of data; the other direction may have gone on already
		c.left(dir)
	}
	c.wake(&dir)
	c.forget(dir)
	c.weigh()
}

// maxWakes bounds how often the two directions may wake each other over one segment.
const maxWakes = 1 << 10

// wake runs the directions that are to be looked at again, until neither wakes the other any more. dir changes with the
// flow.
func (c *Conversation) wake(dir *Direction) {
	for range maxWakes {
		woken := FromClient
		if !c.sides[woken].woken {
			woken = FromServer
		}
		if !c.sides[woken].woken {
			return
		}
		c.sides[woken].woken = false
		was := woken
		if c.run(&woken); woken != was {
			*dir = dir.Other()
		}
	}
}

// take lets the decoder take units off data, and returns how many bytes it took. When they show that the flow is the
// other way round, dir changes with it.
func (c *Conversation) take(dir *Direction, data []byte) (taken int) {
	for taken < len(data) && c.inner == nil && c.dec != nil {
		flipped := c.flow.flipped
		n := c.dec.Decode(*dir, data[taken:])
		if c.flow.flipped != flipped {
			*dir = dir.Other()
		}
		if n <= 0 {
			break
		}
		n = min(n, len(data)-taken)
		taken += n
		c.sides[*dir].offset += uint64(n)
		if c.Datagrams() && taken < len(data) {
			break
		}
	}
	return taken
}

// run works on what is pending in dir: finds out what it is, decodes it, or passes it inward. dir changes with the flow.
func (c *Conversation) run(dir *Direction) {
	if c.dec == nil {
		c.recognise(dir)
	}
	if s := &c.sides[*dir]; len(s.pending) > 0 && c.dec != nil && c.inner == nil {
		n := c.take(dir, s.pending)
		c.drop(*dir, n)
	}
	c.left(*dir)
}

// left decides what becomes of the bytes of dir that the decoder has left.
func (c *Conversation) left(dir Direction) {
	s := &c.sides[dir]
	if c.inner != nil {
		c.passInward(FromClient)
		c.passInward(FromServer)
		return
	}
	if c.dec != nil && c.Datagrams() && len(s.pending) > 0 {
		c.skip(dir) // it is of another protocol
	}
	if len(s.pending) > maxPending {
		c.Malformed(dir, s.offset, s.offset+uint64(len(s.pending)), "a unit longer than any that the protocol allows; given up")
		c.dec.End(FromClient, nil, Cut)
		c.dec.End(FromServer, nil, Cut)
		c.dec, c.protocol = nil, nil
		c.holdsAll()
		s.offset += uint64(len(s.pending))
		c.drop(dir, len(s.pending))
		c.sides[0].deaf, c.sides[1].deaf = true, true
	}
}

// drop forgets n bytes off the front of what is pending in dir; take has counted them.
func (c *Conversation) drop(dir Direction, n int) {
	s := &c.sides[dir]
	if n >= len(s.pending) {
		c.in.spare.done(s.pending)
		s.pending = nil
		return
	}
	s.pending = s.pending[:copy(s.pending, s.pending[n:])]
}

// passInward moves what is pending to the conversation that was handed over to.
func (c *Conversation) passInward(dir Direction) {
	s := &c.sides[dir]
	if n := len(s.pending); n > 0 {
		end := s.offset + uint64(n)
		t := c.Trace(nil, dir, s.offset, end, 0)
		data := s.pending
		s.pending, s.offset, s.keeping = nil, end, false
		c.inner.now = c.now
		c.inner.feed(dir, data, t, c.now)
		c.in.spare.done(data)
	}
	if s.how != Going && !s.spoken {
		s.spoken = true
		c.inner.end(dir, s.how, c.now)
	}
}

// forget drops the pieces that nobody can ask for any more.
func (c *Conversation) forget(dir Direction) {
	s := &c.sides[dir]
	from := s.offset
	if s.keeping {
		from = min(from, s.keep)
	}
	n := 0
	for n < len(s.pieces) && s.pieces[n].Off+uint64(s.pieces[n].Len) <= from {
		n++
	}
	switch {
	case n == len(s.pieces):
		c.in.spare.traced(s.pieces)
		s.pieces = nil
	case n > 0:
		s.pieces = s.pieces[:copy(s.pieces, s.pieces[n:])]
	}
}

// gap tells that lost bytes are missing from dir.
func (c *Conversation) gap(dir Direction, lost int, now time.Time) {
	c.now = now
	if c.dec == nil && len(c.sides[dir].pending) > 0 {
		c.lastChance(&dir)
	}
	s := &c.sides[dir]
	c.watchLost(dir, lost)
	if c.inner != nil {
		c.passInward(dir)
		s.offset += uint64(lost)
		c.inner.gap(dir, lost, now)
		c.weigh()
		return
	}
	pending := s.pending
	at := s.offset + uint64(len(pending))
	c.sayGap(dir, at, lost)
	s.pending, s.starts = nil, starts{}
	s.offset = at + uint64(lost)
	if c.dec != nil {
		c.dec.Gap(dir, pending, lost)
		c.wake(&dir)
	} else {
		s.strange = 0 // look again behind the gap
		s.deaf = c.depth > maxDepth || c.givenUp
	}
	c.in.spare.done(pending)
	c.forget(dir)
	c.weigh()
}

// end tells that dir has ended.
func (c *Conversation) end(dir Direction, how How, now time.Time) {
	if c.sides[dir].how != Going {
		return
	}
	c.now = now
	if c.dec == nil && len(c.sides[dir].pending) > 0 {
		c.lastChance(&dir)
	}
	s := &c.sides[dir]
	s.how = how
	c.settle()
	if c.dec == nil && c.inner == nil {
		c.tellUnknown(dir, len(s.pending))
	}
	defer c.weigh()
	defer c.watchEnd(dir, how)
	if c.inner != nil {
		c.passInward(dir)
		return
	}
	if c.dec != nil {
		pending := s.pending
		s.pending = nil
		c.dec.End(dir, pending, how)
		if c.inner != nil { // it handed over with its last breath, and what it left goes inward
			s.pending = pending
			c.passInward(dir)
			c.passInward(dir.Other())
		} else {
			c.in.spare.done(pending)
		}
		c.wake(&dir)
	}
}
