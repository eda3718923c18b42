package quicwire

import (
	"fmt"
	"iter"

	"eavesdrop/decode"
	"eavesdrop/decode/internal/walk"
)

// A walker explains a packet's bytes, with the forms that only QUIC has.
type walker struct{ *walk.Walker }

// fieldsOf makes the sequence of fields of raw that explain tells.
func fieldsOf(raw []byte, explain func(walker)) iter.Seq[decode.Field] {
	return walk.Fields(raw, "Bytes behind the end of the packet.", func(w *walk.Walker) { explain(walker{w}) })
}

// varint explains an integer of variable size and returns it (RFC 9000, section 16).
func (w walker) varint(name, note string) (v uint64) {
	b := w.Ahead()
	if len(b) == 0 {
		return 0
	}
	n := varintSize(b[0])
	v = uint64(b[0] & 0x3f)
	for _, c := range b[1:min(n, len(b))] {
		v = v<<8 | uint64(c)
	}
	w.Take(n, name, fmt.Sprint(v), decode.Readable, note)
	return v
}

// length is a varint that counts bytes which follow, cut to what is there.
func (w walker) length(name string) int {
	v := w.varint(name, "")
	return int(min(v, uint64(w.Left())))
}
