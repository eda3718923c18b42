package capture

import "slices"

// skipLate is for data that no connection takes any more.
const skipLate skip = "TCP data behind the end of its connection"

// A rival is a SYN with another number than that of a connection which goes on between the same ends. Ports get
// reused, and the end of the earlier connection need not have been captured. But it may also be forged, to make those
// who listen look away: the receiver does not obey it (RFC 9293, section 3.10.7.4). So it waits until something
// follows that belongs to it.
type rival struct {
	syn   segment // its data are a copy
	seen  sighting
	again int // bytes of data on SYNs that repeated it
}

// rivalReach is how far a rival's numbers are to be from those of the connection that goes on, so that what follows
// can't be taken for the other's. It is no more than that, because wider windows are rarely used whole.
const rivalReach = 16 << 20

// connOf finds or opens the connection that s belongs to. There is none, for a reason or without one, when s is no part
// of any or waits as a rival.
func (a *Assembler) connOf(k *flowKey, s *segment, seen *sighting) (*conn, skip) {
	c := a.table.find(k)
	switch {
	case c == nil:
		return a.begin(k, s, seen), ""
	case c.ended && c.anew(s):
		a.table.forget(c)
		return a.begin(k, s, seen), ""
	case c.ended: // its numbers were told; whoever has them must not see them change
		if len(s.data) > 0 && before(c.half[s.from].next, s.seq+uint32(len(s.data))) {
			return nil, skipLate
		}
		return nil, ""
	case c.rival != nil && c.rival.confirmedBy(c, s):
		return a.finish(c), ""
	case !c.stranger(s):
		return c, ""
	case c.answered(s.from):
		c.challenge(s, seen)
		return nil, ""
	}
	a.finish(c)
	a.table.forget(c)
	return a.begin(k, s, seen), ""
}

// begin opens the connection that s is the first of.
func (a *Assembler) begin(k *flowKey, s *segment, seen *sighting) *conn {
	client := s.from
	if s.flags&(flagSYN|flagACK) == flagSYN|flagACK {
		client = 1 - s.from
	}
	return a.open(*k, client, s.flags&flagSYN != 0, seen)
}

// anew says that s, whose connection has ended, is of another one; or that it had not ended.
func (c *conn) anew(s *segment) bool {
	mine := &c.half[s.from]
	if s.flags&(flagSYN|flagRST|flagFIN) == flagSYN {
		return !mine.syn || mine.isn != s.seq
	}
	return c.talksOn(s) || c.elsewhere(s)
}

// elsewhere says that s, whose connection has ended, has data that are no straggler of it: they stand far from where it
// ended, or behind its FIN and long after. The SYN was not captured. (Where ports are scarce Linux uses one again after a
// second, and numbers that connection from 64 KiB behind the last.)
func (c *conn) elsewhere(s *segment) bool {
	if len(s.data) == 0 || s.flags&flagRST != 0 {
		return false
	}
	mine := &c.half[s.from]
	if mine.begun && !within(s.seq, mine.next, min(c.reach(s.from), rivalReach)) {
		return true
	}
	return mine.fin && before(mine.next, s.seq) && s.time.Sub(c.flow.Stats.Last) > linger
}

// stranger says that s is a SYN, and not that of this connection.
func (c *conn) stranger(s *segment) bool {
	if s.flags&(flagSYN|flagRST|flagFIN) != flagSYN {
		return false
	}
	mine, other := &c.half[s.from], &c.half[1-s.from]
	answer := s.flags&flagACK != 0
	first := s.seq + 1
	switch {
	case mine.syn:
		return s.seq != mine.isn
	case answer && other.syn && s.ack == other.isn+1:
		return false
	case mine.begun: // captured before its SYN
		return first != mine.first && first+uint32(len(s.data)) != mine.first
	case answer:
		return other.begun && !other.syn && s.ack != other.first
	}
	return other.begun && !other.syn
}

// answered says that more was seen of the connection than a SYN of one half.
func (c *conn) answered(from int) bool { return c.half[1-from].begun || !c.half[from].syn }

// challenge makes a SYN wait as the connection's rival.
func (c *conn) challenge(s *segment, seen *sighting) {
	if r := c.rival; r != nil {
		if r.syn.from == s.from && r.syn.seq == s.seq {
			r.seen.frames += seen.frames
			r.again += len(s.data)
			return
		}
		c.dismissRival()
	}
	r := &rival{syn: *s, seen: *seen}
	r.syn.data, r.syn.pieces = slices.Clone(s.data), slices.Clone(s.pieces)
	c.rival = r
}

// dismissRival counts the rival, if there is one, with the connection: whose it was will not be known any more.
func (c *conn) dismissRival() {
	if r := c.rival; r != nil {
		c.saw(&r.seen)
		c.flow.Stats.Ignored[c.dir(r.syn.from)] += uint64(len(r.syn.data) + r.again)
		c.rival = nil
	}
}

// confirmedBy says that s belongs to what the rival began, and not to c.
func (r *rival) confirmedBy(c *conn, s *segment) bool {
	first := r.syn.seq + 1
	behind := first + uint32(len(r.syn.data))
	mine := &c.half[r.syn.from]
	far := !mine.begun || !within(first, mine.next, min(c.reach(r.syn.from), rivalReach))
	if s.from == r.syn.from {
		return far && s.flags&flagSYN == 0 && (s.seq == first || s.seq == behind)
	}
	return s.flags&flagACK != 0 && (s.ack == first || s.ack == behind) && (far || s.flags&flagSYN != 0)
}
