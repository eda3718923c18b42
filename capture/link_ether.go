package capture

import "encoding/binary"

// EtherTypes.
const (
	etherIPv4      = 0x0800
	etherIPv6      = 0x86dd
	etherVLAN      = 0x8100
	etherQinQ      = 0x88a8
	etherOldQinQ   = 0x9100
	etherMPLS      = 0x8847
	etherMPLSMulti = 0x8848
	etherDiscovery = 0x8863 // of PPPoE
	etherPPPoE     = 0x8864
	etherLLC       = 0x8870 // in frames too long for a length
	etherPPP       = 0x880b
	etherMACsec    = 0x88e5
	etherPBB       = 0x88e7 // 802.1ah
	etherFabric    = 0x8903 // Cisco FabricPath
	etherCMD       = 0x8909 // Cisco MetaData
	etherVNTag     = 0x8926
	etherHSR       = 0x892f
	etherETag      = 0x893f // 802.1BR
	etherNSH       = 0x894f
	etherRTag      = 0xf1c1 // 802.1CB
	etherWiFi      = 0x2452 // an 802.11 frame, as some drivers and controllers have it
	etherBridging  = 0x6558 // transparent Ethernet bridging, in GRE and GENEVE
	etherERSPAN2   = 0x88be // in GRE
	etherERSPAN3   = 0x22eb // in GRE
	etherMaxLength = 1500   // a type field up to this is a length (IEEE 802.3, section 3.2.6)
)

// A tag stands between an EtherType and the next one: n bytes, the next type at the end of them.
type tag struct {
	name string
	n    int
}

// tagOf is the tag of an EtherType; n is 0 when it has none.
func tagOf(t uint16) tag {
	switch t {
	case etherVLAN, etherQinQ, etherOldQinQ:
		return tag{vlanHeader, 4}
	case etherVNTag:
		return tag{"Virtual Network Tag", 6}
	case etherHSR, etherRTag:
		return tag{"Redundancy tag", 6}
	case etherETag:
		return tag{"802.1BR tag", 8}
	case etherCMD: // version(1) length(1) options, type
		return tag{"Cisco MetaData", 8}
	}
	return tag{}
}

// etherType goes on by the type of what follows, taking off tags.
func (a *Assembler) etherType(t uint16, b []byte, at int, p *peeled, depth int) skip {
	for ; ; depth++ {
		if depth > maxHeaders {
			return skipDeep
		}
		switch t {
		case etherIPv4, etherIPv6:
			return a.ip(b, at, p, depth)
		case etherMPLS, etherMPLSMulti:
			return a.mpls(b, at, p, depth)
		case etherPPPoE:
			return a.pppoe(b, at, p, depth)
		case etherPPP:
			return a.ppp(b, at, p, depth)
		case etherBridging:
			return a.ethernet(b, at, p, depth)
		case etherPBB: // priority and service(4), then all of the customer's frame
			return a.ethernetBehind("Provider Backbone Bridge", 4, b, at, p, depth)
		case etherFabric: // tag of the tree and hops to go(2), then a whole frame
			return a.ethernetBehind("FabricPath", 2, b, at, p, depth)
		case etherWiFi:
			return a.wifi(b, at, p, depth)
		case etherMACsec:
			return a.macsec(b, at, p, depth)
		case etherNSH:
			return a.nsh(b, at, p, depth)
		case etherLLC:
			return a.llc(b, at, p, depth)
		}
		if tag := tagOf(t); tag.n > 0 {
			if len(b) < tag.n {
				return skipShort
			}
			p.note(tag.name, at, tag.n)
			t, b, at = binary.BigEndian.Uint16(b[tag.n-2:]), b[tag.n:], at+tag.n
			continue
		}
		if t <= etherMaxLength {
			if int(t) < len(b) {
				b = b[:t] // the rest is padding
			}
			return a.llc(b, at, p, depth)
		}
		return etherTypeName(t)
	}
}

// macsec takes off flags(1) short length(1) packet number(4) and a channel's identifier(8) where there is one
// (IEEE 802.1AE, section 9.3), if the frame was not encrypted; the integrity check ends it.
func (a *Assembler) macsec(b []byte, at int, p *peeled, depth int) skip {
	const check = 16
	if len(b) < 6 {
		return skipShort
	}
	flags, n := b[0], 6
	if flags&0x20 != 0 {
		n += 8
	}
	if flags&0x0c != 0 { // encrypted, or changed
		return "encrypted MACsec"
	}
	if len(b) < n+2+check {
		return skipShort
	}
	n += 2
	p.note("MACsec", at, n)
	return a.etherType(binary.BigEndian.Uint16(b[n-2:]), b[n:len(b)-check], at+n, p, depth+1)
}

// nsh takes off a network service header (RFC 8300, section 2.2): its length in units of four bytes in the second
// byte's lower six bits, what follows in the fourth byte.
func (a *Assembler) nsh(b []byte, at int, p *peeled, depth int) skip {
	if depth > maxHeaders {
		return skipDeep
	}
	if len(b) < 8 {
		return skipShort
	}
	n := int(b[1]&0x3f) * 4
	if n < 8 || n > len(b) {
		return skipShort
	}
	p.note("Network Service Header", at, n)
	return a.nextProtocol(b[3], b[n:], at+n, p, depth+1)
}

// nextProtocol goes on by a number as service headers and VXLAN's extension have them (RFC 8300, section 2.2).
func (a *Assembler) nextProtocol(next uint8, b []byte, at int, p *peeled, depth int) skip {
	switch next {
	case 1, 2:
		return a.ip(b, at, p, depth)
	case 3:
		return a.ethernet(b, at, p, depth)
	case 4:
		return a.nsh(b, at, p, depth)
	case 5:
		return a.mpls(b, at, p, depth)
	}
	return "service header's unknown protocol"
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
		return a.snap(b[3:8], 2, b[8:], at+8, p, depth+1)
	case b[0] == 0x06 && b[1] == 0x06: // IP without SNAP, from before RFC 1042
		p.note("Logical-Link Control", at, 3)
		return a.ip(b[3:], at+3, p, depth+1)
	case b[0] == 0x42 && b[1] == 0x42:
		return "STP"
	case b[0] == 0xfe && b[1] == 0xfe:
		return "OSI"
	case b[0] == 0xe0 && b[1] == 0xe0, b[0] == 0xff && b[1] == 0xff:
		return "Novell IPX"
	case b[0] == 0xf0:
		return "NetBEUI"
	}
	return skipLLC
}

// snap goes on by an organisation(3) and its protocol(2). Bridged Ethernet has padding in front of it on some
// kinds of line (RFC 2684, section 5.2; RFC 2427, section 4.2).
func (a *Assembler) snap(head []byte, padding int, b []byte, at int, p *peeled, depth int) skip {
	organisation := uint32(head[0])<<16 | uint32(head[1])<<8 | uint32(head[2])
	proto := binary.BigEndian.Uint16(head[3:])
	switch {
	case organisation == 0x0080c2 && (proto == 1 || proto == 7): // with frame check sequence, and without
		if padding == 0 {
			return a.ethernet(b, at, p, depth)
		}
		return a.ethernetBehind("Padding", padding, b, at, p, depth)
	case organisation == 0x0080c2 && (proto == 0xb || proto == 0xe):
		return "STP"
	case organisation == 0x00000c && proto == 0x2000:
		return "CDP"
	case organisation == 0x00000c && proto == 0x0111:
		return "UDLD"
	case proto <= etherMaxLength || organisation == 0x00000c: // numbers of the organisation's own
		return skipLLC
	}
	return a.etherType(proto, b, at, p, depth)
}
