package capture

import (
	"encoding/binary"

	"github.com/google/gopacket/layers"
)

// A peeled frame: what is left when the link and network headers are off. Valid until the next frame.
type peeled struct {
	src, dst addr
	proto    uint8  // IP protocol number of payload
	payload  []byte // the transport header and what follows, without padding
	at       int    // where payload stands in the frame; -1 when it was put together from fragments
	cut      bool   // the snap length cut the packet short
	trail    *trail // headers passed on the way, noted only when somebody wants to see them
}

// A skip says why a frame was not followed to a flow; "" when it was.
type skip string

const (
	skipShort     skip = "cut short"
	skipDeep      skip = "too many headers inside each other"
	skipBadIP     skip = "broken IP header"
	skipBadTCP    skip = "broken TCP header"
	skipBadUDP    skip = "broken UDP header"
	skipLLC       skip = "LLC"
	skipEtherType skip = "unknown EtherType"
)

const maxHeaders = 24 // inside each other, so that no crafted frame keeps us busy

// peel takes the link and network headers off a frame. It returns "" when p holds a payload.
func (a *Assembler) peel(f *Frame, p *peeled) skip {
	p.cut = f.Length > len(f.Data)
	return a.link(f.Link, f.Data, 0, p, 0)
}

// ip takes off an IPv4 or IPv6 header, by its version.
func (a *Assembler) ip(b []byte, at int, p *peeled, depth int) skip {
	if len(b) == 0 {
		return skipShort
	}
	if depth > maxHeaders {
		return skipDeep
	}
	switch b[0] >> 4 {
	case 4:
		return a.ipv4(b, at, p, depth)
	case 6:
		return a.ipv6(b, at, p, depth)
	}
	return skipBadIP
}

// ipv4 takes off the header of RFC 791, section 3.1.
func (a *Assembler) ipv4(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 20 {
		return skipShort
	}
	head := int(b[0]&15) * 4
	if head < 20 {
		return skipBadIP
	}
	if head > len(b) {
		return skipShort
	}
	total := int(binary.BigEndian.Uint16(b[2:]))
	switch {
	case total == 0: // the network card was to fill it in: segmentation offload
		total = len(b)
	case total < head:
		return skipBadIP
	case total > len(b):
		p.cut = true
		total = len(b)
	}
	p.note("Internet Protocol Version 4", at, head)
	p.src, p.dst = addr4(b[12:]), addr4(b[16:])
	if fragment := binary.BigEndian.Uint16(b[6:]) & 0x3fff; fragment != 0 {
		return a.fragment4(b[:head], b[head:total], p, depth)
	}
	return a.transport(b[9], b[head:total], at+head, p, depth+1)
}

// ipv6 takes off the header of RFC 8200, section 3, and the extension headers behind it.
func (a *Assembler) ipv6(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 40 {
		return skipShort
	}
	p.note("Internet Protocol Version 6", at, 40)
	length := int(binary.BigEndian.Uint16(b[4:]))
	next := b[6]
	p.src, p.dst = addr6(b[8:]), addr6(b[24:])
	b, at = b[40:], at+40
	switch {
	case length == 0 && next != 0: // segmentation offload; with a hop-by-hop header it would be a jumbogram
	case length > len(b):
		p.cut = true
	default:
		b = b[:length]
	}
	for {
		if depth++; depth > maxHeaders {
			return skipDeep
		}
		switch next {
		case 0, 43, 60, 135, 139, 140: // hop-by-hop, routing, destination options, mobility, HIP, shim6
			if len(b) < 8 || len(b) < 8+int(b[1])*8 {
				return skipShort
			}
			n := 8 + int(b[1])*8
			p.note("IPv6 extension header", at, n)
			next, b, at = b[0], b[n:], at+n
		case 44:
			p.note("IPv6 fragment header", at, 8)
			if len(b) >= 8 && binary.BigEndian.Uint16(b[2:])&0xfff9 == 0 { // an atomic fragment, RFC 6946
				next, b, at = b[0], b[8:], at+8
				continue
			}
			return a.fragment6(b, p, depth)
		case 59:
			return "IPv6 without a payload"
		default:
			return a.transport(next, b, at, p, depth)
		}
	}
}

// transport hands over what IP carried, or takes off the header of a tunnel.
func (a *Assembler) transport(proto uint8, b []byte, at int, p *peeled, depth int) skip {
	switch proto {
	case protoTCP:
		p.proto, p.payload, p.at = proto, b, at
		return ""
	case protoUDP:
		if len(b) >= 8 {
			if why, ok := a.udpTunnel(b, at, p, depth+1); ok {
				return why
			}
		}
		p.proto, p.payload, p.at = proto, b, at
		return ""
	case 4, 41: // IP in IP: RFC 2003, RFC 4213
		return a.ip(b, at, p, depth+1)
	case 47:
		return a.gre(b, at, p, depth+1)
	case 51:
		return a.authenticated(b, at, p, depth+1)
	case 108:
		return a.ipcomp(b, at, p, depth+1)
	case 137:
		return a.mpls(b, at, p, depth+1)
	case 143: // Ethernet in segment routing, RFC 8986
		return a.ethernet(b, at, p, depth+1)
	case 97: // EtherIP, RFC 3378
		if len(b) < 2 {
			return skipShort
		}
		return a.ethernet(b[2:], at+2, p, depth+1)
	}
	name := layers.IPProtocol(proto).String()
	if name == "UnknownIPProtocol" {
		name = "unknown IP protocol"
	}
	return skip(name)
}

// authenticated takes off an authentication header, whose length counts units of four bytes less two (RFC 4302,
// section 2).
func (a *Assembler) authenticated(b []byte, at int, p *peeled, depth int) skip {
	if depth > maxHeaders {
		return skipDeep
	}
	if len(b) < 8 || len(b) < (int(b[1])+2)*4 {
		return skipShort
	}
	n := (int(b[1]) + 2) * 4
	p.note("Authentication Header", at, n)
	return a.transport(b[0], b[n:], after(at, n), p, depth)
}

// trail notes the headers passed on the way, for those who want to see a frame's layers.
type trail struct{ headers []header }

type header struct {
	name    string
	at, len int
}

func (p *peeled) note(name string, at, n int) {
	if p.trail != nil {
		p.trail.headers = append(p.trail.headers, header{name, at, n})
	}
}
