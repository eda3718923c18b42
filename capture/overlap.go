package capture

import (
	"bytes"
	"sort"
	"time"
)

// An arrival is payload as it came, out of one frame.
type arrival struct {
	seq       uint32
	data      []byte // valid until the next frame
	lacks     int    // bytes behind data that were cut off
	fin       bool   // behind them comes the FIN
	onSYN     bool   // they came on a SYN
	frame, at int    // at is negative when data does not stand in the frame as it is
	time      time.Time
}

// after is the place in a frame n bytes behind at.
func after(at, n int) int {
	if at < 0 {
		return at
	}
	return at + n
}

// end is the sequence number behind what came. The FIN counts as one.
func (in *arrival) end() uint32 {
	end := in.seq + uint32(len(in.data))
	if in.fin {
		end++
	}
	return end
}

// insert queues what is not in order yet, and resolves overlaps as the Linux receiver does (tcp_data_queue_ofo in
// net/ipv4/tcp_input.c, as seen from outside): a segment that begins where another ends is joined to it; one that
// lies within another adds nothing; one that covers later ones whole replaces them; where two overlap in part both
// stay, and when they are read the one that begins earlier wins. (Where several that wait overlap each other and
// one of them ends just where the new one begins, which of them the kernel looks at depends on the shape of its
// tree; that is not modelled.) The FIN is a byte like others there, and is lost with the segment that it is on. It
// returns how many bytes waited already and will not be read a second time, and whether bytes that overlapped differed.
func (a *Assembler) insert(q *queue, in *arrival) (again int, conflict bool) {
	cost := q.cost
	defer func() { a.waiting += q.cost - cost }()
	covered := func(w *waiter) {
		again += len(w.data)
		a.recycle(w)
	}
	end := in.end()
	i := q.head + sort.Search(q.len(), func(i int) bool { return before(in.seq, q.all[q.head+i].seq) })
	for j, rest := i, *in; j < len(q.all) && !conflict && before(q.all[j].seq, end); j++ {
		w := q.all[j]
		conflict = differ(w, &rest)
		// Each byte is compared once, with what would be read: waiters that overlap were compared with each other.
		if seen := int32(w.seq + uint32(len(w.data)) - rest.seq); seen > 0 {
			n := min(int(seen), len(rest.data))
			rest.seq, rest.data = rest.seq+uint32(n), rest.data[n:]
		}
	}
	if q.len() > 0 && q.join(q.last(), in) {
		return again, conflict
	}
	// All before i begin at or before in. Several of them may reach past it.
	for j := i - 1; j >= max(q.head, i-8); j-- {
		w := q.all[j]
		if j == i-1 && q.join(w, in) {
			return again, conflict
		}
		if !before(in.seq, w.end()) {
			continue
		}
		conflict = conflict || differ(w, in)
		if !before(w.end(), end) {
			return again + len(in.data), conflict
		}
		if w.seq == in.seq { // covered whole: the newer one takes its place
			q.cut(j, j+1, covered)
			i--
		}
	}
	n := i
	for n < len(q.all) && before(q.all[n].seq, end) && !before(end, q.all[n].end()) {
		n++
	}
	q.cut(i, n, covered)
	q.put(i, a.waiter(in))
	return again, conflict
}

// join adds what came to the end of a waiter, if it belongs there. Behind a FIN that means: before it, a byte too early.
// It ought not to be there, but so it is read.
func (q *queue) join(w *waiter, in *arrival) bool {
	if w.end() != in.seq || w.fin && in.fin || w.lacks > 0 || in.lacks > 0 {
		return false
	}
	q.cost -= w.cost()
	w.origins = append(w.origins, origin{len(w.data), in.frame, in.at, in.time})
	w.data = append(w.data, in.data...)
	w.fin = w.fin || in.fin
	q.cost += w.cost()
	return true
}

// waiter makes a waiter of what came, of a used one if there is one.
func (a *Assembler) waiter(in *arrival) *waiter {
	var w *waiter
	if n := len(a.spare); n > 0 {
		w, a.spare = a.spare[n-1], a.spare[:n-1]
	} else {
		w = &waiter{}
	}
	w.seq, w.fin, w.lacks = in.seq, in.fin, in.lacks
	w.data = append(w.data[:0], in.data...)
	w.origins = append(w.origins[:0], origin{0, in.frame, in.at, in.time})
	return w
}

// recycle takes back a waiter that nobody needs any more.
func (a *Assembler) recycle(w *waiter) {
	if len(a.spare) < maxSpare && cap(w.data) <= 4<<10 && cap(w.origins) <= 16 {
		a.spare = append(a.spare, w)
	}
}

// differ says whether what came contradicts what waits where the two overlap.
func differ(w *waiter, in *arrival) bool {
	return contradict(w.seq, w.data, in.seq, in.data)
}

// contradict says whether two runs of a stream's bytes differ where they overlap.
func contradict(seqA uint32, a []byte, seqB uint32, b []byte) bool {
	if before(seqB, seqA) {
		seqA, a, seqB, b = seqB, b, seqA, a
	}
	skip := int(seqB - seqA)
	if skip >= len(a) {
		return false
	}
	a = a[skip:]
	n := min(len(a), len(b))
	return !bytes.Equal(a[:n], b[:n])
}
