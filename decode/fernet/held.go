package fernet

import (
	"eavesdrop/decode"
)

// contentSize is about how many bytes a content takes.
const contentSize = 256

// Held is how many bytes the watcher keeps: contents that are being looked through, and what may be tokens in them.
func (w *watcher) Held() int {
	n := 0
	for _, s := range w.going {
		n += s.held()
	}
	return n
}

func (s *content) held() int {
	return contentSize + cap(s.token.text) + cap(s.token.pad) + cap(s.token.trace)*decode.PieceSize
}
