package capture

import (
	"encoding/binary"

	"eavesdrop/decode"
)

// TCP flags (RFC 9293, section 3.1).
const (
	flagFIN = 1 << iota
	flagSYN
	flagRST
	_
	flagACK
)

// patience is how many packets of a flow may pass after the receiver has acknowledged bytes that were never
// seen, before they are taken as lost: captures do not always keep the order of the two directions.
const patience = 16

// tcp takes a TCP segment.
func (a *Assembler) tcp(f *Frame, p *peeled) skip {
	b := p.payload
	if len(b) < 20 {
		if p.cut {
			return skipShort
		}
		return skipBadTCP
	}
	head := int(b[12]>>4) * 4
	if head < 20 {
		return skipBadTCP
	}
	if head > len(b) {
		if p.cut {
			return skipShort
		}
		return skipBadTCP
	}
	src, dst := ports(b)
	seq, ack, flags := binary.BigEndian.Uint32(b[4:]), binary.BigEndian.Uint32(b[8:]), b[13]
	data, at := b[head:], p.at+head
	k, swapped := keyOf(p, src, dst)
	from := end(swapped)
	c := a.table.find(&k)
	if c != nil && c.reopens(from, seq, flags) {
		if !c.ended {
			a.drain(c)
			a.close(c, c.state())
		}
		a.table.remove(c)
		a.forget(c)
		c = nil
	}
	if c == nil {
		client := from
		if flags&(flagSYN|flagACK) == flagSYN|flagACK {
			client = 1 - from
		}
		c = a.open(k, client, flags&flagSYN != 0, f)
	}
	a.table.touch(c)
	if c.ended { // its numbers were told; whoever has them must not see them change
		return ""
	}
	c.saw(f, p)
	mine, other := &c.half[from], &c.half[1-from]
	if mine.reset && flags&flagRST == 0 && (flags&flagSYN != 0 || len(data) > 0 && from == c.resetBy) {
		mine.reset, other.reset = false, false // whoever was said to have given up talks on: it was forged
	}
	if flags&flagSYN != 0 {
		a.syn(c, from, seq, ack, flags, f)
		seq++ // the SYN counts as one
	}
	if flags&flagACK != 0 && flags&flagRST == 0 {
		a.acknowledged(c, 1-from, ack)
		if st := &c.flow.Stats; st.RTT == 0 && mine.syn && other.syn && flags&flagSYN == 0 && from == c.client {
			st.RTT = f.Time.Sub(mine.synAt)
		}
	}
	switch {
	case len(data) == 0:
	case p.pieces != nil:
		a.scattered(c, from, seq, data, f, p.pieces, at)
	default:
		a.data(c, from, seq, data, f, at)
	}
	end := seq + uint32(len(data)+p.missing)
	if p.missing > 0 && mine.begun && mine.next == seq+uint32(len(data)) { // what the snap length cut off never comes
		a.abandon(c, from, end, f)
	}
	if flags&flagFIN != 0 && !mine.fin {
		mine.fin, mine.finSeq = true, end
		if !mine.begun {
			mine.begun, mine.next = true, mine.finSeq
		}
	}
	if flags&flagRST != 0 {
		a.rst(c, from, f)
	}
	a.settle(c, f)
	return ""
}

// reopens says that a segment begins a new connection between the same ends: ports get reused.
func (c *conn) reopens(from int, seq uint32, flags byte) bool {
	if flags&(flagSYN|flagACK|flagRST|flagFIN) != flagSYN {
		return false
	}
	mine := &c.half[from]
	if mine.syn {
		return mine.isn != seq
	}
	return mine.begun || c.ended || c.half[1-from].begun && !c.half[1-from].syn
}

// syn takes a SYN.
func (a *Assembler) syn(c *conn, from int, seq, ack uint32, flags byte, f *Frame) {
	mine := &c.half[from]
	if !mine.syn {
		if mine.offset == 0 { // what came before it, without a byte of data, was not of this connection
			mine.begun, mine.next, mine.fin = true, seq+1, false
		}
		mine.syn, mine.isn, mine.synAt = true, seq, f.Time
	}
	other := &c.half[1-from]
	if flags&flagACK != 0 && !other.begun {
		other.begun, other.next = true, ack // the SYN that it answers was not captured
	}
}

