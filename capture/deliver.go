package capture

import "time"

// lateness is how long what waits is held back, in the capture's time, where nobody acknowledges anything and so
// nothing else tells that the bytes before it were lost.
const lateness = 10 * time.Second

// queue makes wait what is not in order yet, within the limits.
func (a *Assembler) queue(c *conn, from int, in *arrival) {
	h := &c.half[from]
	again, conflict := a.insert(&h.queue, in)
	c.flow.Stats.Retransmitted[c.dir(from)] += uint64(again)
	if conflict {
		c.flow.Stats.Conflicts++
	}
	if !a.waiters.has(c) {
		a.waiters.push(c)
	}
	for h.queue.cost > a.limits.OutOfOrder || h.queue.len() > maxWaiters {
		a.force(c, from)
	}
	for a.waiting > a.limits.Memory {
		longest := a.waiters.first
		for from := range longest.half {
			for longest.half[from].queue.len() > 0 {
				a.force(longest, from)
			}
		}
	}
	if h.queue.len() > 0 && !h.acks && !h.unsure && in.time.Sub(h.queue.first().origins[0].time) > lateness {
		a.leap(c, from)
	}
}

// force makes room: it drops the last that waits if it seems to be forged, else it passes on the first, over the gap
// before it.
func (a *Assembler) force(c *conn, from int) {
	h := &c.half[from]
	if h.fin || c.forged(from, h.queue.last()) {
		a.counts.Forced++
		a.drop(c, from, a.pop(c, from))
		return
	}
	if h.owed() == 0 { // else it is sure that what is missing does not come any more
		a.counts.Forced++
	}
	a.leap(c, from)
}

// forged says that no receiver would take what waits: the other end has acknowledged all that was seen, and has no window
// for what is so far ahead of it.
func (c *conn) forged(from int, w *waiter) bool {
	h := &c.half[from]
	return !h.unsure && h.acks && !before(h.acked, h.next) && int32(w.seq-h.acked) > int32(c.reach(from))
}

// leap takes the bytes before the first that waits as lost.
func (a *Assembler) leap(c *conn, from int) {
	h := &c.half[from]
	if h.queue.len() == 0 || h.fin {
		return
	}
	h.unsure = false
	if lost := int32(h.queue.first().seq - h.next); lost > 0 {
		h.skip(int(lost))
	}
	h.beyond = 0
	a.unqueue(c, from)
}

// unqueue hands on what is in order now, up to a FIN.
func (a *Assembler) unqueue(c *conn, from int) {
	h := &c.half[from]
	for !h.fin && h.queue.len() > 0 && !before(h.next, h.queue.first().seq) {
		w := a.shift(c, from)
		a.passWaiter(c, from, w)
		a.recycle(w)
	}
}

// shift takes the first that waits out of the queue.
func (a *Assembler) shift(c *conn, from int) *waiter {
	h := &c.half[from]
	w := h.queue.shift()
	a.taken(c, w)
	return w
}

// pop takes the last that waits out of the queue.
func (a *Assembler) pop(c *conn, from int) *waiter {
	w := c.half[from].queue.pop()
	a.taken(c, w)
	return w
}

// taken counts a waiter that was taken out of a queue.
func (a *Assembler) taken(c *conn, w *waiter) {
	a.waiting -= w.cost()
	if c.half[0].queue.len()+c.half[1].queue.len() == 0 {
		a.waiters.remove(c)
	}
}

// passWaiter hands on what of a waiter is new, frame by frame.
func (a *Assembler) passWaiter(c *conn, from int, w *waiter) {
	h := &c.half[from]
	start := min(int(h.next-w.seq), len(w.data))
	c.flow.Stats.Retransmitted[c.dir(from)] += uint64(start)
	in := arrival{}
	for i, o := range w.origins {
		end := len(w.data)
		if i+1 < len(w.origins) {
			end = w.origins[i+1].from
		}
		in.frame, in.time = o.frame, o.time
		if start < end {
			in.at = after(o.at, start-o.from)
			a.pass(c, from, w.data[start:end], &in)
			start = end
		}
	}
	if lacks := int32(w.seq + uint32(len(w.data)+w.lacks) - h.next); w.lacks > 0 && lacks > 0 {
		in.data = w.data
		a.passLacking(c, from, int(lacks), &in)
	}
	if w.fin && before(h.next, w.end()) {
		h.finished(&in)
	}
}

// drop forgets a waiter that was taken out of the queue, and counts its bytes as those that no receiver takes.
func (a *Assembler) drop(c *conn, from int, w *waiter) {
	c.flow.Stats.Ignored[c.dir(from)] += uint64(len(w.data))
	a.recycle(w)
}

// dropQueue forgets all that waits.
func (a *Assembler) dropQueue(c *conn, from int) {
	h := &c.half[from]
	for h.queue.len() > 0 {
		a.drop(c, from, a.shift(c, from))
	}
	h.queue = queue{}
}
