package capture

import "encoding/binary"

// withDirection takes off a byte that says which way a frame went on a line. What pppd's filters see has it in the place of
// the address that PPP in HDLC-like framing begins with (www.tcpdump.org/linktypes.html, LINKTYPE_PPP_PPPD).
func (a *Assembler) withDirection(l LinkType, b []byte, at int, p *peeled, depth int) skip {
	const control = 3
	if len(b) < 1 {
		return skipShort
	}
	n := 1
	if l == linkPPPDir && len(b) > 1 && b[1] == control {
		n = 2
	}
	p.note("Direction", at, n)
	b, at = b[n:], at+n
	switch l {
	case linkCHDLCWithDir:
		return a.chdlc(b, at, p, depth+1)
	case linkFrameRelayWithDir:
		return a.frameRelay(b, at, p, depth+1)
	}
	return a.pppFramed(b, at, p, depth+1)
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
		return a.snap(b[1:6], 0, b[6:], at+6, p, depth+1)
	case 0xcf:
		return a.ppp(b[1:], at+1, p, depth+1)
	case 0x81, 0x82, 0x83:
		return "OSI"
	case 0xb1:
		return "Frame Relay fragment"
	}
	return "Frame Relay control"
}

// atmLinux takes classical IP over ATM as Linux captures it, with an LLC header or without (RFC 2684).
func (a *Assembler) atmLinux(b []byte, at int, p *peeled, depth int) skip {
	if len(b) > 0 && (b[0]>>4 == 4 || b[0]>>4 == 6) {
		return a.ip(b, at, p, depth)
	}
	return a.llc(b, at, p, depth)
}

// sunATM takes off direction and kind(1) path(1) circuit(2) of SunATM.
func (a *Assembler) sunATM(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 4 {
		return skipShort
	}
	p.note("SunATM", at, 4)
	switch b[0] & 0x0f {
	case 1: // LAN emulation: the client's number(2), Ethernet
		return a.ethernetBehind("LAN emulation", 2, b[4:], at+4, p, depth+1)
	case 2:
		return a.llc(b[4:], at+4, p, depth+1)
	}
	return "ATM signalling"
}
