package capture

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"io"

	"eavesdrop/decode"
)

// gre takes off flags and version(2) protocol(2) and what the flags announce (RFC 1701, RFC 2784, RFC 2890); version
// 1 is that of PPTP (RFC 2637).
func (a *Assembler) gre(b []byte, at int, p *peeled, depth int) skip {
	if depth > maxHeaders {
		return skipDeep
	}
	if len(b) < 4 {
		return skipShort
	}
	flags, proto := binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[2:])
	n, version := 4, flags&7
	for _, bits := range [...]uint16{0xc000, 0x2000, 0x1000} { // checksum or routing, key, sequence number
		if flags&bits != 0 {
			n += 4
		}
	}
	if version == 0 && flags&0x4000 != 0 {
		n += greRouting(b[min(n, len(b)):])
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
	case proto == 0:
		return "GRE keep-alive"
	case proto == etherCMD && len(b) >= 8: // here the type stands before the tag
		p.note("Cisco MetaData", at, 8)
		return a.etherType(binary.BigEndian.Uint16(b), b[8:], at+8, p, depth+1)
	case proto&0xfe00 == 0x8200: // what Aruba's access points bring to their controller
		return a.wifi(b, at, p, depth+1)
	}
	return a.etherType(proto, b, at, p, depth+1)
}

// greRouting is the length of source routes that b begins with: family(2) offset(1) length(1) route, the last one
// without a route (RFC 1701).
func greRouting(b []byte) (n int) {
	for n+4 <= len(b) {
		length := int(b[n+3])
		if n += 4 + length; length == 0 {
			break
		}
	}
	return n
}

// erspan takes off the header of eight bytes that type II has; type I, without a GRE sequence number, has none
// (draft-foschiano-erspan).
func (a *Assembler) erspan(b []byte, at int, p *peeled, depth int, sequenced bool) skip {
	p.mirrored = true
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
	p.mirrored = true
	if binary.BigEndian.Uint16(b[10:])>>10&31 == 2 { // frame type: IP, not Ethernet
		return a.ip(b[n:], at+n, p, depth+1)
	}
	return a.ethernet(b[n:], at+n, p, depth+1)
}

// ipcomp takes off next header(1) flags(1) CPI(2) and inflates what follows (RFC 3173, section 3; RFC 2394). A
// parameter index that was negotiated does not say which compression it stands for; DEFLATE is what there is. A frame is
// inflated once: what gets no smaller is sent as it is (RFC 3173, section 2.2), so nobody compresses twice, and bytes can be
// made that inflate to themselves.
func (a *Assembler) ipcomp(b []byte, at int, p *peeled, depth int) skip {
	switch {
	case len(b) < 4:
		return skipShort
	case p.inflated:
		return "IP payload that was compressed twice"
	case p.shared: // many in a frame would make much of it
		return "compressed IP payload that shares its frame"
	}
	p.inflated = true
	p.note("IP Payload Compression", at, 4)
	inflated, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(b[4:])), maxDatagram))
	if err != nil || len(inflated) == 0 {
		return "IP payload of unknown compression"
	}
	p.pieces = decode.Trace{{Len: len(inflated), Frame: p.frame, At: -1}}
	return a.transport(b[0], inflated, 0, p, depth+1)
}
