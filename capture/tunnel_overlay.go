package capture

import "encoding/binary"

// vxlan takes off flags(1) reserved(3) network identifier(3) reserved(1) (RFC 7348, section 5).
func (a *Assembler) vxlan(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 8 || b[0]&0x08 == 0 { // reserved bits are to be ignored
		return skipNoTunnel
	}
	p.note("Virtual eXtensible LAN", at, 8)
	p.mirrored = true
	return a.ethernet(b[8:], at+8, p, depth)
}

// vxlanGPE takes off flags(1) reserved(2) next protocol(1) network identifier(3) reserved(1)
// (draft-ietf-nvo3-vxlan-gpe, section 3).
func (a *Assembler) vxlanGPE(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 8 || b[0]&0x08 == 0 {
		return skipNoTunnel
	}
	p.note("Virtual eXtensible LAN", at, 8)
	if b[0]&0x04 == 0 { // as without the extension
		return a.ethernet(b[8:], at+8, p, depth)
	}
	return a.nextProtocol(b[3], b[8:], at+8, p, depth)
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
	p.mirrored = true
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

// lisp takes off flags and nonce(4) instance and status bits(4) (RFC 9300, section 5.3).
func (a *Assembler) lisp(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 8 {
		return skipNoTunnel
	}
	p.note("Locator/ID Separation Protocol", at, 8)
	return a.ip(b[8:], at+8, p, depth)
}
