package capture

import (
	"slices"

	"eavesdrop/decode"
)

// pass hands on bytes that are in order. A small copy of what they were stays behind.
func (a *Assembler) pass(c *conn, from int, seq uint32, data []byte, frame, at int, f *Frame) {
	h := &c.half[from]
	h.sent.add(seq, data)
	offset := h.offset
	h.next += uint32(len(data))
	h.offset += uint64(len(data))
	a.feed(c, from, offset, data, 0, frame, at, f.Time, decode.Going)
}

// unqueue hands on what waited for the bytes that have just come.
func (a *Assembler) unqueue(c *conn, from int) { a.unqueueAfter(c, from, 0) }

// unqueueAfter hands on what is in order now; lost bytes are missing before the first of it.
func (a *Assembler) unqueueAfter(c *conn, from, lost int) {
	h := &c.half[from]
	n := 0
	for n < len(h.queue) && !before(h.next, h.queue[n].seq) {
		q := h.queue[n]
		n++
		h.queued -= len(q.data)
		a.waiting -= len(q.data)
		if !before(h.next, q.end()) {
			continue
		}
		h.sent.add(q.seq, q.data)
		a.passQueued(c, from, &q, lost)
		lost = 0
	}
	if n > 0 {
		h.queue = slices.Delete(h.queue, 0, n)
	}
}

// passQueued hands on what of a waiter is new, frame by frame.
func (a *Assembler) passQueued(c *conn, from int, q *waiter, lost int) {
	h := &c.half[from]
	start := int(h.next - q.seq)
	for i, o := range q.origins {
		end := len(q.data)
		if i+1 < len(q.origins) {
			end = q.origins[i+1].from
		}
		if end <= start {
			continue
		}
		at := o.at
		if at >= 0 {
			at += start - o.from
		}
		offset, data := h.offset, q.data[start:end]
		h.next += uint32(len(data))
		h.offset += uint64(len(data))
		a.feed(c, from, offset, data, lost, o.frame, at, o.time, decode.Going)
		start, lost = end, 0
	}
}

// leap takes the bytes before the first that waits as lost.
func (a *Assembler) leap(c *conn, from int) {
	h := &c.half[from]
	if len(h.queue) == 0 {
		return
	}
	lost := h.queue[0].seq - h.next
	h.next += lost
	h.offset += uint64(lost)
	h.beyond = 0
	a.unqueueAfter(c, from, int(lost))
}
