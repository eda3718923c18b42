package capture

import "time"

// skipLate is for data that no connection takes any more.
const skipLate skip = "TCP data behind the end of its connection"

// rivalReach is how far a rival's numbers are to be from those of the connection that goes on, at most, so that what follows
// can't be taken for the other's. It is no more than that, because wider windows are rarely used whole.
const rivalReach = 16 << 20

const (
	// timeWait is how long segments of a connection may be on their way: two MSL of 2 minutes (RFC 9293, sections 3.4.2
	// and 3.6.1). What a host sends behind its FIN it sends again ever more rarely for that long and more.
	timeWait = 4 * time.Minute
	// reuseAhead is how far behind the last number of a connection the next one begins at least, where ports are scarce and
	// Linux uses one again after a second (tcp_twsk_unique in net/ipv4/tcp_ipv4.c).
	reuseAhead = 64 << 10
)

// connOf finds or opens the connection that s belongs to. There is none, for a reason or without one, when s is no part
// of any or waits as a rival.
func (a *Assembler) connOf(k *flowKey, s *segment, seen *sighting) (*conn, skip) {
	c := a.table.find(k)
	switch {
	case c == nil:
		return a.begin(k, s, seen, nil), ""
	case c.ended && c.anew(s):
		a.table.forget(c)
		return a.begin(k, s, seen, c), ""
	case c.ended: // its numbers were told; whoever has them must not see them change
		if len(s.data) > 0 && before(c.half[s.from].next, s.seq+uint32(len(s.data))) {
			return nil, skipLate
		}
		return nil, ""
	case c.rival != nil && c.rival.confirmedBy(c, s):
		return a.finish(c), ""
	case !c.stray(s) && !c.stranger(s):
		a.defend(c, s)
		return c, ""
	case !c.givesWay(s):
		a.challenge(c, s, seen)
		return nil, ""
	}
	for last := c; last != nil; { // the connection, and its rival if it has one
		next := a.finish(last)
		a.table.forget(last)
		last = next
	}
	return a.begin(k, s, seen, c), ""
}

// begin opens the connection that s is the first of. Who is the client, the SYN says, or else the connection that was there
// before between the same ends, if there is one.
func (a *Assembler) begin(k *flowKey, s *segment, seen *sighting, last *conn) *conn {
	client := s.from
	switch {
	case s.flags&(flagSYN|flagACK) == flagSYN|flagACK:
		client = 1 - s.from
	case s.flags&flagSYN == 0 && last != nil:
		client = last.client
		if last.flow.Flipped() {
			client = 1 - client
		}
	}
	return a.open(*k, client, s.flags&flagSYN != 0, seen)
}

// anew says that s, whose connection has ended, is of another one; or that it had not ended.
func (c *conn) anew(s *segment) bool {
	mine := &c.half[s.from]
	if s.flags&(flagSYN|flagRST|flagFIN) == flagSYN {
		return !mine.syn || mine.isn != s.seq
	}
	return c.talksOn(s) || c.stray(s)
}

// stray says that s has data that stand far from where its sender's stream does: further behind than anybody sends again,
// further ahead than any window, or far from the end of what has ended. Right behind the end stragglers are found for as long as
// a TIME-WAIT lasts; further on only for a while, since there the next connection may be whose SYN was not captured.
func (c *conn) stray(s *segment) bool {
	mine := &c.half[s.from]
	if !mine.begun || len(s.data)+s.lacks == 0 || s.flags&(flagSYN|flagRST) != 0 {
		return false
	}
	ahead, over := int32(s.seq-mine.next), mine.fin || c.ended
	switch {
	case mine.unsure:
		return ahead < -startReach || ahead > anyWindow
	case ahead < 0:
		return ahead < -int32(c.near(s.from))
	case !over:
		return ahead > anyWindow
	case mine.overtaken():
		return true
	}
	switch silent := s.time.Sub(c.flow.Stats.Last); {
	case silent > timeWait:
		return ahead > 0 || !mine.fin
	case silent > 2*linger:
		return ahead > reuseAhead || !mine.fin
	}
	return ahead > int32(c.near(s.from))
}

// near is how far from each other numbers of half h are that are taken for those of one connection when in doubt.
func (c *conn) near(h int) uint32 { return min(c.reach(h), rivalReach) }

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

// givesWay says that the connection has no more to say for itself than s, which does not fit it: nothing but a SYN of one
// half was seen before this other SYN, or the other end has acknowledged what comes just about where s is, or more than
// the FIN.
func (c *conn) givesWay(s *segment) bool {
	mine, other := &c.half[s.from], &c.half[1-s.from]
	if s.flags&flagSYN != 0 {
		return !other.begun && mine.syn
	}
	if mine.overtaken() {
		return true
	}
	near := c.near(s.from)
	return mine.acks && within(mine.acked, s.seq, near) && !within(mine.acked, mine.next, near)
}
