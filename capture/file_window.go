package capture

import (
	"errors"
	"io"
	"os"
)

// A window is the part of a file that is being looked at. Records are taken off its front as slices of the
// chunks they were read into; only one that lies across two chunks is copied.
//
//	         ┌ headroom ┬──────── chunk ────────┐
//	copied → │    [head of a record│its tail]…  │
//	         └──────────┴───────────────────────┘
//
// A record longer than the headroom grows in a buffer of its own, spill, as its bytes come in: a length that a
// record claims never makes room for itself.
type window struct {
	win     []byte // bytes read and not yet taken
	off     int64  // where win[0] stands in the (unpacked) file
	rest    []byte // what follows win in the chunk; only while win lies in spill
	spill   []byte
	spilled bool // win lies in spill, at its end
	chunk   *chunk
	ahead   *readAhead
	err     error // why nothing follows rest
}

// fill makes win at least n bytes long, and says whether the file has as many. What win held before may be
// gone when fill is called again.
func (w *window) fill(n int) bool {
	if len(w.win) == 0 {
		w.unspill()
	}
	for len(w.win) < n {
		if len(w.rest) > 0 {
			k := min(n-len(w.win), len(w.rest))
			start := len(w.spill) - len(w.win)
			w.spill = append(w.spill, w.rest[:k]...)
			w.win, w.rest = w.spill[start:], w.rest[k:]
		} else if !w.more() {
			return false
		}
	}
	return true
}

// unspill goes on with the chunk once the record in spill was taken.
func (w *window) unspill() {
	if cap(w.spill) > 1<<20 {
		w.spill = nil
	}
	w.win, w.rest, w.spilled = w.rest, nil, false
}

// more gets the next chunk, and keeps win, rest being empty.
func (w *window) more() bool {
	if w.err != nil {
		return false
	}
	c := w.ahead.next()
	if c == nil {
		w.err = os.ErrClosed
		return false
	}
	switch {
	case w.spilled:
		w.rest = c.bytes()
	case len(w.win) > headroom:
		w.spill = append(w.spill[:0], w.win...)
		w.win, w.rest, w.spilled = w.spill, c.bytes(), true
	default:
		start := headroom - len(w.win)
		copy(c.buf[start:], w.win)
		w.win = c.buf[start : headroom+c.n]
	}
	w.ahead.release(w.chunk)
	w.chunk, w.err = c, c.err
	return true
}

// take drops n bytes off the front, which fill has found to be there.
func (w *window) take(n int) { w.win, w.off = w.win[n:], w.off+int64(n) }

// skip drops n bytes without keeping any, and says whether the file has as many.
func (w *window) skip(n int64) bool {
	for n > int64(len(w.win)) {
		n -= int64(len(w.win))
		w.take(len(w.win))
		if !w.fill(1) {
			return false
		}
	}
	w.take(int(n))
	return true
}

// failure is the reader's own error, if it is that which ended the file.
func (w *window) failure() error {
	if errors.Is(w.err, io.EOF) {
		return nil
	}
	return w.err
}
