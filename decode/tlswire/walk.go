package tlswire

import (
	"fmt"
	"iter"

	"eavesdrop/decode"
	"eavesdrop/decode/internal/walk"
)

// A walker explains a message's bytes, with the forms that only TLS has.
type walker struct{ *walk.Walker }

// fieldsOf makes the sequence of fields of raw that explain tells.
func fieldsOf(raw []byte, explain func(walker)) iter.Seq[decode.Field] {
	return walk.Fields(raw, "Bytes behind the end of the message.", func(w *walk.Walker) { explain(walker{w}) })
}

// list explains a vector of two-byte numbers with a length of size bytes.
func (w walker) list(size int, name, item, note string, text func(uint16) string) {
	count := ""
	if w.Left() >= size {
		count = fmt.Sprint(w.Peek(size) / 2)
	}
	outer := w.Vector(size, name, count, decode.Readable, note)
	for w.Left() >= 2 {
		w.Take(2, item, text(uint16(w.Peek(2))), decode.Readable, "")
	}
	w.Close(outer)
}
