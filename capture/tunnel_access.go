package capture

import "encoding/binary"

// teredo takes off the authentication and origin indications that may come before an IPv6 packet (RFC 4380,
// section 5.1.1).
func (a *Assembler) teredo(b []byte, at int, p *peeled, depth int) skip {
	n := 0
	if len(b) >= 13 && b[0] == 0 && b[1] == 1 {
		n = 13 + int(b[2]) + int(b[3])
	}
	if len(b) >= n+8 && b[n] == 0 && b[n+1] == 0 {
		n += 8
	}
	if len(b) < n+40 || b[n]>>4 != 6 {
		return skipNoTunnel
	}
	p.note("Teredo", at, n)
	return a.ip(b[n:], at+n, p, depth)
}

// betweenTeredos says whether an IPv6 packet between two that speak Teredo stands here: they do it on ports of their
// own, from or to addresses of 2001::/32 (RFC 4380, section 2.6).
func betweenTeredos(b []byte) bool {
	const prefix = 0x20010000
	return len(b) >= 40 && b[0]>>4 == 6 &&
		(binary.BigEndian.Uint32(b[8:]) == prefix || binary.BigEndian.Uint32(b[24:]) == prefix) &&
		int(binary.BigEndian.Uint16(b[4:]))+40 == len(b)
}

// l2tp takes off a data message's header (RFC 2661, section 3.1): flags and version(2) length(2, optional)
// tunnel(2) session(2) numbers(4, optional) offset(2 and as many as it says, optional).
func (a *Assembler) l2tp(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 6 || b[1]&0x0f != 2 || b[0]&0x80 != 0 { // version 3, or a control message
		return skipNoTunnel
	}
	flags, n := b[0], 6
	for _, optional := range []struct {
		bit  byte
		size int
	}{{0x40, 2}, {0x08, 4}, {0x02, 2}} {
		if flags&optional.bit != 0 {
			n += optional.size
		}
	}
	if len(b) < n {
		return skipNoTunnel
	}
	if flags&0x02 != 0 {
		if n += int(binary.BigEndian.Uint16(b[n-2:])); len(b) < n {
			return skipNoTunnel
		}
	}
	p.note("Layer Two Tunnelling Protocol", at, n)
	b, at = b[n:], at+n
	if len(b) >= 2 && b[0] == 0xff && b[1] == 3 {
		b, at = b[2:], at+2
	}
	return a.ppp(b, at, p, depth)
}

// ayiya takes off the header of "anything in anything" (draft-massar-v6ops-ayiya-02): sizes of identity and
// signature, kinds(2) operation and next header, time(4), identity, signature.
func (a *Assembler) ayiya(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 8 || b[2]&0x0f != 1 && b[2]&0x0f != 2 { // forward, echo request and forward
		return skipNoTunnel
	}
	n := 8 + 1<<(b[0]>>4) + int(b[1]>>4)*4
	if len(b) < n || b[3] != 41 && b[3] != 4 {
		return skipNoTunnel
	}
	p.note("Anything in Anything", at, n)
	return a.ip(b[n:], at+n, p, depth)
}

// tzsp takes off version(1) kind(1) protocol(2) and tags, kind(1) length(1) value, the last of which is the kind 1
// alone: what access points and routers send to those who want to see their traffic.
func (a *Assembler) tzsp(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 5 || b[0] != 1 || b[1] > 1 { // received, to be sent
		return skipNoTunnel
	}
	proto, n := binary.BigEndian.Uint16(b[2:]), 4
	for {
		if n >= len(b) {
			return skipNoTunnel
		}
		kind := b[n]
		n++
		if kind == 1 {
			break
		}
		if kind != 0 { // one byte of padding
			if n >= len(b) {
				return skipNoTunnel
			}
			n += 1 + int(b[n])
		}
	}
	if n > len(b) {
		return skipNoTunnel
	}
	p.note("TaZmen Sniffer Protocol", at, n)
	p.mirrored = true
	switch proto {
	case 1:
		return a.ethernet(b[n:], at+n, p, depth)
	case 18:
		return a.wifi(b[n:], at+n, p, depth)
	case 119, 127:
		return a.link(LinkType(proto), b[n:], at+n, p, depth)
	}
	return skipNoTunnel
}
