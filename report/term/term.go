// Package term prints for a person at a terminal: a line an event as it happens, a conversation, the table of
// what was learned, and the layers and bytes of a frame.
//
// Everywhere the same sign and colour says how well a listener sees a thing:
//
//	● [R] readable, red        ◐ [C] claimed, yellow      ◔ [D] derived, magenta
//	○ [S] sealed, green        –  -  not there
//
// Captured text is escaped on its way out; nothing that was said on the wire can act on the terminal.
package term

import (
	"io"
	"time"

	"eavesdrop/decode"
	"eavesdrop/report"
)

// Options say how to print. The zero value prints without colour, with the signs in Unicode, 100 columns wide,
// times in UTC.
type Options struct {
	Color bool           // decided by the program: --color, NO_COLOR, a terminal or not
	ASCII bool           // signs in letters: for terminals without UTF-8, and with NO_COLOR
	Width int            // columns; 0: 100
	Zone  *time.Location // for times of day; nil: UTC
}

// A Packets finds a captured frame by its number; ok is false when it is not kept.
type Packets func(frame int) (p *decode.Packet, ok bool)

// A Printer prints to one writer. It is not safe for concurrent use.
type Printer struct {
	w     io.Writer
	opts  Options
	style style
	err   error

	begun   bool                // something was printed
	about   subject             // what was printed last
	detail  bool                // of that, layers or bytes
	idWidth int                 // columns of a flow's number, as wide as the widest so far
	shown   int                 // the frame whose headers were printed last
	told    map[string]struct{} // notes on headers that were printed
	names   report.Names
}

// New makes a printer to w.
func New(w io.Writer, o Options) *Printer {
	if o.Width <= 0 {
		o.Width = 100
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	return &Printer{w: w, opts: o, style: newStyle(o.Color, o.ASCII), told: map[string]struct{}{}}
}

// Err is the first error that writing met; after it nothing more is written.
func (p *Printer) Err() error { return p.err }

// line begins a line.
func (p *Printer) line() *line {
	l := &line{style: &p.style, limit: p.opts.Width}
	l.b.Grow(lineRoom)
	return l
}

const lineRoom = 128 // bytes, enough for most lines

// A subject is what tells events apart that are printed one after the other.
type subject struct {
	flow, frame int
	kind        string
	time        time.Time
}

// turnTo puts an empty line between the layers and bytes of one event and what is printed of the next.
func (p *Printer) turnTo(e *decode.Event, detail bool) {
	s := subject{flow: e.Flow.ID, kind: e.Message.Kind(), time: e.Time}
	if len(e.Frames) > 0 {
		s.frame = e.Frames[0]
	}
	if p.detail && s != p.about {
		p.print("\n")
	}
	p.about, p.detail = s, detail
}

// print writes one piece of output.
func (p *Printer) print(s string) {
	p.begun = true
	if p.err == nil {
		_, p.err = io.WriteString(p.w, s)
	}
}
