package tlswire

import (
	"bytes"
	"compress/flate"
	"errors"
	"io"
)

var errDeflate = errors.New("what was opened does not inflate")

// A deflated undoes the compression of records (RFC 3749). All records of a direction are one zlib stream, of
// which each holds a part that ends on a byte.
type deflated struct {
	begun  bool
	window []byte // the last 32 KiB that came out
}

// lastBlock ends a deflate stream that was flushed: an empty block, marked as the last one.
var lastBlock = []byte{1, 0, 0, 0xff, 0xff}

// inflate undoes one record's compression.
func (d *deflated) inflate(b []byte) ([]byte, error) {
	if !d.begun && len(b) >= 2 {
		b = b[2:] // the stream's header
		d.begun = true
	}
	r := flate.NewReaderDict(io.MultiReader(bytes.NewReader(b), bytes.NewReader(lastBlock)), d.window)
	out, err := io.ReadAll(io.LimitReader(r, 1<<14+1))
	if err != nil || len(out) > 1<<14 { // no record holds more (RFC 5246, section 6.2.2)
		return nil, errDeflate
	}
	d.window = append(d.window, out...)
	if old := len(d.window) - 32<<10; old > 0 {
		d.window = append(d.window[:0], d.window[old:]...)
	}
	return out, nil
}
