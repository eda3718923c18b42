package http2wire

import (
	"golang.org/x/net/http2"

	"eavesdrop/decode"
)

// beginData reads a DATA frame's header (RFC 9113 section 6.1).
func (d *decoder) beginData(s *side, h header, data []byte, off uint64) int {
	n, pad := headerLen, 0
	if h.padded() && h.length > 0 {
		if len(data) <= headerLen {
			return 0
		}
		n, pad = headerLen+1, int(data[headerLen])
	}
	left := h.length - (n - headerLen)
	if pad > left {
		d.complain(s, off, "more padding than payload (RFC 9113 section 6.1)")
		pad = left
	}
	s.frame, s.left, s.pad, s.state = h, left, pad, inData
	half := d.streams.half(h.stream, s.dir)
	switch {
	case d.tunnel(s) != nil:
	case half == nil || !half.open():
		d.strayData(s, h, off)
		s.state, s.left = inOther, left
	default:
		half.layout.add(piece{header: h, pad: pad})
		if half.body == nil && left > pad {
			d.beginBody(s, half, off)
		}
	}
	d.own(s, off, n)
	if s.left == 0 {
		d.endData(s)
	}
	return n
}

// strayData tells of data on a stream that has no headers, or has ended. In the middle of a connection that is no
// wonder, and neither is it when the other side has reset the stream.
func (d *decoder) strayData(s *side, h header, off uint64) {
	st := d.streams.find(h.stream)
	switch {
	case h.length == 0 || st == nil && d.unsure() || st != nil && (st.reset || s.hpack.partial):
	case st == nil && h.stream <= d.streams.highest[h.stream&1] || st != nil && st.halves[s.dir].done:
		d.complain(s, off, "a DATA frame on a stream that has ended (RFC 9113 section 5.1)")
	default:
		d.complain(s, off, "a DATA frame on a stream that has no headers (RFC 9113 section 5.1)")
	}
}

// readData passes over the data.
func (d *decoder) readData(s *side, data []byte, off uint64) int {
	n := min(len(data), s.left)
	content := min(n, s.left-s.pad)
	if tunnel := d.tunnel(s); tunnel != nil {
		d.pass(s, tunnel, data[:max(content, 0)], off)
	} else if half := d.streams.half(s.frame.stream, s.dir); half != nil && half.body != nil && content > 0 {
		half.body.Write(data[:content], off)
	}
	d.own(s, off, n)
	d.streams.weigh(d.streams.half(s.frame.stream, s.dir))
	d.passed(s, n)
	return n
}

// passed counts n bytes of a DATA frame's payload.
func (d *decoder) passed(s *side, n int) {
	if s.left -= n; s.left < s.pad {
		s.pad = s.left
	}
	if s.left == 0 {
		d.endData(s)
	}
}

// endData ends a DATA frame, or one that was passed over.
func (d *decoder) endData(s *side) {
	if s.state == inData && s.frame.is(http2.FlagDataEndStream) {
		if st := d.streams.find(s.frame.stream); st != nil {
			d.finishHalf(st, s.dir, true)
			st.leave(s.dir, decode.Finished)
			d.streams.tidy(st)
		}
	}
	s.state = atFrame
}

// own notes that the next n bytes of the stream, from offset off on, belong to the message of the DATA frame
// in hand.
func (d *decoder) own(s *side, off uint64, n int) {
	if half := d.streams.half(s.frame.stream, s.dir); half != nil && half.open() && s.state == inData {
		d.c.Follow(&half.trail, s.dir, off, off+uint64(n), uint64(half.layout.size))
		half.layout.size += n
	}
}
