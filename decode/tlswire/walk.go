package tlswire

import (
	"encoding/hex"
	"fmt"
	"iter"

	"eavesdrop/decode"
)

// A walker explains a message's bytes from the front to the back. It never reads behind the end of what is
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
		w.rest("Left over", "Bytes behind the end of the message.")
	}
}

// left is how many bytes of the current field have not been explained.
func (w *walker) left() int { return w.limit - w.pos }

// put passes on a field.
func (w *walker) put(f decode.Field) {
	if !w.stopped && !w.yield(f) {
		w.stopped = true
	}
}

// take explains the next n bytes.
func (w *walker) take(n int, name, value string, sight decode.Sight, note string) {
	if n = min(n, w.left()); n <= 0 {
		return
	}
	w.put(decode.Field{Name: name, Value: value, Span: decode.Span{Start: w.pos, End: w.pos + n}, Depth: w.depth, Sight: sight, Note: note})
	w.pos += n
}

// open explains the next n bytes and goes into them; close with what it returns leaves them.
func (w *walker) open(n int, name, value string, sight decode.Sight, note string) (outer int) {
	outer = w.limit
	n = max(min(n, w.left()), 0)
	w.put(decode.Field{Name: name, Value: value, Span: decode.Span{Start: w.pos, End: w.pos + n}, Depth: w.depth, Sight: sight, Note: note})
	w.depth++
	w.limit = w.pos + n
	return outer
}

// close leaves the field that open went into.
func (w *walker) close(outer int) {
	w.rest("Not understood", "")
	w.depth--
	w.limit = outer
}

// rest explains what is left of the current field, if anything.
func (w *walker) rest(name, note string) {
	if n := w.left(); n > 0 {
		w.take(n, name, hexValue(w.raw[w.pos:w.pos+n]), decode.Readable, note)
	}
}

// peek is the big-endian number in the next n bytes, as many as are there.
func (w *walker) peek(n int) (v int) {
	for _, b := range w.raw[w.pos:min(w.pos+n, w.limit)] {
		v = v<<8 | int(b)
	}
	return v
}

// bytes are the next n bytes, as many as are there.
func (w *walker) bytes(n int) []byte { return w.raw[w.pos:min(w.pos+max(n, 0), w.limit)] }

// length explains a length field of n bytes and returns it, cut to what is there.
func (w *walker) length(n int, name string) int {
	v := w.peek(n)
	w.take(n, name, fmt.Sprint(v), decode.Readable, "")
	return min(v, w.left())
}

// number explains a number of n bytes.
func (w *walker) number(n int, name, note string) int {
	v := w.peek(n)
	w.take(n, name, fmt.Sprint(v), decode.Readable, note)
	return v
}

// opaque explains n bytes that are shown as they are.
func (w *walker) opaque(n int, name string, sight decode.Sight, note string) {
	w.take(n, name, hexValue(w.bytes(n)), sight, note)
}

// vector explains a length of size bytes and opens what follows; name's value counts the bytes.
func (w *walker) vector(size int, name, value string, sight decode.Sight, note string) (outer int) {
	n := w.length(size, name+" length")
	return w.open(n, name, value, sight, note)
}

// list explains a vector of two-byte numbers with a length of size bytes.
func (w *walker) list(size int, name, item, note string, text func(uint16) string) {
	n := w.peek(size) / 2
	outer := w.vector(size, name, fmt.Sprintf("%d", n), decode.Readable, note)
	for w.left() >= 2 {
		w.take(2, item, text(uint16(w.peek(2))), decode.Readable, "")
	}
	w.close(outer)
}

// hexValue shows bytes as hexadecimal digits, at most 32 of them.
func hexValue(b []byte) string {
	const most = 32
	if len(b) > most {
		return fmt.Sprintf("%s… (%d bytes)", hex.EncodeToString(b[:most]), len(b))
	}
	return hex.EncodeToString(b)
}
