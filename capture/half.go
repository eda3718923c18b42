package capture

import (
	"hash/maphash"
	"slices"
	"sort"
	"time"
)

// A half is one direction of a TCP connection, as the receiving kernel's queue would hold it.
type half struct {
	begun   bool   // next is known
	syn     bool   // the SYN was seen: isn is valid
	fin     bool   // a FIN was seen, at sequence number finSeq
	done    bool   // the sink was told that nothing follows
	isn     uint32 // initial sequence number
	next    uint32 // sequence number of the next byte in order
	finSeq  uint32
	acked   uint32 // highest acknowledgement of this half by the other end; valid when ackSeen
	ackSeen bool
	beyond  int    // packets since the other end acknowledged bytes that were never seen
	reset   bool   // an RST came from either side, and nothing has shown it to be forged
	offset  uint64 // stream offset of next
	queue   []waiter
	queued  int // bytes in queue
	sent    history
	synAt   time.Time
}

// A waiter is what waits until the bytes before it have come: a segment, and those that were joined to its end.
// Waiters are sorted by seq; neighbours may overlap.
type waiter struct {
	seq     uint32
	data    []byte // our own copy
	origins []origin
}

// An origin says which frame a waiter's bytes from a place on came in.
type origin struct {
	from      int // in data
	frame, at int
	time      time.Time
}

func (c *waiter) end() uint32 { return c.seq + uint32(len(c.data)) }

// before compares sequence numbers, which wrap (RFC 9293, section 3.4).
func before(a, b uint32) bool { return int32(a-b) < 0 }

// discard forgets what waits, and returns how many bytes that were.
func (h *half) discard() int {
	n := h.queued
	h.queue, h.queued = nil, 0
	return n
}

// insert queues bytes that are not in order yet, and resolves overlaps as the Linux receiver does
// (tcp_data_queue_ofo in net/ipv4/tcp_input.c, as seen from outside): a segment that begins where another ends
// is joined to it; one that lies within another adds nothing; one that covers later ones whole replaces them;
// where two overlap in part both stay, and when they are read the one that begins earlier wins. (Where several
// that wait overlap each other and one of them ends just where the new one begins, which of them the kernel
// looks at depends on the shape of its tree; that is not modelled.) It returns by how many bytes the queue grew,
// and whether bytes that overlapped differed.
func (h *half) insert(seq uint32, data []byte, o origin) (grown int, conflict bool) {
	end := seq + uint32(len(data))
	i := sort.Search(len(h.queue), func(i int) bool { return before(seq, h.queue[i].seq) })
	for j := i; j < len(h.queue) && before(h.queue[j].seq, end); j++ {
		conflict = conflict || differ(&h.queue[j], seq, data)
	}
	if n := len(h.queue); n > 0 && h.queue[n-1].end() == seq {
		return h.join(n-1, data, o), conflict
	}
	// All before i begin at or before seq. Several of them may reach past it.
	for j := i - 1; j >= max(0, i-8); j-- {
		q := &h.queue[j]
		if j == i-1 && q.end() == seq {
			return grown + h.join(j, data, o), conflict
		}
		if !before(seq, q.end()) {
			continue
		}
		conflict = conflict || differ(q, seq, data)
		if !before(q.end(), end) {
			return grown, conflict
		}
		if q.seq == seq { // covered whole: the newer one takes its place
			grown -= h.remove(j)
			i--
		}
	}
	for i < len(h.queue) && before(h.queue[i].seq, end) && !before(end, h.queue[i].end()) {
		grown -= h.remove(i)
	}
	h.queue = slices.Insert(h.queue, i, waiter{seq, slices.Clone(data), []origin{o}})
	h.queued += len(data)
	return grown + len(data), conflict
}

// join adds data to the end of the waiter at i.
func (h *half) join(i int, data []byte, o origin) (grown int) {
	q := &h.queue[i]
	o.from = len(q.data)
	q.data = append(q.data, data...)
	q.origins = append(q.origins, o)
	h.queued += len(data)
	return len(data)
}

// remove takes the waiter at i out, and returns how many bytes it had.
func (h *half) remove(i int) int {
	n := len(h.queue[i].data)
	h.queue = slices.Delete(h.queue, i, i+1)
	h.queued -= n
	return n
}

// differ says whether data at seq contradicts what waits in q where the two overlap.
func differ(q *waiter, seq uint32, data []byte) bool {
	from, to := seq, seq+uint32(len(data))
	if before(from, q.seq) {
		from = q.seq
	}
	if before(q.end(), to) {
		to = q.end()
	}
	if !before(from, to) {
		return false
	}
	n := to - from
	return string(data[from-seq:from-seq+n]) != string(q.data[from-q.seq:from-q.seq+n])
}

// history remembers the last segments that were passed on, so that a retransmission with other bytes is seen.
type history struct {
	past [8]struct {
		seq uint32
		len uint32
		sum uint64
	}
	at int
}

var historySeed = maphash.MakeSeed()

func (h *history) add(seq uint32, data []byte) {
	e := &h.past[h.at&7]
	h.at++
	e.seq, e.len, e.sum = seq, uint32(len(data)), maphash.Bytes(historySeed, data)
}

// contradicts says that a segment with these bounds was passed on, with other bytes.
func (h *history) contradicts(seq uint32, data []byte) bool {
	for i := range h.past {
		if e := &h.past[i]; e.len == uint32(len(data)) && e.seq == seq {
			return e.sum != maphash.Bytes(historySeed, data)
		}
	}
	return false
}

// sortByID puts flows in the order in which they began.
func sortByID(conns []*conn) {
	sort.Slice(conns, func(i, j int) bool { return conns[i].flow.ID < conns[j].flow.ID })
}
