package quicwire

import (
	"encoding/hex"
	"fmt"
	"iter"

	"eavesdrop/decode"
)

// A walker explains a packet's bytes from the front to the back. It never reads behind the end of what is
// there: fields that were cut off come out shorter, and fields of which nothing is there not at all.
type walker struct {
	raw     []byte
	pos     int
	limit   int // end of the field that is being explained
	depth   int
	yield   func(decode.Field) bool
	stopped bool
}

// walk makes the sequence of fields of raw that explain tells, and names what is left over behind them.
func walk(raw []byte, explain func(w *walker)) iter.Seq[decode.Field] {
	return func(yield func(decode.Field) bool) {
		w := &walker{raw: raw, limit: len(raw), yield: yield}
		explain(w)
		w.opaque(w.limit-w.pos, "Left over", decode.Readable, "Bytes behind the end of the packet.")
	}
}

// left is what is left of the current field.
func (w *walker) left() []byte { return w.raw[w.pos:w.limit] }

// put passes on a field of the next n bytes.
func (w *walker) put(n int, name, value string, sight decode.Sight, note string) {
	f := decode.Field{Name: name, Value: value, Span: decode.Span{Start: w.pos, End: w.pos + n}, Depth: w.depth, Sight: sight, Note: note}
	if !w.stopped && !w.yield(f) {
		w.stopped = true
	}
}

// take explains the next n bytes, or as many as are there.
func (w *walker) take(n int, name, value string, sight decode.Sight, note string) {
	if n = min(n, len(w.left())); n > 0 {
		w.put(n, name, value, sight, note)
		w.pos += n
	}
}

// opaque explains n bytes that are shown as they are.
func (w *walker) opaque(n int, name string, sight decode.Sight, note string) {
	w.take(n, name, hexValue(w.left()[:min(max(n, 0), len(w.left()))]), sight, note)
}

// open explains the next n bytes and goes into them; close with what it returns leaves them.
func (w *walker) open(n int, name, value string, sight decode.Sight, note string) (outer int) {
	n = min(n, len(w.left()))
	w.put(n, name, value, sight, note)
	outer, w.limit = w.limit, w.pos+n
	w.depth++
	return outer
}

// close leaves the field that open went into.
func (w *walker) close(outer int) {
	w.opaque(w.limit-w.pos, "Not understood", decode.Readable, "")
	w.depth--
	w.limit = outer
}

// number explains a big-endian number of n bytes and returns it.
func (w *walker) number(n int, name, note string) (v uint64) {
	for _, b := range w.left()[:min(n, len(w.left()))] {
		v = v<<8 | uint64(b)
	}
	w.take(n, name, fmt.Sprint(v), decode.Readable, note)
	return v
}

// varint explains an integer of variable size and returns it.
func (w *walker) varint(name, note string) (v uint64) {
	b := w.left()
	if len(b) == 0 {
		return 0
	}
	n := varintSize(b[0])
	v = uint64(b[0] & 0x3f)
	for _, c := range b[1:min(n, len(b))] {
		v = v<<8 | uint64(c)
	}
	w.take(n, name, fmt.Sprint(v), decode.Readable, note)
	return v
}

// length is a varint that counts bytes which follow, cut to what is there.
func (w *walker) length(name string) int {
	v := w.varint(name, "")
	return int(min(v, uint64(len(w.left()))))
}

// hexValue shows bytes as hexadecimal digits, at most 32 of them.
func hexValue(b []byte) string {
	const most = 32
	if len(b) > most {
		return fmt.Sprintf("%s… (%d bytes)", hex.EncodeToString(b[:most]), len(b))
	}
	return hex.EncodeToString(b)
}
