package capture

import (
	"encoding/binary"
	"slices"
)

const (
	maxDatagram       = 65535    // bytes of a reassembled datagram: the length field has 16 bits
	maxFragments      = 16 << 20 // bytes of fragments that wait, in all
	maxDatagrams      = 1024     // datagrams that wait for fragments at a time
	skipOverlap  skip = "overlapping IP fragments, which receivers drop"
	skipWaiting  skip = "IP fragment of a datagram that is not complete"
	skipTooLong  skip = "IP fragment beyond the longest datagram"
)

// fragmentKey names the datagram that a fragment belongs to (RFC 791, section 3.2; RFC 8200, section 4.5).
type fragmentKey struct {
	src, dst addr
	id       uint32
	proto    uint8
}

// A datagram waits for its fragments.
type datagram struct {
	parts []part
	total int // -1 until the last fragment has come
	held  int // bytes in parts
	dead  bool
	frame int // number of the frame that brought the first fragment, to drop the oldest
}

type part struct {
	offset int
	data   []byte
}

// fragments puts datagrams together. Like Linux since 4.20 (and RFC 5722 for IPv6) it drops a datagram whose
// fragments overlap, other than as exact repeats.
type fragments struct {
	waiting map[fragmentKey]*datagram
	bytes   int
}

// add takes a fragment; whole is the datagram's payload once all has come.
func (fs *fragments) add(k fragmentKey, offset int, data []byte, more bool, frame int) (whole []byte, why skip) {
	if offset+len(data) > maxDatagram {
		return nil, skipTooLong
	}
	if fs.waiting == nil {
		fs.waiting = make(map[fragmentKey]*datagram)
	}
	d := fs.waiting[k]
	if d == nil {
		for len(fs.waiting) >= maxDatagrams || fs.bytes+len(data) > maxFragments && len(fs.waiting) > 0 {
			fs.dropOldest()
		}
		d = &datagram{total: -1, frame: frame}
		fs.waiting[k] = d
	}
	if d.dead {
		return nil, skipOverlap
	}
	end := offset + len(data)
	i, found := slices.BinarySearchFunc(d.parts, offset, func(p part, o int) int { return p.offset - o })
	switch {
	case found && len(d.parts[i].data) == len(data): // an exact repeat
		return nil, skipWaiting
	case found,
		i > 0 && d.parts[i-1].offset+len(d.parts[i-1].data) > offset,
		i < len(d.parts) && d.parts[i].offset < end,
		!more && d.total >= 0 && d.total != end,
		d.total >= 0 && end > d.total:
		d.dead = true
		fs.bytes -= d.held
		d.parts, d.held = nil, 0
		return nil, skipOverlap
	}
	if !more {
		d.total = end
	}
	d.parts = slices.Insert(d.parts, i, part{offset, slices.Clone(data)})
	d.held += len(data)
	fs.bytes += len(data)
	if d.total != d.held {
		return nil, skipWaiting
	}
	whole = make([]byte, 0, d.total)
	for _, p := range d.parts {
		whole = append(whole, p.data...)
	}
	fs.bytes -= d.held
	delete(fs.waiting, k)
	return whole, ""
}

// dropOldest gives up the datagram that has waited for longest.
func (fs *fragments) dropOldest() {
	var oldest fragmentKey
	first := -1
	for k, d := range fs.waiting {
		if first < 0 || d.frame < first {
			oldest, first = k, d.frame
		}
	}
	if first >= 0 {
		fs.bytes -= fs.waiting[oldest].held
		delete(fs.waiting, oldest)
	}
}

// fragment4 takes an IPv4 packet that is a fragment; b is its payload.
func (a *Assembler) fragment4(head, b []byte, p *peeled, depth int) skip {
	field := binary.BigEndian.Uint16(head[6:])
	k := fragmentKey{p.src, p.dst, uint32(binary.BigEndian.Uint16(head[4:])), head[9]}
	return a.fragment(k, int(field&0x1fff)*8, b, field&0x2000 != 0, head[9], p, depth)
}

// fragment6 takes an IPv6 packet whose fragment header b begins with.
func (a *Assembler) fragment6(b []byte, p *peeled, depth int) skip {
	if len(b) < 8 {
		return skipShort
	}
	field := binary.BigEndian.Uint16(b[2:])
	k := fragmentKey{p.src, p.dst, binary.BigEndian.Uint32(b[4:]), b[0]}
	return a.fragment(k, int(field&^7), b[8:], field&1 != 0, b[0], p, depth)
}

func (a *Assembler) fragment(k fragmentKey, offset int, b []byte, more bool, proto byte, p *peeled, depth int) skip {
	if p.cut {
		return skipShort
	}
	if more {
		b = b[:len(b)&^7] // only the last may end anywhere (RFC 791, section 3.2)
	}
	whole, why := a.fragments.add(k, offset, b, more, a.counts.Seen)
	if why != "" {
		return why
	}
	return a.transport(proto, whole, -1, p, depth+1)
}
