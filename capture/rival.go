package capture

// A rival is a segment that does not fit the connection which goes on between its ends: a SYN with another number, or data
// from far off. Ports get reused, and the end of the earlier connection need not have been captured; or the capture has
// a hole that is wider than any window. But it may also be forged, to make those who listen look away: the receiver does
// not obey it (RFC 9293, section 3.10.7.4). So it waits until something follows that belongs to it.
type rival struct {
	first *segment // its data are a copy
	seen  sighting
	again int // bytes of data on SYNs that repeated it
}

// start is the sequence number of the rival's first byte.
func (r *rival) start() uint32 {
	if r.first.flags&flagSYN != 0 {
		return r.first.seq + 1
	}
	return r.first.seq
}

// behind is the sequence number behind the rival's last byte.
func (r *rival) behind() uint32 { return r.start() + uint32(len(r.first.data)+r.first.lacks) }

// maxRivals is how many rivals wait at a time, in all flows: they keep copies of what they say.
const maxRivals = 512

// challenge makes a segment wait as the connection's rival.
func (a *Assembler) challenge(c *conn, s *segment, seen *sighting) {
	if r := c.rival; r != nil && r.first.from == s.from && r.first.seq == s.seq && r.first.flags&flagSYN != 0 {
		r.seen.frames += seen.frames
		r.again += len(s.data)
		return
	}
	a.dismissRival(c)
	c.rival = &rival{first: s.copy(), seen: *seen}
	if a.rivalled.push(c); a.rivalled.len > maxRivals {
		a.dismissRival(a.rivalled.first)
	}
}

// defend dismisses a rival that is nothing but data from far off, because its sender goes on with s where the stream stands.
func (a *Assembler) defend(c *conn, s *segment) {
	if r := c.rival; r != nil && r.first.flags&flagSYN == 0 && r.first.from == s.from && len(s.data) > 0 {
		a.dismissRival(c)
	}
}

// dismissRival counts the rival, if there is one, with the connection: whose it was will not be known any more.
func (a *Assembler) dismissRival(c *conn) {
	if r := a.takeRival(c); r != nil {
		c.saw(&r.seen)
		c.flow.Stats.Ignored[c.dir(r.first.from)] += uint64(len(r.first.data) + r.again)
	}
}

// takeRival takes the rival away from the connection, if there is one.
func (a *Assembler) takeRival(c *conn) *rival {
	r := c.rival
	c.rival = nil
	a.rivalled.remove(c)
	return r
}

// confirmedBy says that s belongs to what the rival began, and not to c.
func (r *rival) confirmedBy(c *conn, s *segment) bool {
	from, start, behind := r.first.from, r.start(), r.behind()
	near := c.near(from)
	switch {
	case r.first.flags&flagSYN == 0 && s.from == from:
		return c.stray(s) && within(s.seq, behind, near)
	case r.first.flags&flagSYN == 0:
		return s.flags&(flagACK|flagRST) == flagACK && within(s.ack, behind, near) && !within(s.ack, c.half[from].next, near)
	}
	mine := &c.half[from]
	far := !mine.begun || !within(start, mine.next, near)
	if s.from == from {
		return far && s.flags&flagSYN == 0 && (s.seq == start || s.seq == behind)
	}
	return s.flags&flagACK != 0 && (s.ack == start || s.ack == behind) && (far || s.flags&flagSYN != 0)
}
