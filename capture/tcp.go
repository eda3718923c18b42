package capture

import (
	"encoding/binary"
	"slices"
	"time"

	"eavesdrop/decode"
)

// TCP flags (RFC 9293, section 3.1).
const (
	flagFIN = 1 << iota
	flagSYN
	flagRST
	flagPSH
	flagACK
	flagURG
)

// A segment is a TCP segment (RFC 9293, section 3.1): source port(2) destination port(2) sequence number(4)
// acknowledgement number(4) data offset(4 bits) reserved(4 bits) flags(1) window(2) checksum(2) urgent pointer(2)
// options data. Checksums are not looked at: where the network card computes them, a capture of the sender's own
// machine has wrong ones.
type segment struct {
	from     int // the half that it is of
	seq, ack uint32
	flags    byte
	window   uint16
	urgent   uint16 // valid with flagURG
	scale    int8   // shift count of the window scale option; negative: it has none
	data     []byte
	lacks    int          // bytes behind data that were cut off
	at       int          // where data stands in the frame, or in what pieces trace, if that is not nil
	pieces   decode.Trace // Off counted as at is
	frame    int
	time     time.Time
}

// read takes a segment apart, and returns its ports.
func (s *segment) read(f *Frame, p *peeled) (src, dst uint16, why skip) {
	b := p.payload
	if len(b) < 20 {
		if p.cut {
			return 0, 0, skipShort
		}
		return 0, 0, skipBadTCP
	}
	head := int(b[12]>>4) * 4
	switch {
	case head < 20:
		return 0, 0, skipBadTCP
	case head > len(b) && p.cut:
		return 0, 0, skipShort
	case head > len(b):
		return 0, 0, skipBadTCP
	}
	src, dst = ports(b)
	s.seq, s.ack, s.flags = binary.BigEndian.Uint32(b[4:]), binary.BigEndian.Uint32(b[8:]), b[13]
	s.window, s.urgent, s.scale = binary.BigEndian.Uint16(b[14:]), binary.BigEndian.Uint16(b[18:]), -1
	if s.flags&flagSYN != 0 {
		s.scale = windowScale(b[20:head])
	}
	s.data, s.at, s.pieces, s.lacks = b[head:], p.at+head, p.pieces, 0
	if p.pieces == nil {
		s.lacks = p.lacks(f)
	}
	s.frame, s.time = f.Number, f.Time
	return src, dst, ""
}

// end is the sequence number behind what the segment carries. The FIN counts as one.
func (s *segment) end() uint32 {
	end := s.seq + uint32(len(s.data)+s.lacks)
	if s.flags&flagFIN != 0 {
		end++
	}
	return end
}

// copy is s with data of its own, to be kept.
func (s *segment) copy() *segment {
	c := *s
	c.data, c.pieces = slices.Clone(s.data), slices.Clone(s.pieces)
	return &c
}

// windowScale finds the shift count of the window scale option (RFC 7323, section 2.2: 14 at most); -1 when there
// is none.
func windowScale(options []byte) int8 {
	for len(options) > 0 && options[0] != 0 {
		if options[0] == 1 { // padding
			options = options[1:]
			continue
		}
		if len(options) < 2 || options[1] < 2 || int(options[1]) > len(options) {
			return -1
		}
		if options[0] == 3 && options[1] == 3 {
			return int8(min(options[2], 14))
		}
		options = options[options[1]:]
	}
	return -1
}

// tcp takes a TCP segment.
func (a *Assembler) tcp(f *Frame, p *peeled) skip {
	s := &a.tcpSeg
	src, dst, why := s.read(f, p)
	if why != "" {
		return why
	}
	k, swapped := keyOf(p, src, dst)
	s.from = end(swapped)
	seen := sightingOf(f, p)
	c, why := a.connOf(&k, s, &seen)
	if c == nil {
		return why
	}
	a.table.live.push(c)
	c.saw(&seen)
	a.segment(c, s)
	return ""
}

// segment works on a segment of a connection.
func (a *Assembler) segment(c *conn, s *segment) {
	mine, other := &c.half[s.from], &c.half[1-s.from]
	c.revive(s)
	if s.flags&(flagACK|flagSYN|flagRST) == 0 && other.acks {
		a.doubt(c, s)
		return
	}
	if s.flags&flagSYN != 0 {
		a.syn(c, s)
		s.seq++ // the SYN counts as one
	}
	if s.flags&(flagACK|flagRST) == flagACK {
		a.acknowledged(c, s)
		if c.flow.Stats.RTT == 0 && s.from == c.client && s.flags&flagSYN == 0 && mine.syn && other.answers(s.ack) {
			c.flow.Stats.RTT = max(s.time.Sub(mine.synAt), 0)
		}
	}
	if s.flags&(flagURG|flagSYN|flagRST) == flagURG {
		mine.urge(s)
	}
	if s.flags&flagRST == 0 && (len(s.data)+s.lacks > 0 || s.flags&flagFIN != 0) {
		if other.unsure {
			a.trust(c, 1-s.from, true)
		}
		if other.fin && other.queue.len() == 0 { // what was over before is told before
			a.endFinished(c, 1-s.from)
		}
		a.payload(c, s)
	}
	if s.flags&flagRST != 0 {
		a.rst(c, s)
	}
	a.settle(c, s.time)
}

// settle looks, after each segment, whether a stream can begin, a gap is to be given up, the connection is over.
func (a *Assembler) settle(c *conn, now time.Time) {
	over := true
	for h := range c.half {
		half := &c.half[h]
		if half.unsure {
			a.trust(c, h, false)
		}
		if half.beyond > 0 || half.acks && half.acked != half.next {
			a.missing(c, h, now)
		}
		if half.fin && !half.done {
			a.conclude(c, h)
		}
		over = over && half.fin && half.acks && before(half.next, half.acked)
	}
	if over {
		a.finish(c)
	}
}
