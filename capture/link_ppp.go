package capture

import "encoding/binary"

// pppFramed takes off PPP in HDLC-like framing (RFC 1662), with or without its address and control bytes.
func (a *Assembler) pppFramed(b []byte, at int, p *peeled, depth int) skip {
	if len(b) >= 2 && (b[0] == 0x0f || b[0] == 0x8f) && b[1] == 0 {
		return a.chdlc(b, at, p, depth) // Cisco HDLC on the same kind of line (RFC 1547)
	}
	if len(b) >= 2 && b[0] == 0xff && b[1] == 3 {
		b, at = b[2:], at+2
	}
	return a.ppp(b, at, p, depth)
}

// ppp takes off a protocol number of two bytes, or of one when that is odd (RFC 1661, section 2).
func (a *Assembler) ppp(b []byte, at int, p *peeled, depth int) skip {
	if depth > maxHeaders {
		return skipDeep
	}
	if len(b) < 2 {
		return skipShort
	}
	n, proto := 2, binary.BigEndian.Uint16(b)
	if b[0]&1 != 0 {
		n, proto = 1, uint16(b[0])
	}
	p.note("Point-to-Point Protocol", at, n)
	b, at = b[n:], at+n
	switch proto {
	case 0x21, 0x57:
		return a.ip(b, at, p, depth+1)
	case 0x281, 0x283:
		return a.mpls(b, at, p, depth+1)
	case 0x31:
		return a.pppBridged(b, at, p, depth+1)
	case 0x3d:
		return a.pppMultilink(b, at, p, depth+1)
	}
	return pppName(proto)
}

// pppBridged takes off flags(1) and kind of network(1) (RFC 3518, section 4.2).
func (a *Assembler) pppBridged(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 2 {
		return skipShort
	}
	if b[1] != 1 { // Ethernet
		return "bridged PPP"
	}
	return a.ethernetBehind("PPP bridging", 2, b, at, p, depth)
}

// pppMultilink takes off flags(1) number(3) of a packet that was not cut up after all (RFC 1990, section 3).
func (a *Assembler) pppMultilink(b []byte, at int, p *peeled, depth int) skip {
	const whole = 0xc0 // beginning and end
	if len(b) < 4 {
		return skipShort
	}
	if b[0] != whole {
		return "PPP multilink fragment"
	}
	p.note("PPP multilink", at, 4)
	return a.ppp(b[4:], at+4, p, depth)
}

// pppoe takes off version and type(1) code(1) session(2) length(2) (RFC 2516, section 4).
func (a *Assembler) pppoe(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 6 {
		return skipShort
	}
	if b[1] != 0 {
		return skipDiscovery
	}
	p.note("PPP over Ethernet", at, 6)
	length := int(binary.BigEndian.Uint16(b[4:]))
	b, at = b[6:], at+6
	if length < len(b) {
		b = b[:length]
	}
	return a.ppp(b, at, p, depth+1)
}
