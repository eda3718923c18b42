// Package jsonl writes events as JSON lines: one object a line, the contract of docs/events.md.
//
//	{"time":"…Z","event":"http.request","flow":1,"from":"client","client":"127.0.0.1:41822",
//	 "server":"127.0.0.1:5683","layers":["tcp","http"],"frames":[4],"http":{…}}
//
// The keys come in this order. "from" is not there for what a flow does as a whole, "frames_omitted" only when
// not all frames are listed, "opened" only when a key was needed. The last member is the message's own object,
// named after what stands before the dot of the event's name. Lines about the capture file itself have "event",
// "frames" and their object alone.
package jsonl

import (
	"io"
	"strconv"
	"strings"

	"eavesdrop/decode"
)

// flushAt is how many bytes are gathered before they are written.
const flushAt = 256 << 10

// A Writer writes events. It is not safe for concurrent use.
type Writer struct {
	w       io.Writer
	buf     []byte
	err     error
	obj     decode.Object
	clock   clock
	flows   map[int]*prefix
	last    *prefix // that of the event before
	objects map[string]string
}

// New makes a writer to w. Nothing is written before 256 KiB have come together, or Flush.
func New(w io.Writer) *Writer {
	return &Writer{w: w, buf: make([]byte, 0, flushAt+64<<10), flows: map[int]*prefix{}, objects: map[string]string{}}
}

// Event writes one line. After the first error it does nothing.
func (w *Writer) Event(e *decode.Event) {
	if w.err != nil {
		return
	}
	kind := e.Message.Kind()
	b := append(w.buf, `{"time":"`...)
	b = w.clock.append(b, e.Time)
	b = append(b, `","event":"`...)
	b = append(b, kind...)
	p := w.prefix(e.Flow)
	b = append(b, p.flow...)
	if kind != "flow.open" && kind != "flow.limit" && kind != "flow.close" {
		b = append(b, `,"from":"`...)
		b = append(b, e.Dir.String()...)
		b = append(b, '"')
	}
	b = append(b, p.ends...)
	b = appendStrings(append(b, `,"layers":`...), e.Layers)
	b = appendInts(append(b, `,"frames":`...), e.Frames)
	if e.Omitted > 0 {
		b = strconv.AppendInt(append(b, `,"frames_omitted":`...), int64(e.Omitted), 10)
	}
	if e.Opened != decode.InTheClear {
		b = append(append(append(b, `,"opened":"`...), e.Opened...), '"')
	}
	b = append(append(append(b, `,"`...), w.object(kind)...), `":`...)
	w.obj.Begin(b)
	e.Message.Members(&w.obj)
	w.buf = append(w.obj.End(), '}', '\n')
	if len(w.buf) >= flushAt {
		w.write()
	}
	if kind == "flow.close" {
		delete(w.flows, e.Flow.ID)
		w.last = nil
	}
}

// Flush writes what has been gathered, and returns the first error that writing met.
func (w *Writer) Flush() error {
	w.write()
	return w.err
}

// Err is the first error that writing met: the reader of a pipe may have gone.
func (w *Writer) Err() error { return w.err }

func (w *Writer) write() {
	if w.err == nil && len(w.buf) > 0 {
		_, w.err = w.w.Write(w.buf)
	}
	w.buf = w.buf[:0]
}

// object is the name of the member that holds the message's own object.
func (w *Writer) object(kind string) string {
	name, ok := w.objects[kind]
	if !ok {
		name, _, _ = strings.Cut(kind, ".")
		if name == "flow" {
			name = "flow_info" // "flow" is the flow's number
		}
		w.objects[strings.Clone(kind)] = name
	}
	return name
}

// appendStrings appends an array of our own words, which need no escaping.
func appendStrings(b []byte, v []string) []byte {
	b = append(b, '[')
	for i, s := range v {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, '"'), s...), '"')
	}
	return append(b, ']')
}

func appendInts(b []byte, v []int) []byte {
	b = append(b, '[')
	for i, n := range v {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(n), 10)
	}
	return append(b, ']')
}
