package capture

import (
	"time"

	"eavesdrop/decode"
)

// patience is how many packets of a flow may pass after the receiver has acknowledged bytes that were never
// seen, before they are taken as lost: captures do not always keep the order of the two directions.
const patience = 16

// acknowledged takes an acknowledgement of the other half, and the window that comes with it. What counts is the
// last one, not the highest: a forged one beyond what was sent must not make what follows look old.
func (a *Assembler) acknowledged(c *conn, s *segment) {
	mine, other := &c.half[s.from], &c.half[1-s.from]
	other.acked, other.acks = s.ack, true
	if !other.begun && mine.syn && s.flags&flagSYN == 0 {
		other.begin(s.ack) // the SYN-ACK was not captured, or is yet to come
	}
	c.offer(1-s.from, s.window, s.flags&flagSYN != 0)
}

// missing deals with a half of which more may have been acknowledged than was seen.
func (a *Assembler) missing(c *conn, from int, now time.Time) {
	h := &c.half[from]
	if ahead := h.acked - h.next; h.fin || h.unsure || ahead == 0 || ahead > anyWindow { // the FIN counts as one; no window is that large
		h.beyond = 0
		return
	}
	if h.beyond++; h.beyond < patience {
		return
	}
	h.beyond = 0
	a.abandon(c, from, h.acked, now)
}

// abandon takes what is missing up to sequence number upto as lost, and hands on what waits behind it.
func (a *Assembler) abandon(c *conn, from int, upto uint32, now time.Time) {
	h := &c.half[from]
	for h.queue.len() > 0 && before(h.queue.first().seq, upto) {
		a.leap(c, from)
	}
	if lost := int32(upto - h.next); lost > 0 && !h.fin {
		h.skip(int(lost))
		a.tellLost(c, from, now)
		a.unqueue(c, from)
	}
}

// tellLost tells the sink of missing bytes that it does not know of yet.
func (a *Assembler) tellLost(c *conn, from int, now time.Time) {
	h := &c.half[from]
	if h.lost > 0 {
		lost := h.lost
		h.lost = 0
		a.feed(c, from, decode.Segment{Time: now, Offset: h.offset, Lost: lost, At: -1})
	}
}
