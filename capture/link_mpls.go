package capture

import "encoding/binary"

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
		if !holdsIP(b) && (isIP(b, p.cut) || !looksLikeEthernet(b)) {
			return a.ip(b, at, p, depth+1)
		}
	case 0: // a pseudo-wire control word (RFC 4385, section 3), or the beginning of an address
		if len(b) < 4 {
			return skipShort
		}
		if !holdsIP(b) && (b[1]|b[2]|b[3] == 0 || holdsIP(b[4:]) || !looksLikeEthernet(b)) {
			p.note("Pseudo-wire control word", at, 4)
			return a.ethernet(b[4:], at+4, p, depth+1)
		}
	case 1: // an associated channel (RFC 5586, section 2.1), or the beginning of an address
		if !looksLikeEthernet(b) {
			return "MPLS control channel"
		}
	}
	return a.ethernet(b, at, p, depth+1)
}

// isIP says that an IP header is consistent in itself, and with what is there unless that was cut short.
func isIP(b []byte, cut bool) bool {
	switch {
	case b[0]>>4 == 4 && len(b) >= 20:
		head, total := int(b[0]&15)*4, int(binary.BigEndian.Uint16(b[2:]))
		if head < 20 || head > len(b) {
			return false
		}
		if b[10]|b[11] == 0 { // the network card was to fill it in
			return total == 0 || total >= head && total <= len(b)
		}
		var sum uint32 // RFC 1071
		for i := 0; i < head; i += 2 {
			sum += uint32(binary.BigEndian.Uint16(b[i:]))
		}
		return sum>>16+sum&0xffff == 0xffff
	case b[0]>>4 == 6 && len(b) >= 40:
		switch next := b[6]; next {
		case protoTCP, protoUDP, 4, 41, 47, 50, 51, 58, 132:
		default:
			if !extension(next) {
				return false
			}
		}
		return b[7] > 0 && (cut || int(binary.BigEndian.Uint16(b[4:]))+40 <= len(b))
	}
	return false
}

// holdsIP says that an Ethernet header announces IP, and that IP follows.
func holdsIP(b []byte) bool {
	if len(b) < 15 {
		return false
	}
	switch b = b[12:]; binary.BigEndian.Uint16(b) {
	case etherIPv4:
		return b[2]>>4 == 4 && b[2]&15 >= 5
	case etherIPv6:
		return b[2]>>4 == 6
	}
	return false
}

// looksLikeEthernet says that a type that is followed, or a length that can be, stands where Ethernet has it.
func looksLikeEthernet(b []byte) bool {
	if len(b) < 14 {
		return false
	}
	switch t := binary.BigEndian.Uint16(b[12:]); t {
	case etherIPv4, etherIPv6, etherMPLS, etherMPLSMulti, etherPPPoE, etherDiscovery, 0x0806: // ARP
		return true
	default:
		return tagOf(t).n > 0 || t >= 3 && t <= etherMaxLength && int(t) <= len(b)-14
	}
}
