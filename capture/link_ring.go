package capture

// tokenRing takes off access(1) kind(1) dst(6) src(6) of IEEE 802.5, and the route that the source may have set.
func (a *Assembler) tokenRing(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 14 {
		return skipShort
	}
	if b[1]>>6 != 1 {
		return "Token Ring control"
	}
	n := 14
	if b[8]&0x80 != 0 { // the source address has a bit for "a route follows", which says its own length
		if len(b) < 16 {
			return skipShort
		}
		n += int(b[14] & 0x1f)
	}
	if n > len(b) {
		return skipShort
	}
	p.note("Token Ring", at, n)
	return a.llc(b[n:], at+n, p, depth+1)
}

// fddi takes off kind(1) dst(6) src(6) of ISO 9314-2.
func (a *Assembler) fddi(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 13 {
		return skipShort
	}
	if b[0]&0x70 != 0x50 {
		return "FDDI control"
	}
	p.note("FDDI", at, 13)
	return a.llc(b[13:], at+13, p, depth+1)
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

// docsis takes off kind(1) parameter(1) length(2), an extended header as long as the parameter says, and a
// check(2) (DOCSIS MAC and Upper Layer Protocols Interface, section 6.2.1).
func (a *Assembler) docsis(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 6 {
		return skipShort
	}
	if b[0]&0xfe != 0 { // not a packet: bits of kind, of parameters
		return "DOCSIS control"
	}
	n := 6
	if b[0]&1 != 0 {
		n += int(b[1])
	}
	return a.ethernetBehind("DOCSIS", n, b, at, p, depth+1)
}

// fibreChannel takes off destination(8) source(8) (RFC 2625, section 4).
func (a *Assembler) fibreChannel(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 16 {
		return skipShort
	}
	p.note("IP over Fibre Channel", at, 16)
	return a.llc(b[16:], at+16, p, depth+1)
}
