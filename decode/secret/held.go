package secret

import (
	"eavesdrop/decode"
)

// Held is how many bytes the watcher keeps: what spellings that have begun may reach back to.
func (w *watcher) Held() int {
	n := 0
	for i := range w.sides {
		n += w.sides[i].scanner.held() + cap(w.sides[i].pieces)*decode.PieceSize
	}
	for _, s := range w.going {
		n += s.held()
	}
	return n
}

// About how many bytes these take.
const (
	contentSize = 320
	hitSize     = 40
	spanSize    = 24
)

func (s *scanner) held() int {
	return cap(s.tail) + cap(s.joined) + cap(s.hits)*hitSize
}

func (s *content) held() int {
	return contentSize + s.scanner.held() + cap(s.spans)*spanSize + cap(s.trace)*decode.PieceSize
}

// End forgets the contents of a direction: nothing more comes of them.
func (w *watcher) End(dir decode.Direction, _ decode.How) {
	for i := len(w.going) - 1; i >= 0; i-- {
		if w.going[i].id.Dir == dir {
			w.drop(w.going[i])
		}
	}
}
