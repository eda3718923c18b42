package quicwire

import "eavesdrop/decode"

// About how many bytes these take.
const (
	keySetSize     = 4 << 10 // the keys of both sides
	connectionSize = 512
	headSize       = 96
	pieceSize      = 56 + decode.PieceSize
)

// Held is how many bytes the decoder keeps: connections, their keys, and what of handshakes came too early.
func (d *decoder) Held() int {
	n := 0
	for i := range d.sides {
		n += cap(d.sides[i].run.heads) * headSize
	}
	for _, c := range d.connections {
		n += connectionSize
		for i := range c.sets {
			if c.sets[i].client != nil {
				n += keySetSize
			}
		}
		for i := range c.streams {
			s := &c.streams[i]
			n += s.held + cap(s.waiting)*pieceSize + cap(s.said)
		}
	}
	return n
}
