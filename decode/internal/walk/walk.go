// Package walk explains the bytes of a message from the front to the back, as the fields that decode.Message
// promises: every byte in exactly one leaf.
package walk

import (
	"encoding/hex"
	"fmt"
	"iter"

	"eavesdrop/decode"
)

// A Walker stands at a byte of the message. It never reads behind the end of the field that it is in: fields that
// were cut off come out shorter, and fields of which nothing is there not at all.
type Walker struct {
	raw     []byte
	pos     int
	limit   int // end of the field that is being explained
	depth   int
	yield   func(decode.Field) bool
	stopped bool
}

// Fields is the sequence of fields of raw that explain tells. What it leaves over at the end is a field as well,
// with note.
func Fields(raw []byte, note string, explain func(*Walker)) iter.Seq[decode.Field] {
	return func(yield func(decode.Field) bool) {
		w := &Walker{raw: raw, limit: len(raw), yield: yield}
		explain(w)
		w.Rest("Left over", note)
	}
}

// Stopped says that nobody wants more fields.
func (w *Walker) Stopped() bool { return w.stopped }

// Left is how many bytes of the current field have not been explained.
func (w *Walker) Left() int { return w.limit - w.pos }

// Bytes are the next n bytes, as many as are there.
func (w *Walker) Bytes(n int) []byte { return w.raw[w.pos:min(w.pos+max(n, 0), w.limit)] }

// Ahead are all bytes of the current field that have not been explained.
func (w *Walker) Ahead() []byte { return w.raw[w.pos:w.limit] }

// Peek is the big-endian number in the next n bytes, as many as are there.
func (w *Walker) Peek(n int) (v int) {
	for _, b := range w.Bytes(n) {
		v = v<<8 | int(b)
	}
	return v
}

// longestNumber is the size of the longest number that is explained, in bytes.
const longestNumber = 8

// put passes on a field of the next n bytes.
func (w *Walker) put(n int, name, value string, sight decode.Sight, note string) {
	f := decode.Field{Name: name, Value: value, Span: decode.Span{Start: w.pos, End: w.pos + n}, Depth: w.depth, Sight: sight, Note: note}
	if !w.stopped && !w.yield(f) {
		w.stopped = true
	}
}

// Take explains the next n bytes. Half a number is not a number: of one that was cut off the bytes are shown.
func (w *Walker) Take(n int, name, value string, sight decode.Sight, note string) {
	if 0 < w.Left() && w.Left() < n && n <= longestNumber {
		value = Hex(w.Ahead()) + ", cut off"
	}
	if n = min(n, w.Left()); n > 0 {
		w.put(n, name, value, sight, note)
		w.pos += n
	}
}

// Open explains the next n bytes and goes into them; Close with what it returns leaves them.
func (w *Walker) Open(n int, name, value string, sight decode.Sight, note string) (outer int) {
	n = max(min(n, w.Left()), 0)
	w.put(n, name, value, sight, note)
	outer, w.limit = w.limit, w.pos+n
	w.depth++
	return outer
}

// Close leaves the field that Open went into.
func (w *Walker) Close(outer int) {
	w.Rest("Not understood", "")
	w.depth--
	w.limit = outer
}

// Rest explains what is left of the current field, if anything.
func (w *Walker) Rest(name, note string) { w.Opaque(w.Left(), name, decode.Readable, note) }

// Opaque explains n bytes that are shown as they are.
func (w *Walker) Opaque(n int, name string, sight decode.Sight, note string) {
	w.Take(n, name, Hex(w.Bytes(n)), sight, note)
}

// Number explains a big-endian number of n bytes and returns it.
func (w *Walker) Number(n int, name, note string) int {
	v := w.Peek(n)
	w.Take(n, name, fmt.Sprint(v), decode.Readable, note)
	return v
}

// Length explains a number of n bytes that counts what follows, and returns it cut to what is there.
func (w *Walker) Length(n int, name string) int { return min(w.Number(n, name, ""), w.Left()) }

// Vector explains a length of size bytes and opens what follows. Of one that was cut off before its length nothing is
// said.
func (w *Walker) Vector(size int, name, value string, sight decode.Sight, note string) (outer int) {
	if w.Left() == 0 {
		w.depth++
		return w.limit
	}
	n := w.Length(size, name+" length")
	return w.Open(n, name, value, sight, note)
}

// Hex shows bytes as hexadecimal digits, at most 32 of them.
func Hex(b []byte) string {
	const most = 32
	if len(b) > most {
		return fmt.Sprintf("%s… (%d bytes)", hex.EncodeToString(b[:most]), len(b))
	}
	return hex.EncodeToString(b)
}
