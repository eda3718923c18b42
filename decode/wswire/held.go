package wswire

// pieceSize is about how many bytes a piece takes.
const pieceSize = 64

// Held is how many bytes the decoder keeps: the messages in hand, and what compressed ones may refer back to.
func (d *decoder) Held() int {
	n := 0
	for i := range d.sides {
		s := &d.sides[i]
		n += cap(s.coded) + cap(s.past.dict) + cap(s.control) + s.trail.Held() + s.pieces.Held()
		if s.message != nil {
			n += cap(s.message.head) + cap(s.message.frames)*pieceSize
		}
	}
	return n
}
