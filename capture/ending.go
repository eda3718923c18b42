package capture

import (
	"time"

	"eavesdrop/decode"
)

// linger is how long a reset flow may still say something, in the capture's time.
const linger = 2 * time.Second

// rst takes a reset. It may be forged, and the receiver may not obey it (RFC 5961, section 3.2); and bytes that
// were on their way when it came are on the wire to be heard. So the flow goes on for a while, and ends if
// nothing follows that shows that the two still talk. One that is far from what is expected nobody obeys. (In TCP a
// reset may carry text that explains it: RFC 9293, section 3.5.3.)
func (a *Assembler) rst(c *conn, s *segment) {
	mine, other := &c.half[s.from], &c.half[1-s.from]
	if mine.begun && !within(s.seq, mine.next, c.reach(s.from)) {
		c.flow.Stats.Ignored[c.dir(s.from)] += uint64(len(s.data))
		return
	}
	mine.reset, other.reset, c.resetBy = true, true, s.from
	other.mark = other.next
	if other.queue.len() > 0 {
		other.mark = other.queue.last().end()
	}
	switch n := len(s.data); {
	case n > maxWords:
		c.flow.Stats.Ignored[c.dir(s.from)] += uint64(n)
	case n > 0:
		c.forgetWords()
		c.words = s.copy()
	}
	c.until = a.now.Add(linger)
	a.lingerers.push(c)
}

// maxWords is how long the text of a reset may be. It is a line, if there is one.
const maxWords = 1 << 10

// lastWords hands on the text of a reset that stands.
func (a *Assembler) lastWords(c *conn) {
	if w := c.words; w != nil {
		c.words = nil
		a.payload(c, w)
	}
}

// forgetWords counts the text of a reset as what no receiver takes.
func (c *conn) forgetWords() {
	if w := c.words; w != nil {
		c.flow.Stats.Ignored[c.dir(w.from)] += uint64(len(w.data))
		c.words = nil
	}
}

// talksOn says that whoever was said to have given up says more, or acknowledges what was sent after that: the reset was
// forged.
func (c *conn) talksOn(s *segment) bool {
	mine, other := &c.half[s.from], &c.half[1-s.from]
	return mine.reset && s.from == c.resetBy && s.flags&flagRST == 0 &&
		(len(s.data) > 0 && !(mine.begun && before(s.seq, mine.next)) || s.flags&flagACK != 0 && other.begun && before(other.mark, s.ack))
}

// revive takes a reset back that was forged, or meant another connection than the one that a SYN begins.
func (c *conn) revive(s *segment) {
	if c.talksOn(s) || s.flags&(flagSYN|flagRST) == flagSYN {
		c.half[0].reset, c.half[1].reset = false, false
		c.forgetWords()
	}
}

// expire ends the reset flows whose time is over.
func (a *Assembler) expire() {
	for c := a.lingerers.first; c != nil && a.now.After(c.until); c = a.lingerers.first {
		a.lingerers.remove(c)
		if c.half[0].reset {
			a.finish(c)
		}
	}
}

// finish ends a flow that was not closed before its time: what waits is handed on. If a rival waits, it is opened and
// returned.
func (a *Assembler) finish(c *conn) *conn {
	r := a.takeRival(c)
	a.drain(c)
	a.close(c, c.state())
	if r == nil {
		return nil
	}
	a.table.forget(c)
	c = a.begin(&c.key, r.first, &r.seen, c)
	c.saw(&r.seen)
	c.flow.Stats.Retransmitted[c.dir(r.first.from)] += uint64(r.again)
	a.segment(c, r.first)
	return c
}

// finished notes that the FIN stands at h.next.
func (h *half) finished(in *arrival) { h.fin, h.finFrame, h.finAt = true, in.frame, in.time }

// conclude ends a half whose FIN has come once the other end has taken it. It may be forged, and never have reached the
// receiver; then that acknowledges more than the FIN, of what came in its place.
func (a *Assembler) conclude(c *conn, from int) {
	h := &c.half[from]
	switch taken := h.acked - h.next; {
	case !h.acks || taken == 1: // where nobody acknowledges anything, nothing is waited for
		a.endFinished(c, from)
	case taken > 1 && taken <= anyWindow && h.queue.len() > 0:
		h.fin = false
		a.unqueue(c, from)
	}
}

// endFinished ends a half with its FIN, if it has come.
func (a *Assembler) endFinished(c *conn, from int) {
	if h := &c.half[from]; h.fin {
		a.dropQueue(c, from)
		a.endHalf(c, from, decode.Finished, h.finFrame, h.finAt)
	}
}

// endHalf tells the sink that nothing follows from one side.
func (a *Assembler) endHalf(c *conn, from int, how decode.How, frame int, now time.Time) {
	h := &c.half[from]
	if h.done {
		return
	}
	h.done = true
	lost := h.lost
	h.lost = 0
	a.feed(c, from, decode.Segment{Time: now, Offset: h.offset, Lost: lost, Frame: frame, At: -1, End: how})
	if c.flow.Stats.State == decode.StateOpen {
		c.flow.Stats.State = decode.StateHalf
	}
}

// drain hands on all that waits, over its gaps: nothing more will come.
func (a *Assembler) drain(c *conn) {
	if c.ended {
		return
	}
	last := c.flow.Stats.Last
	first := 0
	if one, two := &c.half[0], &c.half[1]; two.fin && (!one.fin || two.finFrame < one.finFrame) {
		first = 1
	}
	a.endFinished(c, first)
	a.endFinished(c, 1-first)
	a.lastWords(c)
	for _, from := range [2]int{c.resetBy, 1 - c.resetBy} {
		h := &c.half[from]
		for h.queue.len() > 0 && c.forged(from, h.queue.last()) {
			a.drop(c, from, a.pop(c, from))
		}
		for !h.fin && h.queue.len() > 0 {
			a.leap(c, from)
		}
		a.endFinished(c, from)
		h.skip(h.owed())
		a.tellLost(c, from, last)
		if h.reset {
			a.endHalf(c, from, decode.Reset, 0, last)
		}
	}
}

// state is how a flow stands that nobody has closed.
func (c *conn) state() decode.State {
	if c.key.proto == protoUDP {
		return decode.StateOpen
	}
	a, b := &c.half[0], &c.half[1]
	switch {
	case a.fin && b.fin:
		return decode.StateClosed
	case a.reset && (a.syn != b.syn) && a.offset+b.offset == 0:
		return decode.StateRefused
	case a.reset:
		return decode.StateReset
	case a.syn != b.syn && !(a.begun && b.begun):
		return decode.StateUnopened
	case a.done || b.done:
		return decode.StateHalf
	}
	return decode.StateOpen
}
