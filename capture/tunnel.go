package capture

import "encoding/binary"

// UDP ports of tunnels. Tunnel headers have no mark to know them by, so the port suggests and the bytes decide:
// what does not hold together all the way down is left to be an ordinary datagram.
const (
	portVXLAN    = 4789
	portVXLANOld = 8472 // Linux's default
	portGENEVE   = 6081
	portGTPU     = 2152
	portTeredo   = 3544
)

// gre takes off flags and version(2) protocol(2) and what the flags announce (RFC 2784, RFC 2890); version 1 is
// that of PPTP (RFC 2637).
func (a *Assembler) gre(b []byte, at int, p *peeled, depth int) skip {
	if depth > maxHeaders {
		return skipDeep
	}
	if len(b) < 4 {
		return skipShort
	}
	flags, proto := binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[2:])
	n, version := 4, flags&7
	for _, bit := range []uint16{0x8000, 0x2000, 0x1000} { // checksum, key, sequence number
		if flags&bit != 0 {
			n += 4
		}
	}
	if version == 1 && flags&0x80 != 0 { // acknowledgement number
		n += 4
	}
	if len(b) < n {
		return skipShort
	}
	p.note("Generic Routing Encapsulation", at, n)
	sequenced := flags&0x1000 != 0
	b, at = b[n:], at+n
	switch {
	case version == 1 && proto == 0x880b:
		if len(b) == 0 {
			return "GRE acknowledgement"
		}
		if len(b) >= 2 && b[0] == 0xff && b[1] == 3 {
			b, at = b[2:], at+2
		}
		return a.ppp(b, at, p, depth+1)
	case version > 1:
		return "GRE of an unknown version"
	case proto == etherERSPAN2:
		return a.erspan(b, at, p, depth, sequenced)
	case proto == etherERSPAN3:
		return a.erspan3(b, at, p, depth)
	case proto == 0x883e && len(b) > 4: // WCCP: a redirect header may come before IP
		if b[0]>>4 != 4 {
			b, at = b[4:], at+4
		}
		return a.ip(b, at, p, depth+1)
	}
	return a.etherType(proto, b, at, p, depth+1)
}

// erspan takes off the header of eight bytes that type II has; type I, without a GRE sequence number, has none
// (draft-foschiano-erspan).
func (a *Assembler) erspan(b []byte, at int, p *peeled, depth int, sequenced bool) skip {
	if !sequenced {
		return a.ethernet(b, at, p, depth+1)
	}
	if len(b) < 8 {
		return skipShort
	}
	p.note("ERSPAN type II", at, 8)
	return a.ethernet(b[8:], at+8, p, depth+1)
}

// erspan3 takes off the header of 12 bytes, or 20 with the platform-specific part.
func (a *Assembler) erspan3(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 12 {
		return skipShort
	}
	n := 12
	if b[11]&1 != 0 {
		n += 8
	}
	if len(b) < n {
		return skipShort
	}
	p.note("ERSPAN type III", at, n)
	if binary.BigEndian.Uint16(b[10:])>>11&31 == 2 { // frame type: IP, not Ethernet
		return a.ip(b[n:], at+n, p, depth+1)
	}
	return a.ethernet(b[n:], at+n, p, depth+1)
}

// udpTunnel takes off a UDP header and a tunnel's behind it. ok is false when it is no tunnel after all: p is
// then as before.
func (a *Assembler) udpTunnel(b []byte, at int, p *peeled, depth int) (why skip, ok bool) {
	src, dst := ports(b)
	var take func(b []byte, at int, p *peeled, depth int) skip
	switch {
	case dst == portVXLAN || dst == portVXLANOld:
		take = a.vxlan
	case dst == portGENEVE:
		take = a.geneve
	case dst == portGTPU || src == portGTPU:
		take = a.gtp
	case dst == portTeredo || src == portTeredo:
		take = a.teredo
	default:
		return "", false
	}
	before, noted := *p, 0
	if p.trail != nil {
		noted = len(p.trail.headers)
	}
	p.note("User Datagram Protocol", at, 8)
	inner := at
	if inner >= 0 {
		inner += 8
	}
	switch why = take(b[8:], inner, p, depth+1); why {
	case skipNoTunnel, skipShort, skipBadIP, skipBadTCP, skipBadUDP, skipLLC, skipEtherType:
	default:
		return why, true
	}
	*p = before
	if p.trail != nil {
		p.trail.headers = p.trail.headers[:noted]
	}
	return "", false
}

const skipNoTunnel skip = "not a tunnel"

// vxlan takes off flags(1) reserved(3) network identifier(3) reserved(1) (RFC 7348, section 5).
func (a *Assembler) vxlan(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 8 || b[0]&0x08 == 0 || b[7] != 0 {
		return skipNoTunnel
	}
	p.note("Virtual eXtensible LAN", at, 8)
	return a.ethernet(b[8:], after(at, 8), p, depth)
}

// geneve takes off version and options' length(1) flags(1) protocol(2) identifier(3) reserved(1) (RFC 8926,
// section 3.4).
func (a *Assembler) geneve(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 8 || b[0]>>6 != 0 {
		return skipNoTunnel
	}
	n := 8 + int(b[0]&0x3f)*4
	if len(b) < n {
		return skipNoTunnel
	}
	p.note("GENEVE", at, n)
	return a.etherType(binary.BigEndian.Uint16(b[2:]), b[n:], after(at, n), p, depth)
}

// gtp takes off the header of a G-PDU (3GPP TS 29.281, section 5.1): flags(1) type(1) length(2) tunnel(4), then
// four bytes more when a flag says so, and extension headers.
func (a *Assembler) gtp(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 8 || b[0]>>5 != 1 || b[0]&0x10 == 0 || b[1] != 0xff {
		return skipNoTunnel
	}
	n := 8
	if b[0]&7 != 0 {
		n = 12
		if len(b) < n {
			return skipNoTunnel
		}
		for next := b[11]; b[0]&4 != 0 && next != 0; {
			if len(b) <= n || b[n] == 0 || len(b) < n+int(b[n])*4 {
				return skipNoTunnel
			}
			n += int(b[n]) * 4
			next = b[n-1]
		}
	}
	p.note("GPRS Tunnelling Protocol", at, n)
	return a.ip(b[n:], after(at, n), p, depth)
}

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
	return a.ip(b[n:], after(at, n), p, depth)
}

// after is the position n bytes behind at; one that is not known stays so.
func after(at, n int) int {
	if at < 0 {
		return at
	}
	return at + n
}
