package capture

import "eavesdrop/decode"

// udp takes a datagram (RFC 768): source port(2) destination port(2) length(2) checksum(2) data.
func (a *Assembler) udp(f *Frame, p *peeled) skip {
	b := p.payload
	if len(b) < 8 {
		if p.cut {
			return skipShort
		}
		return skipBadUDP
	}
	src, dst := ports(b)
	length := int(b[4])<<8 | int(b[5])
	switch {
	case length == 0: // more than fits the field (RFC 2675, section 4)
	case length < 8, length > len(b) && !p.cut:
		return skipBadUDP
	case length < len(b):
		b = b[:length]
	}
	k, swapped := keyOf(p, src, dst)
	from := end(swapped)
	seen := sightingOf(f, p)
	c := a.table.find(&k)
	if c == nil {
		c = a.open(k, from, false, &seen)
	}
	a.table.live.push(c)
	c.saw(&seen)
	if data := b[8:]; len(data) > 0 {
		h := &c.half[from]
		s := decode.Segment{Time: f.Time, Offset: h.offset, Data: data, Frame: f.Number, At: p.at + 8}
		if p.cut {
			s.Short = max(0, length-len(b))
		}
		if p.pieces != nil {
			a.pieces = p.pieces.AppendSlice(a.pieces[:0], uint64(s.At), uint64(s.At+len(data)), 0)
			s.At, s.From = -1, a.pieces
		}
		a.feed(c, from, s)
		h.offset += uint64(len(data))
	}
	return ""
}
