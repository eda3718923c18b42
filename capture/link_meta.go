package capture

import "encoding/binary"

// nflog takes off family(1) version(1) resource(2), then attributes of length(2) type(2) value, padded to four
// bytes, in the order of the machine that captured: types are small numbers, whose upper byte has two flags at most. The
// packet itself is attribute 9.
func (a *Assembler) nflog(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 4 {
		return skipShort
	}
	const flags = 0xc0 // NLA_F_NESTED, NLA_F_NET_BYTEORDER (linux/netlink.h)
	p.note("Netfilter log", at, 4)
	family := b[0]
	b, at = b[4:], at+4
	for len(b) >= 4 {
		length, kind := int(binary.LittleEndian.Uint16(b)), binary.LittleEndian.Uint16(b[2:])
		if b[2]&^flags == 0 && b[3] != 0 {
			length, kind = int(binary.BigEndian.Uint16(b)), binary.BigEndian.Uint16(b[2:])
		}
		if length < 4 {
			return "broken netfilter log"
		}
		if kind&^(flags<<8) == 9 {
			if family == 3 || family == 7 && len(b) > 4 && b[4]>>4 != 4 && b[4]>>4 != 6 { // NFPROTO_ARP, NFPROTO_BRIDGE (linux/netfilter.h)
				return "netfilter log without IP"
			}
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
	return a.ipBehind("OpenBSD encapsulation", 12, b, at, p, depth)
}

// pflog takes off the header of OpenBSD's packet filter log, which says its length without padding in its first
// byte.
func (a *Assembler) pflog(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 4 {
		return skipShort
	}
	return a.ipBehind("Packet filter log", (int(b[0])+3)&^3, b, at, p, depth)
}

// ipnet takes off the header of Solaris' loopback and zones, version 1: version(1) family(1) hook(2) length(4)
// interfaces and zones(16).
func (a *Assembler) ipnet(b []byte, at int, p *peeled, depth int) skip {
	return a.ipBehind("IPNET", 24, b, at, p, depth)
}

// ipBehind takes off n bytes in front of an IP header.
func (a *Assembler) ipBehind(name string, n int, b []byte, at int, p *peeled, depth int) skip {
	if len(b) < n {
		return skipShort
	}
	p.note(name, at, n)
	return a.ip(b[n:], at+n, p, depth+1)
}

// pktap takes off the header of Darwin's packet tap, little-endian: length(4) what follows(4) its link type(4)
// and more.
func (a *Assembler) pktap(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 12 {
		return skipShort
	}
	n, follows, link := binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[4:]), binary.LittleEndian.Uint32(b[8:])
	if n < 12 || n > 1024 || follows != 1 || link > 0xffff { // under one of its numbers, files may be of another kind
		return linkTypeName(linkPKTAP)
	}
	if int(n) > len(b) {
		return skipShort
	}
	p.note("Packet tap", at, int(n))
	return a.link(LinkType(link), b[n:], at+int(n), p, depth+1)
}
