package capture

import (
	"time"

	"eavesdrop/decode"
)

// A peeled frame: what is left when the link and network headers are off. Valid until the next frame.
type peeled struct {
	src, dst addr
	proto    uint8  // IP protocol number of payload
	payload  []byte // the transport header and what follows, without padding
	at       int    // where payload stands in the frame, or in what pieces trace, if that is not nil
	cut      bool   // the packet was cut short: by the snap length, or on the way to who captured
	missing  int    // bytes that this took off payload's end, as far as the IP header tells
	trail    *trail // headers passed on the way, noted only when somebody wants to see them

	// pieces say where the bytes stood in frames that are looked at now, once these are not those of the frame
	// itself: a datagram that was put together of fragments, or that was compressed. Every position is then one
	// in these bytes.
	pieces decode.Trace
	frame  int       // number of the frame
	time   time.Time // of the frame
	before int       // frames that brought earlier fragments of what is looked at; they were counted as skipped

	inflated bool // the payload came compressed
	mirrored bool // it came in a tunnel through which packets are sent to who captures them

	contradicted int // fragments of what is looked at that came again with other bytes

	shared bool     // the frame carries several packets
	also   []peeled // of them, those beside this one that lead to a flow
}

// A skip says why a frame was not followed to a flow; "" when it was.
type skip string

const (
	skipShort     skip = "cut short"
	skipTooShort  skip = "shorter than its headers say"
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
	p.cut, p.missing = f.Length > len(f.Data), 0
	p.pieces, p.before, p.contradicted, p.inflated, p.mirrored, p.shared, p.also = nil, 0, 0, false, false, false, p.also[:0]
	p.frame, p.time = f.Number, f.Time
	return a.link(f.Link, f.Data, 0, p, 0)
}

// lacks is how many bytes of a segment were cut off behind what is there. Mirrors cut packets before they wrap them, and
// leave no other word of it than the IP header's. Elsewhere a header that speaks of more than the frame had on the wire lies:
// receivers drop the packet (Linux counts it among InTruncatedPkts), and nobody waits for the rest.
func (p *peeled) lacks(f *Frame) int {
	if p.mirrored {
		return min(p.missing, maxDatagram)
	}
	return min(p.missing, max(f.Length-len(f.Data), 0))
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
	if extension(proto) {
		return a.extension(proto, b, at, p, depth+1)
	}
	return ipProtocolName(proto)
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
	return a.transport(b[0], b[n:], at+n, p, depth)
}

// trail notes the headers passed on the way, for those who want to see a frame's layers.
type trail struct{ headers []header }

type header struct {
	name    string
	at, len int // at is negative when the header does not stand in the frame as it is
}

func (p *peeled) note(name string, at, n int) {
	if p.trail == nil {
		return
	}
	if p.pieces != nil {
		at = -1
	}
	p.trail.headers = append(p.trail.headers, header{name, at, n})
}

// mark is how much was noted so far.
func (p *peeled) mark() int {
	if p.trail == nil {
		return 0
	}
	return len(p.trail.headers)
}

// unnote forgets what was noted since mark: it has led nowhere.
func (p *peeled) unnote(mark int) {
	if p.trail != nil {
		p.trail.headers = p.trail.headers[:mark]
	}
}
