package capture

import "encoding/binary"

// link takes off the header that b, standing at in the frame, begins with.
func (a *Assembler) link(l LinkType, b []byte, at int, p *peeled, depth int) skip {
	switch l {
	case LinkEthernet:
		return a.ethernet(b, at, p, depth)
	case LinkNull, LinkLoop:
		return a.loopback(l, b, at, p, depth)
	case LinkRaw, LinkIPv4, LinkIPv6, linkRawBSD, linkRawOpenBSD:
		return a.ip(b, at, p, depth)
	case LinkLinuxSLL:
		return a.cooked1(b, at, p, depth)
	case LinkLinuxSLL2:
		return a.cooked2(b, at, p, depth)
	case LinkPPP, linkPPPHDLC, linkPPPDir:
		return a.pppFramed(l, b, at, p, depth)
	case linkPPPEther:
		return a.pppoe(b, at, p, depth)
	case linkCHDLC:
		return a.chdlc(b, at, p, depth)
	case linkFrameRelay:
		return a.frameRelay(b, at, p, depth)
	case linkWiFi, linkRadiotap, linkPrism, linkAVS:
		return a.wifi(l, b, at, p, depth)
	case linkNFLOG:
		return a.nflog(b, at, p, depth)
	case linkEnc:
		return a.enc(b, at, p, depth)
	case linkPPI:
		return a.ppi(b, at, p, depth)
	case linkARCNET, linkARCNETLinux:
		return a.arcnet(l, b, at, p, depth)
	}
	return skip("unknown link type")
}

// ethernet takes off dst(6) src(6) type(2).
func (a *Assembler) ethernet(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 14 {
		return skipShort
	}
	p.note("Ethernet II", at, 14)
	return a.etherType(binary.BigEndian.Uint16(b[12:]), b[14:], at+14, p, depth+1)
}

// loopback takes off the address family of BSD loopback: four bytes in the order of the machine that
// captured (NULL) or of the network (LOOP).
func (a *Assembler) loopback(l LinkType, b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 4 {
		return skipShort
	}
	p.note("Null/Loopback", at, 4)
	family := binary.BigEndian.Uint32(b)
	if l == LinkNull && family > 0xffff {
		family = binary.LittleEndian.Uint32(b)
	}
	switch family {
	case 2, 24, 28, 30, 10, 23: // AF_INET, and the AF_INET6 of NetBSD, FreeBSD, Darwin, Linux, Windows
		return a.ip(b[4:], at+4, p, depth+1)
	}
	return "address family that is not IP"
}

// cooked1 takes off packet type(2) ARPHRD(2) address length(2) address(8) protocol(2).
func (a *Assembler) cooked1(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 16 {
		return skipShort
	}
	p.note("Linux cooked capture v1", at, 16)
	return a.cooked(binary.BigEndian.Uint16(b[2:]), binary.BigEndian.Uint16(b[14:]), b[16:], at+16, p, depth+1)
}

// cooked2 takes off protocol(2) reserved(2) interface(4) ARPHRD(2) packet type(1) address length(1) address(8).
func (a *Assembler) cooked2(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 20 {
		return skipShort
	}
	p.note("Linux cooked capture v2", at, 20)
	return a.cooked(binary.BigEndian.Uint16(b[8:]), binary.BigEndian.Uint16(b), b[20:], at+20, p, depth+1)
}

// cooked goes on by the kind of hardware and the protocol.
func (a *Assembler) cooked(hardware, proto uint16, b []byte, at int, p *peeled, depth int) skip {
	if hardware == 778 { // ARPHRD_IPGRE: the protocol is that of the GRE header
		return a.etherType(proto, b, at, p, depth)
	}
	if proto == 4 { // ETH_P_802_2
		return a.llc(b, at, p, depth)
	}
	return a.etherType(proto, b, at, p, depth)
}

// etherType goes on by the type of what follows, taking off VLAN tags and MPLS labels.
func (a *Assembler) etherType(t uint16, b []byte, at int, p *peeled, depth int) skip {
	for ; ; depth++ {
		if depth > maxHeaders {
			return skipDeep
		}
		switch t {
		case etherIPv4, etherIPv6:
			return a.ip(b, at, p, depth)
		case etherVLAN, etherQinQ, etherOldQinQ:
			if len(b) < 4 {
				return skipShort
			}
			p.note("802.1Q Virtual LAN", at, 4)
			t, b, at = binary.BigEndian.Uint16(b[2:]), b[4:], at+4
			continue
		case etherMPLS, etherMPLSMulti:
			return a.mpls(b, at, p, depth)
		case etherPPPoE:
			return a.pppoe(b, at, p, depth)
		case etherBridging:
			return a.ethernet(b, at, p, depth)
		case etherCMD: // Cisco MetaData, as MACsec's neighbour: version(1) length(1) options, type
			if len(b) < 8 {
				return skipShort
			}
			p.note("Cisco MetaData", at, 6)
			t, b, at = binary.BigEndian.Uint16(b[6:]), b[8:], at+8
			continue
		}
		if t <= etherMaxLength {
			if int(t) < len(b) {
				b = b[:t] // the rest is padding
			}
			return a.llc(b, at, p, depth)
		}
		return skip(etherTypeName(t))
	}
}

// llc takes off an IEEE 802.2 header; with a SNAP header behind it (RFC 1042) it names an EtherType.
func (a *Assembler) llc(b []byte, at int, p *peeled, depth int) skip {
	if depth > maxHeaders {
		return skipDeep
	}
	if len(b) < 3 {
		return skipShort
	}
	switch {
	case b[0] == 0xaa && b[1] == 0xaa:
		if len(b) < 8 {
			return skipShort
		}
		p.note("Logical-Link Control, SNAP", at, 8)
		t := binary.BigEndian.Uint16(b[6:])
		if t <= etherMaxLength || b[3] == 0 && b[4] == 0 && b[5] == 0x0c { // Cisco's own protocols
			return skipLLC
		}
		return a.etherType(t, b[8:], at+8, p, depth+1)
	case b[0] == 0x06 && b[1] == 0x06: // IP without SNAP, from before RFC 1042
		p.note("Logical-Link Control", at, 3)
		return a.ip(b[3:], at+3, p, depth+1)
	case b[0] == 0x42 && b[1] == 0x42:
		return "STP"
	}
	return skipLLC
}

// mpls takes off labels of four bytes until the one that says that it is the last (RFC 3032, section 2.1).
// What follows is not said; IP and Ethernet pseudo-wires are told apart by how they begin.
func (a *Assembler) mpls(b []byte, at int, p *peeled, depth int) skip {
	for ; ; depth++ {
		if depth > maxHeaders {
			return skipDeep
		}
		if len(b) < 4 {
			return skipShort
		}
		p.note("MPLS label", at, 4)
		last := b[2]&1 != 0
		b, at = b[4:], at+4
		if last {
			break
		}
	}
	if len(b) == 0 {
		return skipShort
	}
	switch b[0] >> 4 {
	case 4, 6:
		return a.ip(b, at, p, depth+1)
	case 0: // a pseudo-wire control word (RFC 4385, section 3)
		if len(b) < 4 {
			return skipShort
		}
		p.note("Pseudo-wire control word", at, 4)
		return a.ethernet(b[4:], at+4, p, depth+1)
	}
	return a.ethernet(b, at, p, depth+1)
}
