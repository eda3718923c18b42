package tlswire

import (
	"eavesdrop/decode"
)

// takeRoom takes room for the largest record.
func (p *protocol) takeRoom() []byte {
	n := len(p.rooms)
	if n == 0 {
		return make([]byte, 0, maxFragment)
	}
	room := p.rooms[n-1]
	p.rooms = p.rooms[:n-1]
	return room
}

// giveRoom gives it back.
func (p *protocol) giveRoom(room []byte) { p.rooms = append(p.rooms, room) }

// Held is how many bytes the decoder keeps: handshake messages in parts, and what it takes to open records.
func (d *decoder) Held() int {
	n := len(d.hello.name) + cap(d.hello.external)
	for i := range d.sides {
		a := &d.sides[i].partial
		n += cap(a.raw) + a.trail.Held()
	}
	if d.open != nil {
		n += d.open.held()
	}
	return n
}

// About how many bytes these take.
const (
	openerSize  = 1 << 10 // the keys of one direction
	openingSize = 1 << 10
	paramsSize  = 384
	sealedSize  = 16 // the header of a record
	waitingSize = 88
	partSize    = 56
	partsSize   = 192
)

func (o *opening) held() int {
	n := openingSize + cap(o.transcript) + cap(o.veiled.fragment) + o.params.held() + o.waiting.held()
	for i := range o.sides {
		s := &o.sides[i]
		n += cap(s.partial) + cap(s.deflated.window) + cap(s.misses.headers)*sealedSize
		if s.params != nil {
			n += s.params.held()
		}
		if s.opener != nil {
			n += openerSize
		}
		for _, k := range s.keys {
			if k.opener != nil {
				n += openerSize
			}
		}
	}
	return n
}

// held is how many bytes a handshake left behind, as far as its sender chose how many.
func (p *params) held() int {
	return paramsSize + cap(p.exchange) + 2*cap(p.offered)
}

// Held is how many bytes the decoder keeps: handshake messages in parts.
func (d *dtlsDecoder) Held() int {
	n := 0
	for i := range d.sides {
		f := &d.sides[i].flight
		n += f.kept + f.pieces*(partSize+decode.PieceSize) + len(f.waiting)*partsSize
	}
	return n
}
