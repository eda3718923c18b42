package capture

import (
	"time"

	"eavesdrop/decode"
)

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
	switch {
	case !h.acks || h.acked-h.next == 1: // where nobody acknowledges anything, nothing is waited for
		a.endFinished(c, from)
	case h.overtaken() && h.queue.len() > 0:
		h.fin = false
		a.unqueue(c, from)
	}
}

// overtaken says that the other end has acknowledged more than the FIN, so that it was forged.
func (h *half) overtaken() bool {
	taken := h.acked - h.next
	return h.fin && h.acks && taken > 1 && taken <= anyWindow
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
		a.believe(c, from)
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