// acknowledged takes an acknowledgement of half h.
func (a *Assembler) acknowledged(c *conn, h int, ack uint32) {
	half := &c.half[h]
	if !half.ackSeen || before(half.acked, ack) {
		half.acked, half.ackSeen = ack, true
	}
}

// scattered takes payload that did not stand in one frame as it is, but at a place in what pieces trace: each
// piece as if it were a segment of its own.
func (a *Assembler) scattered(c *conn, from int, seq uint32, data []byte, f *Frame, pieces decode.Trace, at int) {
	a.pieces = pieces.AppendSlice(a.pieces[:0], uint64(at), uint64(at+len(data)), 0)
	own := *f
	for _, p := range a.pieces {
		own.Number = p.Frame
		a.data(c, from, seq+uint32(p.Off), data[p.Off:p.Off+uint64(p.Len)], &own, p.At)
	}
}

// data takes payload.
func (a *Assembler) data(c *conn, from int, seq uint32, data []byte, f *Frame, at int) {
	h := &c.half[from]
	if !h.begun {
		h.begun, h.next = true, seq
	}
	if h.fin && before(h.finSeq, seq+uint32(len(data))) { // what lies behind the FIN was never sent
		if !before(seq, h.finSeq) {
			return
		}
		data = data[:h.finSeq-seq]
	}
	if seq == h.next && len(h.queue) == 0 {
		a.pass(c, from, seq, data, f.Number, at, f)
		return
	}
	if before(seq, h.next) {
		old := h.next - seq
		st := &c.flow.Stats
		d := c.dir(from)
		if h.sent.contradicts(seq, data) {
			st.Conflicts++
		}
		if old >= uint32(len(data)) {
			st.Retransmitted[d] += uint64(len(data))
			return
		}
		st.Retransmitted[d] += uint64(old)
		data, seq = data[old:], h.next
		if at >= 0 {
			at += int(old)
		}
	}
	if seq == h.next {
		for i := range h.queue {
			if differ(&h.queue[i], seq, data) {
				c.flow.Stats.Conflicts++
				break
			}
		}
		a.pass(c, from, seq, data, f.Number, at, f)
		a.unqueue(c, from)
		return
	}
	grown, conflict := h.insert(seq, data, origin{0, f.Number, at, f.Time})
	a.waiting += grown
	if conflict {
		c.flow.Stats.Conflicts++
	}
	for h.queued > a.limits.OutOfOrder || a.waiting > a.limits.Memory && len(h.queue) > 0 {
		a.counts.Forced++
		a.leap(c, from)
	}
}

// settle looks, after each packet, whether a gap is to be given up, a side has ended, the flow is over.
func (a *Assembler) settle(c *conn, f *Frame) {
	if c.ended {
		return
	}
	over := true
	for h := range c.half {
		half := &c.half[h]
		if half.ackSeen && half.begun && before(half.next, half.acked) {
			a.missing(c, h, f)
		}
		if half.fin && !half.done && half.next == half.finSeq {
			a.endHalf(c, h, decode.Finished, f)
		}
		over = over && half.done && half.ackSeen && before(half.finSeq, half.acked)
	}
	if over {
		a.close(c, decode.StateClosed)
	}
}

// missing deals with a half of which more was acknowledged than was seen.
func (a *Assembler) missing(c *conn, h int, f *Frame) {
	half := &c.half[h]
	if half.fin && half.next == half.finSeq { // only the FIN itself is acknowledged
		return
	}
	if half.acked-half.next > 1<<30 { // no window is that large: the number is not to be believed
		return
	}
	if half.beyond++; half.beyond < patience {
		return
	}
	half.beyond = 0
	a.abandon(c, h, half.acked, f)
}

// abandon takes what is missing up to sequence number upto as lost, and hands on what waits behind it.
func (a *Assembler) abandon(c *conn, h int, upto uint32, f *Frame) {
	half := &c.half[h]
	for len(half.queue) > 0 && before(half.queue[0].seq, upto) {
		a.leap(c, h)
	}
	if half.fin && before(half.finSeq, upto) {
		upto = half.finSeq
	}
	if lost := int32(upto - half.next); lost > 0 {
		half.next = upto
		half.offset += uint64(lost)
		a.feed(c, h, half.offset, nil, int(lost), f.Number, -1, f.Time, decode.Going)
		a.unqueue(c, h)
	}
}
