package capture

import (
	"slices"
	"time"
)

const (
	maxWaiters = 8192 // in one direction
	waiterCost = 192  // bytes that one takes beside its data, about
	originCost = 96   // bytes that joining a segment to it takes beside the data, about
	maxSpare   = 64   // waiters kept for use again
)

// A waiter is what waits until the bytes before it have come: a segment, and those that were joined to its end.
type waiter struct {
	seq     uint32
	fin     bool   // behind data comes the FIN
	lacks   int    // bytes behind data that were cut off
	data    []byte // our own copy
	origins []origin
}

// An origin says which frame a waiter's bytes from a place on came in.
type origin struct {
	from      int // in data
	frame, at int
	time      time.Time
}

// end is the sequence number behind the waiter. The FIN counts as one.
func (w *waiter) end() uint32 {
	end := w.seq + uint32(len(w.data))
	if w.fin {
		end++
	}
	return end
}

func (w *waiter) cost() int {
	return waiterCost + (len(w.origins)-1)*originCost + len(w.data)
}

// A queue holds the waiters of one direction, sorted by seq; neighbours may overlap.
type queue struct {
	all  []*waiter // from head on
	head int
	cost int // of memory
}

func (q *queue) len() int { return len(q.all) - q.head }

// first is the waiter of the lowest number; there must be one.
func (q *queue) first() *waiter { return q.all[q.head] }

// last is the waiter of the highest number; there must be one.
func (q *queue) last() *waiter { return q.all[len(q.all)-1] }

// shift takes the first waiter out.
func (q *queue) shift() *waiter {
	w := q.all[q.head]
	q.all[q.head] = nil
	q.head++
	q.cost -= w.cost()
	q.reset()
	return w
}

// pop takes the last waiter out.
func (q *queue) pop() *waiter {
	n := len(q.all) - 1
	w := q.all[n]
	q.all[n] = nil
	q.all = q.all[:n]
	q.cost -= w.cost()
	q.reset()
	return w
}

// reset makes room for use again once nothing waits. Much room is given back: nobody counts it.
func (q *queue) reset() {
	switch {
	case q.head < len(q.all):
	case cap(q.all) > maxSpare:
		*q = queue{}
	default:
		q.all, q.head = q.all[:0], 0
	}
}

// put inserts a waiter at i.
func (q *queue) put(i int, w *waiter) {
	q.cost += w.cost()
	switch {
	case i == q.head && i > 0:
		q.head--
		q.all[q.head] = w
	case q.head > 0 && len(q.all) == cap(q.all): // room in front is better than room to be made
		n := copy(q.all, q.all[q.head:])
		clear(q.all[n:])
		i -= q.head
		q.all, q.head = slices.Insert(q.all[:n], i, w), 0
	default:
		q.all = slices.Insert(q.all, i, w)
	}
}

// cut takes the waiters [from, to) out and calls drop with each.
func (q *queue) cut(from, to int, drop func(*waiter)) {
	for _, w := range q.all[from:to] {
		q.cost -= w.cost()
		drop(w)
	}
	q.all = slices.Delete(q.all, from, to)
}
