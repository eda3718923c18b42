package capture

import "eavesdrop/decode"

// payload takes what a segment carries: data, a FIN.
func (a *Assembler) payload(c *conn, s *segment) {
	h := &c.half[s.from]
	if h.keepsAlive(s) {
		c.flow.Stats.Ignored[c.dir(s.from)]++
		return
	}
	if !h.begun {
		h.begin(s.seq)
		h.unsure = !h.acks || h.acked != s.seq
	}
	in := arrival{seq: s.seq, onSYN: s.flags&flagSYN != 0, frame: s.frame, at: s.at, time: s.time}
	if s.pieces != nil { // each piece as if it were a segment of its own
		a.pieces = s.pieces.AppendSlice(a.pieces[:0], uint64(s.at), uint64(s.at+len(s.data)), 0)
		for _, p := range a.pieces {
			part := in
			part.seq, part.data, part.frame, part.at = s.seq+uint32(p.Off), s.data[p.Off:p.Off+uint64(p.Len)], p.Frame, p.At
			a.arrived(c, s.from, &part)
		}
	} else {
		in.data, in.lacks = s.data, s.lacks
		if s.lacks == 0 {
			in.fin = s.flags&(flagFIN|flagRST) == flagFIN
		}
		a.arrived(c, s.from, &in)
	}
	if s.flags&(flagFIN|flagRST) == flagFIN && !in.fin {
		in.seq, in.data, in.lacks, in.fin = s.seq+uint32(len(s.data)+s.lacks), nil, 0, true
		a.arrived(c, s.from, &in)
	}
}

// keepsAlive says that a segment brings nothing but one byte before next, or one that the other end has acknowledged
// already: a keep-alive may carry one that means nothing (RFC 1122, section 4.2.3.6).
func (h *half) keepsAlive(s *segment) bool {
	if len(s.data) != 1 || s.lacks > 0 || s.flags&(flagFIN|flagSYN) != 0 || h.unsure {
		return false
	}
	behind := s.seq + 1
	if !h.begun {
		return h.acks && behind == h.acked
	}
	return before(s.seq, h.next) && (behind == h.next || h.acks && !before(h.acked, behind))
}

// ignore counts what no receiver takes.
func (a *Assembler) ignore(c *conn, from int, in *arrival) {
	c.flow.Stats.Ignored[c.dir(from)] += uint64(len(in.data))
}

// arrived takes data, and the FIN behind it if it has one.
func (a *Assembler) arrived(c *conn, from int, in *arrival) {
	h := &c.half[from]
	switch {
	case in.onSYN:
		a.early(c, from, in)
		return
	case h.unsure && a.hold(c, from, in):
		return
	}
	far := !within(in.seq, h.next, anyWindow)
	if !far && before(in.seq, h.next) && !a.again(c, from, in) {
		return
	}
	switch {
	case far || h.done || h.fin && len(in.data) == 0: // no receiver takes what lies beyond any window, or behind the FIN
		a.ignore(c, from, in)
	case in.seq == h.next && !h.fin:
		a.inOrder(c, from, in)
	default:
		a.queue(c, from, in)
	}
}

// again takes off the front of in what stands before next: what was passed on before, of which it looks whether it is
// still the same, and what comes too late. It returns whether something is left.
func (a *Assembler) again(c *conn, from int, in *arrival) bool {
	h := &c.half[from]
	st, d := &c.flow.Stats, c.dir(from)
	old := h.next - in.seq
	n := min(int(old), len(in.data))
	if a.past.contradicts(h, in.seq, in.data[:n]) {
		st.Conflicts++
	}
	late := a.late(c, from, in.seq, n)
	st.Ignored[d] += uint64(late)
	st.Retransmitted[d] += uint64(n - late)
	all := uint32(len(in.data) + in.lacks)
	if old > all || old == all && !in.fin {
		return false
	}
	in.lacks -= int(old) - n
	in.seq, in.data, in.at = h.next, in.data[n:], after(in.at, n)
	return true
}

// late says how many of the n bytes from seq on come too late: they stand before what was taken for the beginning of the stream,
// or were told as lost, as far as that is remembered.
func (a *Assembler) late(c *conn, from int, seq uint32, n int) int {
	h, late := &c.half[from], 0
	if h.offset < anyWindow && before(seq, h.first) {
		late = min(int(h.first-seq), n)
	}
	if h.lost > 0 || c.flow.Stats.Lost[c.dir(from)] > 0 {
		late = max(late, a.past.lacks(h, seq, n))
	}
	return late
}

// inOrder takes what comes next.
func (a *Assembler) inOrder(c *conn, from int, in *arrival) {
	h := &c.half[from]
	if h.queue.len() == 0 {
		a.pass(c, from, in.data, in)
		a.passLacking(c, from, in.lacks, in)
		if in.fin {
			h.finished(in)
		}
		return
	}
	for _, w := range h.queue.all[h.queue.head:] {
		if !before(w.seq, in.seq+uint32(len(in.data))) {
			break
		}
		if differ(w, in) {
			c.flow.Stats.Conflicts++
			break
		}
	}
	a.pass(c, from, in.data, in)
	a.passLacking(c, from, in.lacks, in)
	if in.fin {
		h.finished(in)
	}
	a.unqueue(c, from)
}

// passLacking passes over n bytes behind data that were cut off, as far as they do not wait already. Where there was some
// data this is told at once, because a message may end there; else with what comes next, so that a capture of nothing but
// headers does not speak of every packet.
func (a *Assembler) passLacking(c *conn, from, n int, in *arrival) {
	h := &c.half[from]
	if n > 0 && h.queue.len() > 0 {
		n = min(n, max(int(int32(h.queue.first().seq-h.next)), 0))
	}
	if n == 0 {
		return
	}
	h.skip(n)
	if len(in.data) > 0 {
		a.tellLost(c, from, in.time)
	}
}

// pass hands on bytes that came in order in in. What was sent as urgent is handed on beside the stream.
func (a *Assembler) pass(c *conn, from int, data []byte, in *arrival) {
	if len(data) == 0 {
		return
	}
	h := &c.half[from]
	a.past.add(h, h.next, data)
	at := in.at
	if h.marked && h.urgent-h.next < uint32(len(data)) {
		n := int(h.urgent - h.next)
		a.passRun(c, from, data[:n], at, in)
		h.marked = false
		a.feed(c, from, decode.Segment{Time: in.time, Offset: h.offset, Data: data[n : n+1], Frame: in.frame, At: after(at, n), Urgent: true})
		h.next++
		data, at = data[n+1:], after(at, n+1)
	}
	a.passRun(c, from, data, at, in)
}

func (a *Assembler) passRun(c *conn, from int, data []byte, at int, in *arrival) {
	h := &c.half[from]
	if len(data) == 0 {
		return
	}
	s := decode.Segment{Time: in.time, Offset: h.offset, Data: data, Lost: h.lost, Frame: in.frame, At: at}
	h.next += uint32(len(data))
	h.offset += uint64(len(data))
	h.lost = 0
	a.feed(c, from, s)
}
