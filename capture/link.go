package capture

import "encoding/binary"

// link takes off the header that b, standing at in the frame, begins with.
func (a *Assembler) link(l LinkType, b []byte, at int, p *peeled, depth int) skip {
	if depth > maxHeaders {
		return skipDeep
	}
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
	case LinkPPP, linkPPPHDLC:
		return a.pppFramed(b, at, p, depth)
	case linkPPPEther:
		return a.pppoe(b, at, p, depth)
	case linkCHDLC:
		return a.chdlc(b, at, p, depth)
	case linkFrameRelay:
		return a.frameRelay(b, at, p, depth)
	case linkPPPDir, linkPPPWithDir, linkCHDLCWithDir, linkFrameRelayWithDir:
		return a.withDirection(l, b, at, p, depth)
	case linkATM:
		return a.llc(b, at, p, depth)
	case linkATMLinux:
		return a.atmLinux(b, at, p, depth)
	case linkSunATM:
		return a.sunATM(b, at, p, depth)
	case linkWiFi:
		return a.wifi(b, at, p, depth)
	case linkRadiotap:
		return a.radiotap(b, at, p, depth)
	case linkPrism, linkAVS:
		return a.prism(l, b, at, p, depth)
	case linkTokenRing:
		return a.tokenRing(b, at, p, depth)
	case linkFDDI:
		return a.fddi(b, at, p, depth)
	case linkARCNET, linkARCNETLinux:
		return a.arcnet(l, b, at, p, depth)
	case linkIPOverFC:
		return a.fibreChannel(b, at, p, depth)
	case linkFireWire:
		return a.typed("IP over FireWire", 18, 16, b, at, p, depth)
	case linkInfiniBand:
		return a.typed("IP over InfiniBand", 44, 40, b, at, p, depth)
	case linkDOCSIS:
		return a.docsis(b, at, p, depth)
	}
	return a.linkOfCapture(l, b, at, p, depth)
}

// linkOfCapture takes off headers that are not of the network, but of the program or the device that captured.
func (a *Assembler) linkOfCapture(l LinkType, b []byte, at int, p *peeled, depth int) skip {
	switch l {
	case linkNFLOG:
		return a.nflog(b, at, p, depth)
	case linkEnc:
		return a.enc(b, at, p, depth)
	case linkPFLog:
		return a.pflog(b, at, p, depth)
	case linkPPI:
		return a.ppi(b, at, p, depth)
	case linkPKTAP, linkPKTAPUser:
		return a.pktap(b, at, p, depth)
	case linkIPNET:
		return a.ipnet(b, at, p, depth)
	case linkNetAnalyzer, linkBRCMPrepend:
		return a.ethernetBehind("Header of the analyser or switch", 4, b, at, p, depth)
	case linkNetAnalyzerTransparent:
		return a.ethernetBehind("Header of the analyser", 12, b, at, p, depth)
	case linkEPON, linkMPacket:
		return a.ethernetBehind("Preamble", 8, b, at, p, depth)
	case linkBRCM, linkDSA:
		return a.typed("Ethernet with a switch's tag", 18, 16, b, at, p, depth)
	case linkEDSA:
		return a.typed("Ethernet with a switch's tag", 22, 20, b, at, p, depth)
	}
	return linkTypeName(l)
}

// ethernet takes off dst(6) src(6) type(2).
func (a *Assembler) ethernet(b []byte, at int, p *peeled, depth int) skip {
	if depth > maxHeaders {
		return skipDeep
	}
	return a.typed("Ethernet II", 14, 12, b, at, p, depth)
}

// ethernetBehind takes off n bytes in front of an Ethernet header.
func (a *Assembler) ethernetBehind(name string, n int, b []byte, at int, p *peeled, depth int) skip {
	if len(b) < n {
		return skipShort
	}
	p.note(name, at, n)
	return a.ethernet(b[n:], at+n, p, depth+1)
}

// typed takes off a header of n bytes in which an EtherType stands at typeAt.
func (a *Assembler) typed(name string, n, typeAt int, b []byte, at int, p *peeled, depth int) skip {
	if len(b) < n {
		return skipShort
	}
	p.note(name, at, n)
	return a.etherType(binary.BigEndian.Uint16(b[typeAt:]), b[n:], at+n, p, depth+1)
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

// Kinds of hardware, ARPHRD_ of linux/if_arp.h, that say how a protocol reads.
const (
	hardwareFrameRelay = 770
	hardwareGRE        = 778
	hardwareRadiotap   = 803
	hardwareNetlink    = 824
)

// cooked goes on by the kind of hardware and the protocol, which is an EtherType or one of Linux's own numbers
// below (linux/if_ether.h).
func (a *Assembler) cooked(hardware, proto uint16, b []byte, at int, p *peeled, depth int) skip {
	switch hardware {
	case hardwareFrameRelay:
		return a.frameRelay(b, at, p, depth)
	case hardwareRadiotap:
		return a.radiotap(b, at, p, depth)
	case hardwareNetlink:
		return "Netlink"
	case hardwareGRE: // the protocol is that of the GRE header
		return a.etherType(proto, b, at, p, depth)
	}
	switch proto {
	case 1:
		return "Novell IPX"
	case 3: // a whole frame, of an interface that had no name for its kind
		return a.ethernet(b, at, p, depth)
	case 4:
		return a.llc(b, at, p, depth)
	case 12, 13, 14:
		return "CAN"
	}
	return a.etherType(proto, b, at, p, depth)
}
