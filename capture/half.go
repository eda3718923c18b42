package capture

import "time"

// A half is one direction of a TCP connection, as its receiver's queue would hold it.
type half struct {
	begun  bool // first and next are known
	unsure bool // nothing is passed on yet: it is not sure that next is where the stream begins
	early  bool // what waits first came on the SYN: it counts only when the other end acknowledges it
	syn    bool // the SYN was seen: isn is valid
	fin    bool // the FIN is next: nothing follows, unless it turns out to be forged
	done   bool // the sink was told that nothing follows
	reset  bool // an RST came from either side, and nothing has shown it to be forged
	acks   bool // the other end has acknowledged something: acked is valid
	marked bool // urgent is valid, and the byte there has not come yet

	isn    uint32 // initial sequence number
	first  uint32 // sequence number of the first byte of the stream
	next   uint32 // sequence number of the next byte in order
	acked  uint32 // what the other end acknowledged last
	urgent uint32 // sequence number of the urgent byte
	mark   uint32 // next when the last RST came
	window uint32 // widest window that the other end has offered, in bytes
	scale  int8   // shift count of the window scale option on this half's SYN; negative: it had none
	offset uint64 // stream offset of next
	lost   int    // bytes missing before next of which the sink was not told yet
	queue  queue
	past   uint64 // number of its last run in Assembler.past, counted from 1; 0: it has none
	tried  int    // packets since the first, while it is unsure
	doubts int    // segments of it in Assembler.doubts
	synAt  time.Time

	finFrame int // with fin: the frame that brought it, and when
	finAt    time.Time

	// While the other end has acknowledged bytes that were not seen:
	beyond  int       // packets since, or since next moved
	stuck   uint32    // next then
	overdue uint32    // the least that was acknowledged since
	since   time.Time // of the first of the packets; while it is unsure, of the first that waits
}

// before compares sequence numbers, which wrap (RFC 9293, section 3.4).
func before(a, b uint32) bool { return int32(a-b) < 0 }

// begin sets where the stream begins.
func (h *half) begin(seq uint32) { h.begun, h.first, h.next = true, seq, seq }

// skip passes over n bytes that are missing.
func (h *half) skip(n int) {
	h.next += uint32(n)
	h.offset += uint64(n)
	h.lost += n
}

// anyWindow is the widest window that TCP can offer, about (RFC 7323, section 2.3).
const anyWindow = 1 << 30

// reach is how far from what is expected a sender's sequence numbers can be, both ways: twice the widest window that
// it was ever offered, because we may not have seen the last offer yet, and some.
func (c *conn) reach(h int) uint32 {
	mine, other := &c.half[h], &c.half[1-h]
	if !mine.syn || !other.syn || !mine.acks {
		return anyWindow // the scale is not known
	}
	return min(2*mine.window+64<<10, anyWindow)
}

// within says whether seq is within n of middle.
func within(seq, middle, n uint32) bool { return seq-middle+n <= 2*n }

// offer notes the window that half h's receiver offers it on an acknowledgement. The window of a SYN is not scaled,
// and none is unless both SYNs had the option (RFC 7323, section 2.2).
func (c *conn) offer(h int, window uint16, syn bool) {
	mine, other := &c.half[h], &c.half[1-h]
	w := uint32(window)
	if !syn && mine.scale >= 0 && other.scale >= 0 {
		w <<= uint(other.scale)
	}
	mine.window = max(mine.window, w)
}
