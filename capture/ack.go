package capture

import (
	"time"

	"eavesdrop/decode"
)

// How long bytes that the receiver has acknowledged may stay unseen before they are taken as lost. Captures do not always
// keep the order of the two directions, so as long as the stream moves on it is waited for what is missing; and where
// nothing comes, until some packets of the flow and some of the capture's time have passed, or much is waiting behind it.
const (
	patience      = 16
	patienceTime  = 10 * time.Millisecond
	patienceMost  = 32 * patience // packets, where the clock stands still
	patienceBytes = 32 << 10      // of what waits
)

// acknowledged takes an acknowledgement of the other half, and the window that comes with it. What counts is the
// last one, not the highest: a forged one beyond what was sent must not make what follows look old.
func (a *Assembler) acknowledged(c *conn, s *segment) {
	mine, other := &c.half[s.from], &c.half[1-s.from]
	other.acked, other.acks = s.ack, true
	if !other.begun && mine.syn && s.flags&flagSYN == 0 {
		other.begin(s.ack) // the SYN-ACK was not captured, or is yet to come
	}
	c.offer(1-s.from, s.window, s.flags&flagSYN != 0)
	if len(s.data)+s.lacks > 0 || s.flags&flagFIN != 0 { // it may be the answer; else there is time to see what else comes
		a.believe(c, 1-s.from)
	}
}

// missing deals with a half of which more may have been acknowledged than was seen.
func (a *Assembler) missing(c *conn, from int, now time.Time) {
	h := &c.half[from]
	if h.owed() == 0 {
		h.beyond = 0
		return
	}
	if h.beyond == 0 || h.stuck != h.next {
		h.beyond, h.stuck, h.overdue, h.since = 0, h.next, h.acked, now
	}
	if before(h.acked, h.overdue) {
		h.overdue = h.acked
	}
	h.beyond++
	if h.beyond < patience || h.beyond < patienceMost && h.queue.cost < patienceBytes && now.Sub(h.since) < patienceTime {
		return
	}
	h.beyond = 0
	if a.believe(c, from); h.next != h.stuck {
		return // that was it
	}
	a.abandon(c, from, h.overdue, now)
}

// owed is how many bytes were acknowledged and not seen. If it is one at the end of what was seen, it may well be the FIN,
// which counts as one.
func (h *half) owed() int {
	ahead := h.acked - h.next
	if !h.begun || !h.acks || h.fin || h.unsure || ahead > anyWindow || ahead == 1 && h.queue.len() == 0 { // no window is that large
		return 0
	}
	return int(ahead)
}

// abandon takes what is missing up to sequence number upto as lost, and hands on what waits behind it.
func (a *Assembler) abandon(c *conn, from int, upto uint32, now time.Time) {
	h := &c.half[from]
	for !h.fin && h.queue.len() > 0 && before(h.queue.first().seq, upto) {
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
