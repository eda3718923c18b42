package jsonl

import (
	"net/netip"

	"eavesdrop/decode"
	"eavesdrop/report"
)

// Comment writes a line about what somebody wrote down in the capture file.
func (w *Writer) Comment(c report.Comment) {
	var frames []int
	if c.Frame > 0 {
		frames = []int{c.Frame}
	}
	o := w.about("capture.comment", frames)
	o.Str("text", c.Text)
	w.line(o)
}

// Named writes a line about a name that the capture file gives an address.
func (w *Writer) Named(addr netip.Addr, name string) {
	o := w.about("capture.name", nil)
	o.Str("address", addr.String())
	o.Str("name", name)
	w.line(o)
}

// about begins a line about the capture file itself.
func (w *Writer) about(kind string, frames []int) *decode.Object {
	o := &w.obj
	o.Begin(w.buf)
	o.Str("event", kind)
	o.Ints("frames", frames)
	o.Object("capture")
	return o
}

// line ends it.
func (w *Writer) line(o *decode.Object) {
	o.Close('}')
	if w.buf = append(o.End(), '\n'); w.err != nil || len(w.buf) >= flushAt {
		w.write()
	}
}
