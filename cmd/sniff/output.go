package main

import (
	"bufio"
	"fmt"
	"io"
	"net/netip"

	"eavesdrop/capture"
	"eavesdrop/cmd/internal/wiring"
	"eavesdrop/decode"
	"eavesdrop/report"
	"eavesdrop/report/jsonl"
	terminal "eavesdrop/report/term"
)

// An output shows events as they come, and in the end what was learned.
type output interface {
	event(*decode.Event)
	comment(report.Comment)             // in the capture file
	named(addr netip.Addr, name string) // by the capture file
	flush() error
	finish(report.Counts) error
}

// textOutput prints for a person: a line an event, or its layers and bytes, and the ledger at the end.
type textOutput struct {
	w         *bufio.Writer
	p         *terminal.Printer
	ledger    *report.Ledger
	tree, hex bool
	frames    *frameStore // nil unless tree or hex
}

func (o *textOutput) event(e *decode.Event) {
	o.ledger.Add(e)
	o.p.Live(e)
	if o.tree {
		o.p.Tree(e, o.frames.packet)
	}
	if o.hex {
		o.p.Hex(e, o.frames.packet)
	}
}

func (o *textOutput) comment(c report.Comment) { o.p.Comment(c) }

func (o *textOutput) named(addr netip.Addr, name string) {
	o.p.Named(addr, name)
	o.ledger.Named(addr, name)
}

func (o *textOutput) flush() error { return o.w.Flush() }

func (o *textOutput) finish(c report.Counts) error {
	o.ledger.Finish(c)
	o.p.Ledger(o.ledger)
	o.p.Counts(c)
	if err := o.p.Err(); err != nil {
		return err
	}
	return o.w.Flush()
}

// jsonOutput writes one object a line; the counts go to standard error.
type jsonOutput struct {
	w   *jsonl.Writer
	err io.Writer
}

func (o *jsonOutput) event(e *decode.Event)              { o.w.Event(e) }
func (o *jsonOutput) comment(c report.Comment)           { o.w.Comment(c) }
func (o *jsonOutput) named(addr netip.Addr, name string) { o.w.Named(addr, name) }
func (o *jsonOutput) flush() error                       { return o.w.Flush() }

func (o *jsonOutput) finish(c report.Counts) error {
	err := o.w.Flush()
	fmt.Fprintln(o.err, c.Line())
	return err
}

// newOutput makes the output that the flags ask for.
func newOutput(io streams, look *lookFlags, detail *detailFlags, name string, observer report.Observer, o *wiring.Options) output {
	if look.form == "json" {
		return writeBehind(&jsonOutput{w: jsonl.New(io.out), err: io.err})
	}
	w := bufio.NewWriterSize(io.out, 64<<10)
	out := &textOutput{w: w, tree: detail.tree, hex: detail.hex, ledger: wiring.Ledger(name, observer, o)}
	out.p = look.printerTo(w, io.out)
	if detail.tree || detail.hex {
		out.frames = &frameStore{}
		detail.frames = out.frames
	}
	return out
}

// A frameStore keeps the last frames, so that a reporter can show those that carried a message.
type frameStore struct {
	frames map[int]*capture.Frame
	order  []int
	bytes  int
}

const maxStore = 32 << 20 // bytes of frames kept for -V and -x

// keep copies a frame.
func (s *frameStore) keep(f *capture.Frame) {
	if s == nil {
		return
	}
	if s.frames == nil {
		s.frames = make(map[int]*capture.Frame)
	}
	own := *f
	own.Data = append([]byte(nil), f.Data...)
	s.frames[f.Number] = &own
	s.order = append(s.order, f.Number)
	for s.bytes += len(own.Data); s.bytes > maxStore && len(s.order) > 1; s.order = s.order[1:] {
		s.bytes -= len(s.frames[s.order[0]].Data)
		delete(s.frames, s.order[0])
	}
}

// packet finds a kept frame and takes it apart.
func (s *frameStore) packet(number int) (*decode.Packet, bool) {
	f, ok := s.frames[number]
	if !ok {
		return nil, false
	}
	return capture.Dissect(f), true
}
