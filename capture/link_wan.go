package capture

import "encoding/binary"

// pppFramed takes off PPP in HDLC-like framing (RFC 1662), with or without its address and control bytes, or
// with a byte of direction before it.
func (a *Assembler) pppFramed(l LinkType, b []byte, at int, p *peeled, depth int) skip {
	if l == linkPPPDir {
		if len(b) < 1 {
			return skipShort
		}
		b, at = b[1:], at+1
	}
	if len(b) >= 2 && b[0] == 0x0f && b[1] == 0 || len(b) >= 2 && b[0] == 0x8f && b[1] == 0 {
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
	case 0x3d:
		return "PPP multilink fragment"
	case 0xfd:
		return "PPP, compressed"
	}
	return "PPP control"
}

// pppoe takes off version and type(1) code(1) session(2) length(2) (RFC 2516, section 4).
func (a *Assembler) pppoe(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 6 {
		return skipShort
	}
	if b[1] != 0 {
		return "PPPoE discovery"
	}
	p.note("PPP over Ethernet", at, 6)
	length := int(binary.BigEndian.Uint16(b[4:]))
	b, at = b[6:], at+6
	if length < len(b) {
		b = b[:length]
	}
	return a.ppp(b, at, p, depth+1)
}

// chdlc takes off address(1) control(1) EtherType(2) of Cisco HDLC (RFC 1547).
func (a *Assembler) chdlc(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 4 {
		return skipShort
	}
	p.note("Cisco HDLC", at, 4)
	t := binary.BigEndian.Uint16(b[2:])
	switch t {
	case 0x8035:
		return "SLARP"
	case 0x2000:
		return "CDP"
	case 0xfefe:
		return "OSI"
	}
	return a.etherType(t, b[4:], at+4, p, depth+1)
}

// frameRelay takes off an address of two to four bytes, then RFC 2427's control and protocol, or Cisco's
// EtherType.
func (a *Assembler) frameRelay(b []byte, at int, p *peeled, depth int) skip {
	n := 0
	for n < 4 {
		if n >= len(b) {
			return skipShort
		}
		n++
		if b[n-1]&1 != 0 { // the extension bit says that it was the last
			break
		}
	}
	if len(b) < n+2 {
		return skipShort
	}
	p.note("Frame Relay", at, n)
	b, at = b[n:], at+n
	if b[0] != 3 { // not unnumbered information: Cisco's encapsulation
		t := binary.BigEndian.Uint16(b)
		return a.etherType(t, b[2:], at+2, p, depth+1)
	}
	b, at = b[1:], at+1
	if b[0] == 0 && len(b) > 1 { // padding to an even length
		b, at = b[1:], at+1
	}
	switch b[0] {
	case 0xcc, 0x8e:
		return a.ip(b[1:], at+1, p, depth+1)
	case 0x80: // SNAP: organisation(3) type(2)
		if len(b) < 6 {
			return skipShort
		}
		t := binary.BigEndian.Uint16(b[4:])
		if b[1] == 0 && b[2] == 0x80 && b[3] == 0xc2 && (t == 1 || t == 7) { // bridged Ethernet
			skipFCS := 6
			if t == 1 && len(b) >= 8 { // with padding of two bytes
				skipFCS = 8
			}
			return a.ethernet(b[skipFCS:], at+skipFCS, p, depth+1)
		}
		return a.etherType(t, b[6:], at+6, p, depth+1)
	case 0xcf:
		return a.ppp(b[1:], at+1, p, depth+1)
	case 0x81, 0x82, 0x83:
		return "OSI"
	}
	return "Frame Relay control"
}

// nflog takes off family(1) version(1) resource(2), then attributes of length(2) type(2) value, padded to four
// bytes, in the order of the machine that captured. The packet itself is attribute 9.
func (a *Assembler) nflog(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 4 {
		return skipShort
	}
	p.note("Netfilter log", at, 4)
	b, at = b[4:], at+4
	for len(b) >= 4 {
		length, kind := int(binary.LittleEndian.Uint16(b)), binary.LittleEndian.Uint16(b[2:])
		if kind > 0xff && kind&0xff == 0 || length > len(b) && int(binary.BigEndian.Uint16(b)) <= len(b) {
			length, kind = int(binary.BigEndian.Uint16(b)), binary.BigEndian.Uint16(b[2:])
		}
		if length < 4 {
			return "broken netfilter log"
		}
		if kind&0x7fff == 9 {
			if length > len(b) {
				p.cut = true
				length = len(b)
			}
			return a.ip(b[4:length], at+4, p, depth+1)
		}
		step := (length + 3) &^ 3
		if step > len(b) {
			return skipShort
		}
		b, at = b[step:], at+step
	}
	return "netfilter log without a packet"
}

// enc takes off OpenBSD's encapsulation header: address family(4) SPI(4) flags(4).
func (a *Assembler) enc(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 12 {
		return skipShort
	}
	p.note("OpenBSD encapsulation", at, 12)
	return a.ip(b[12:], at+12, p, depth+1)
}

// ppi takes off version(1) flags(1) length(2) DLT(4), little-endian, and the fields behind them.
func (a *Assembler) ppi(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 8 {
		return skipShort
	}
	n := int(binary.LittleEndian.Uint16(b[2:]))
	if n < 8 || n > len(b) {
		return skipShort
	}
	p.note("Per-Packet Information", at, n)
	dlt := binary.LittleEndian.Uint32(b[4:])
	if dlt > 0xffff || LinkType(dlt) == linkPPI {
		return skip("unknown link type")
	}
	return a.link(LinkType(dlt), b[n:], at+n, p, depth+1)
}

// arcnet takes off source(1) destination(1), of Linux an offset(2) too, then protocol(1), and what RFC 1201 puts
// behind it; RFC 1051 puts nothing.
func (a *Assembler) arcnet(l LinkType, b []byte, at int, p *peeled, depth int) skip {
	n := 2
	if l == linkARCNETLinux {
		n += 2
	}
	if len(b) <= n {
		return skipShort
	}
	proto := b[n]
	n++
	switch proto {
	case 0xf0: // RFC 1051
	case 0xd4: // RFC 1201: split flag(1) sequence(2), after four bytes of padding in an exception frame
		if len(b) > n && b[n] == 0xff {
			n += 4
		}
		if len(b) > n && b[n] != 0 {
			return "ARCNET fragment"
		}
		n += 3
	default:
		return "ARCNET without IP"
	}
	if len(b) < n {
		return skipShort
	}
	p.note("ARCNET", at, n)
	return a.ip(b[n:], at+n, p, depth+1)
}
