package main

import (
	"net/netip"

	"eavesdrop/decode"
	"eavesdrop/report"
)

// behind writes events on a goroutine of its own, in their order, while the next ones are being decoded. It is
// for outputs that need no event's trace.
type behind struct {
	to      output
	current *batch
	full    chan *batch // to be written
	empty   chan *batch // to be filled
	idle    chan error  // one after each batch that was to be waited for

	flows map[int]*decode.Flow // those that may turn round, by number, as they are by now
}

// A batch is some events, with the frames that they point to.
type batch struct {
	events []decode.Event
	frames []int
	wait   bool // somebody waits until it is written
}

const (
	batchSize = 256
	batches   = 4 // at a time: one being filled, one being written, and some slack
)

// writeBehind puts to on a goroutine; finish ends it.
func writeBehind(to output) *behind {
	b := &behind{to: to, full: make(chan *batch, batches), empty: make(chan *batch, batches), idle: make(chan error)}
	b.flows = make(map[int]*decode.Flow)
	for range batches {
		b.empty <- &batch{}
	}
	b.current = <-b.empty
	go b.write()
	return b
}

func (b *behind) write() {
	for t := range b.full {
		for i := range t.events {
			b.to.event(&t.events[i])
		}
		clear(t.events) // so that messages can go
		wait := t.wait
		t.events, t.frames, t.wait = t.events[:0], t.frames[:0], false
		b.empty <- t
		if wait {
			b.idle <- b.to.flush()
		}
	}
}

// event takes a copy: an event is valid only until the handler returns.
func (b *behind) event(e *decode.Event) {
	t := b.current
	own := *e
	start := len(t.frames)
	t.frames = append(t.frames, e.Frames...)
	own.Frames, own.Trace = t.frames[start:len(t.frames):len(t.frames)], nil
	own.Flow = b.flow(e.Flow)
	switch e.Message.(type) {
	case *decode.FlowOpen:
		own.Message = &decode.FlowOpen{Flow: own.Flow}
	case *decode.FlowReversed:
		own.Message = &decode.FlowReversed{Flow: own.Flow}
	case *decode.FlowClose:
		delete(b.flows, e.Flow.ID)
	}
	if t.events = append(t.events, own); len(t.events) >= batchSize {
		b.pass()
	}
}

// flow is f as it is by now: before the event is written, its ends may be exchanged.
func (b *behind) flow(f *decode.Flow) *decode.Flow {
	if f.Sure {
		return f
	}
	own := b.flows[f.ID]
	if own == nil || own.Flipped() != f.Flipped() {
		now := *f
		own = &now
		b.flows[f.ID] = own
	}
	return own
}

// comment waits until what came before it is written.
func (b *behind) comment(c report.Comment) {
	_ = b.drain() // what went wrong goes wrong ever after
	b.to.comment(c)
}

// named waits, too.
func (b *behind) named(addr netip.Addr, name string) {
	_ = b.drain()
	b.to.named(addr, name)
}

// drain waits until all is written.
func (b *behind) drain() error {
	b.current.wait = true
	b.pass()
	return <-b.idle
}

// pass hands the current batch on.
func (b *behind) pass() {
	b.full <- b.current
	b.current = <-b.empty
}

// flush waits until all is written, if something is left to be.
func (b *behind) flush() error {
	if len(b.current.events) == 0 {
		return nil
	}
	return b.drain()
}

func (b *behind) finish(c report.Counts) error {
	err := b.drain()
	close(b.full)
	if ended := b.to.finish(c); err == nil {
		err = ended
	}
	return err
}
