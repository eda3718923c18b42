package capture

import "encoding/binary"

// ip takes off an IPv4 or IPv6 header, by its version.
func (a *Assembler) ip(b []byte, at int, p *peeled, depth int) skip {
	if len(b) == 0 {
		return skipShort
	}
	if depth > maxHeaders {
		return skipDeep
	}
	switch b[0] >> 4 {
	case 4:
		return a.ipv4(b, at, p, depth)
	case 6:
		return a.ipv6(b, at, p, depth)
	}
	return skipBadIP
}

// ipv4 takes off the header of RFC 791, section 3.1.
func (a *Assembler) ipv4(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 20 {
		return skipShort
	}
	head := int(b[0]&15) * 4
	if head < 20 {
		return skipBadIP
	}
	if head > len(b) {
		return skipShort
	}
	total := int(binary.BigEndian.Uint16(b[2:]))
	switch {
	case total == 0: // the network card was to fill it in: segmentation offload
		total, p.missing = len(b), 0
	case total < head:
		return skipBadIP
	default:
		total = p.short(total, len(b))
	}
	p.note("Internet Protocol Version 4", at, head)
	p.src, p.dst = addr4(b[12:]), addr4(b[16:])
	if fragment := binary.BigEndian.Uint16(b[6:]) & 0x3fff; fragment != 0 {
		return a.fragment4(b[:head], b[head:total], at+head, p, depth)
	}
	return a.transport(b[9], b[head:total], at+head, p, depth+1)
}

// short notes how many of the n bytes that an IP header speaks of are missing when there are have, and returns how many
// there are. What else the frame lacks, padding or a check sequence, is not missed.
func (p *peeled) short(n, have int) int {
	p.missing = max(0, n-have)
	p.cut = p.missing > 0
	return min(n, have)
}

// ipv6 takes off the header of RFC 8200, section 3.
func (a *Assembler) ipv6(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 40 {
		return skipShort
	}
	p.note("Internet Protocol Version 6", at, 40)
	length := int(binary.BigEndian.Uint16(b[4:]))
	next := b[6]
	p.src, p.dst = addr6(b[8:]), addr6(b[24:])
	b, at = b[40:], at+40
	if length == 0 { // more than fits the field, or segmentation offload
		length = jumboLength(next, b)
	}
	if length == 0 {
		length, p.missing = len(b), 0
	} else {
		length = p.short(length, len(b))
	}
	return a.transport(next, b[:length], at, p, depth+1)
}

// jumboLength is the payload's length that an IPv6 packet says in its hop-by-hop header (RFC 2675, section 2);
// 0 when it doesn't.
func jumboLength(next uint8, b []byte) int {
	if next != 0 || len(b) < 8 {
		return 0
	}
	options := b[2:min(8+int(b[1])*8, len(b))]
	for len(options) >= 2 {
		n := 2 + int(options[1])
		switch {
		case options[0] == 0: // one byte of padding
			n = 1
		case options[0] == 0xc2 && n == 6 && len(options) >= n:
			return int(binary.BigEndian.Uint32(options[2:]))
		}
		options = options[min(n, len(options)):]
	}
	return 0
}

// Numbers of IPv6 extension headers (RFC 8200, section 4; RFC 7045, section 4).
const (
	extHopByHop    = 0
	extRouting     = 43
	extFragment    = 44
	extNone        = 59
	extDestination = 60
	extMobility    = 135
	extHIP         = 139
	extShim6       = 140
)

// extension says whether a protocol number is that of an extension header.
func extension(proto uint8) bool {
	switch proto {
	case extHopByHop, extRouting, extFragment, extNone, extDestination, extMobility, extHIP, extShim6:
		return true
	}
	return false
}

// extension takes off an extension header: next header(1) length(1), counted in units of eight bytes without the
// first (RFC 8200, section 4.2), and what belongs to its kind.
func (a *Assembler) extension(kind uint8, b []byte, at int, p *peeled, depth int) skip {
	switch {
	case depth > maxHeaders:
		return skipDeep
	case kind == extNone:
		return "IPv6 without a payload"
	case kind == extFragment:
		p.note("IPv6 fragment header", at, 8)
		if len(b) >= 8 && binary.BigEndian.Uint16(b[2:])&0xfff9 == 0 { // an atomic fragment, RFC 6946
			return a.transport(b[0], b[8:], at+8, p, depth)
		}
		return a.fragment6(b, at, p, depth)
	case len(b) < 8 || len(b) < 8+int(b[1])*8:
		return skipShort
	}
	n := 8 + int(b[1])*8
	p.note("IPv6 extension header", at, n)
	next := b[0]
	switch kind {
	case extRouting:
		if last, ok := lastStop(b[:n]); ok {
			p.dst = last
		}
	case extMobility:
		if next == extNone {
			return "Mobile IPv6"
		}
	case extHIP:
		if next == extNone {
			return "HIP"
		}
	case extShim6:
		if next == extNone {
			return "Shim6"
		}
	}
	return a.transport(next, b[n:], at+n, p, depth)
}

// lastStop is where a packet with a routing header ends up: type(1) segments left(1) behind the first two bytes,
// and addresses. ok is false when it is there already, or when the header says it in another way. A mobile node's home
// address (type 2, RFC 6275, section 6.4) is no stop but a name: its packets come from where it is, and go there.
func lastStop(b []byte) (last addr, ok bool) {
	kind, left, addresses := b[2], b[3], b[8:]
	if left == 0 || len(addresses) < 16 {
		return addr{}, false
	}
	switch kind {
	case 0: // source route (RFC 2460, section 4.4)
		return addr6(addresses[(len(addresses)/16-1)*16:]), true
	case 4: // segment routing, the last segment first (RFC 8754, section 2)
		return addr6(addresses), true
	}
	return addr{}, false
}
