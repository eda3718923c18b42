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
	portL2TP     = 1701
	portGRE      = 4754 // RFC 8086
	portAYIYA    = 5072
)

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
	case dst == portL2TP || src == portL2TP:
		take = a.l2tp
	case dst == portGRE:
		take = a.gre
	case dst == portAYIYA || src == portAYIYA:
		take = a.ayiya
	default:
		return "", false
	}
	before, noted := *p, 0
	if p.trail != nil {
		noted = len(p.trail.headers)
	}
	p.note("User Datagram Protocol", at, 8)
	switch why = take(b[8:], at+8, p, depth+1); why {
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
	if len(b) < 8 || b[0]&0x08 == 0 { // reserved bits are to be ignored
		return skipNoTunnel
	}
	p.note("Virtual eXtensible LAN", at, 8)
	return a.ethernet(b[8:], at+8, p, depth)
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
	return a.etherType(binary.BigEndian.Uint16(b[2:]), b[n:], at+n, p, depth)
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
	return a.ip(b[n:], at+n, p, depth)
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
	return a.ip(b[n:], at+n, p, depth)
}

// l2tp takes off a data message's header (RFC 2661, section 3.1): flags and version(2) length(2, optional)
// tunnel(2) session(2) numbers(4, optional) offset(2 and as many as it says, optional).
func (a *Assembler) l2tp(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 6 || b[1]&0x0f != 2 || b[0]&0x80 != 0 { // version 3, or a control message
		return skipNoTunnel
	}
	flags, n := b[0], 6
	for _, optional := range []struct {
		bit  byte
		size int
	}{{0x40, 2}, {0x08, 4}, {0x02, 2}} {
		if flags&optional.bit != 0 {
			n += optional.size
		}
	}
	if len(b) < n {
		return skipNoTunnel
	}
	if flags&0x02 != 0 {
		if n += int(binary.BigEndian.Uint16(b[n-2:])); len(b) < n {
			return skipNoTunnel
		}
	}
	p.note("Layer Two Tunnelling Protocol", at, n)
	b, at = b[n:], at+n
	if len(b) >= 2 && b[0] == 0xff && b[1] == 3 {
		b, at = b[2:], at+2
	}
	return a.ppp(b, at, p, depth)
}

// ayiya takes off the header of "anything in anything" (draft-massar-v6ops-ayiya-02): sizes of identity and
// signature, kinds(2) operation and next header, time(4), identity, signature.
func (a *Assembler) ayiya(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 8 || b[2]&0x0f != 1 && b[2]&0x0f != 2 { // forward, echo request and forward
		return skipNoTunnel
	}
	n := 8 + 1<<(b[0]>>4) + int(b[1]>>4)*4
	if len(b) < n || b[3] != 41 && b[3] != 4 {
		return skipNoTunnel
	}
	p.note("Anything in Anything", at, n)
	return a.ip(b[n:], at+n, p, depth)
}
