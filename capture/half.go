package capture

import (
	"hash/maphash"
	"sort"
	"time"

	"eavesdrop/decode"
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
	reset   bool   // an RST came that the receiver may not have obeyed
	offset  uint64 // stream offset of next
	queue   []waiter
	queued  int // bytes in queue
	sent    history
	synAt   time.Time
}

// A waiter is a segment that waits until the bytes before it have come. Waiters are sorted by seq; neighbours may overlap.
type waiter struct {
	seq       uint32
	data      []byte // our own copy
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
// (tcp_data_queue_ofo in net/ipv4/tcp_input.c, as seen from outside): a segment that lies within one that waits
// adds nothing; one that covers later ones whole replaces them; where two overlap in part both stay, and when
// they are read the one that begins earlier wins. It returns by how many bytes the queue grew, and whether
// bytes that overlapped differed.
func (h *half) insert(seq uint32, data []byte, frame, at int, now time.Time) (grown int, conflict bool) {
	end := seq + uint32(len(data))
	i := sort.Search(len(h.queue), func(i int) bool { return before(seq, h.queue[i].seq) })
	// h.queue[i-1] begins at or before seq. It may be that several before it reach past seq.
	for j := i - 1; j >= 0; j-- {
		if q := &h.queue[j]; before(seq, q.end()) {
			conflict = conflict || differ(q, seq, data)
			if !before(q.end(), end) {
				return 0, conflict
			}
			if q.seq == seq { // covered whole: the newer one takes its place
				grown -= len(q.data)
				h.remove(j)
				i--
			}
		} else if i-j > 8 {
			break
		}
	}
	for i < len(h.queue) && before(h.queue[i].seq, end) {
		q := &h.queue[i]
		conflict = conflict || differ(q, seq, data)
		if before(end, q.end()) {
			break
		}
		grown -= len(q.data)
		h.remove(i)
	}
	h.queue = append(h.queue, waiter{})
	copy(h.queue[i+1:], h.queue[i:])
	h.queue[i] = waiter{seq, append([]byte(nil), data...), frame, at, now}
	grown += len(data)
	h.queued += grown
	return grown, conflict
}

func (h *half) remove(i int) {
	h.queue = append(h.queue[:i], h.queue[i+1:]...)
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

// how is the way in which this half ended, when the flow ends without more from it.
func (h *half) how() decode.How {
	if h.reset {
		return decode.Reset
	}
	return decode.Cut
}
