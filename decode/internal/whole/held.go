package whole

import (
	"slices"

	"eavesdrop/decode"
)

// bodySize is about how many bytes a body takes besides what is in it.
const bodySize = 160

// Held is how many bytes are kept of bodies that are under way.
func (b *Bodies) Held() int {
	n := cap(b.going) * bodySize
	for i := range b.going {
		n += cap(b.going[i].Data) + cap(b.going[i].Trace)*decode.PieceSize
	}
	return n
}

// End forgets the bodies of a direction: nothing more comes of them.
func (b *Bodies) End(dir decode.Direction) {
	b.going = slices.DeleteFunc(b.going, func(body Body) bool { return body.ID.Dir == dir })
}
