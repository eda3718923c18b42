// Package decode turns the in-order bytes of flows into events: what was said, in the terms of the protocol
// that said it, with the frames that prove it.
//
// The Inspector is fed segments by package capture. It finds out by the bytes which protocol a conversation
// speaks, hands the bytes to that protocol's decoder, and passes on the events. Decoders live in the packages
// below this one; each imports this one only. Nothing here prints, opens a file, reads a clock, starts a
// goroutine or keeps a global; captured bytes cannot make it fail.
package decode

import (
	"crypto/sha256"
	"hash"
	"slices"
	"time"
)

// Options say how an Inspector works. The zero value finds flows and nothing in them.
type Options struct {
	Protocols []Protocol                      // asked in this order what a conversation is
	Watchers  []func(c *Conversation) Watcher // made for each conversation; nil: not interested in it
	Digest    bool                            // put SHA-256 of the streams into flow.close
	Memory    int                             // bytes that all flows may hold together, those that hold most go first; 0: 256 MiB
}

// An Inspector decodes flows. It is not safe for concurrent use.
type Inspector struct {
	opts    Options
	handle  func(*Event)
	event   Event // scratch: an event is valid until the handler returns
	scratch Trace
	spare   spares
	budget  budget
}

// NewInspector makes an inspector that passes its events to handle.
func NewInspector(handle func(*Event), opts Options) *Inspector {
	in := &Inspector{opts: opts, handle: handle}
	if in.budget.limit = opts.Memory; in.budget.limit <= 0 {
		in.budget.limit = defaultMemory
	}
	return in
}

// flowState is what the inspector keeps about a flow.
type flowState struct {
	conv      *Conversation
	announced bool // flow.open was emitted
	bytes     [2]uint64
	text      uint64       // of them, bytes of no known protocol that were told as text
	digest    [2]hash.Hash // of the reassembled bytes, when asked for
	opened    [2]openedStream
	share     share
}

// openedStream is what keys made of one direction.
type openedStream struct {
	bytes  uint64
	digest hash.Hash
}

// Open begins a flow.
func (in *Inspector) Open(f *Flow) {
	st := &flowState{}
	st.conv = newConversation(in, f, nil, f.Network)
	if in.opts.Digest {
		st.digest = [2]hash.Hash{sha256.New(), sha256.New()}
	}
	f.state = st
	if f.Sure {
		in.announce(f, f.Stats.First)
	}
}

// announce emits flow.open, once.
func (in *Inspector) announce(f *Flow, t time.Time) {
	if f.state.announced {
		return
	}
	f.state.announced = true
	in.emit(&Event{Time: t, Flow: f, Layers: []string{f.Network}, Frames: known(f.Stats.Frames[0]), Message: &FlowOpen{Flow: f}})
}

// Feed takes the next bytes of a flow.
func (in *Inspector) Feed(s *Segment) {
	st := s.Flow.state
	if st == nil {
		in.Open(s.Flow)
		st = s.Flow.state
	}
	c := st.conv
	flipped := s.Flow.flipped
	side := func() Direction { // the flow may turn out to be the other way round
		if s.Flow.flipped != flipped {
			return s.Dir.Other()
		}
		return s.Dir
	}
	if s.Lost > 0 {
		c.gap(side(), s.Lost, s.Time)
	}
	if s.Urgent {
		c.urgent(s)
		return
	}
	if len(s.Data) > 0 {
		dir := side()
		st.bytes[dir] += uint64(len(s.Data))
		if h := st.digest[dir]; h != nil {
			h.Write(s.Data)
		}
		piece := [1]Piece{{Len: len(s.Data), Frame: s.Frame, At: s.At}}
		from := s.From
		if from == nil {
			from = piece[:]
		}
		c.short = s.Short > 0
		c.feed(dir, s.Data, from, s.Time)
	}
	if s.End != Going {
		c.end(side(), s.End, s.Time)
	}
	if in.budget.held > in.budget.limit {
		in.relieve(s.Time)
	}
}

// Close ends a flow: what its sides left unfinished is told, then flow.close.
func (in *Inspector) Close(f *Flow) {
	st := f.state
	if st == nil {
		return
	}
	for _, dir := range []Direction{FromClient, FromServer, FromClient} { // the last words may turn the flow round
		st.conv.end(dir, Cut, f.Stats.Last)
	}
	in.announce(f, f.Stats.First)
	m := &FlowClose{Flow: f, Bytes: st.bytes, Recognised: st.conv.protocol != nil || st.text > 0 && st.text == st.bytes[0]+st.bytes[1]}
	for d := range 2 {
		if h := st.digest[d]; h != nil {
			m.Digest[d] = h.Sum(nil)
		}
		m.OpenedBytes[d] = st.opened[d].bytes
		if h := st.opened[d].digest; h != nil {
			m.OpenedDigest[d] = h.Sum(nil)
		}
	}
	in.emit(&Event{Time: f.Stats.Last, Flow: f, Layers: st.conv.layers, Frames: known(f.Stats.Frames[1]), Message: m})
	in.budget.release(st)
	f.state = nil
}

// known lists a frame's number, if there is one.
func known(frame int) []int {
	if frame == 0 {
		return nil
	}
	return []int{frame}
}

// emit passes an event on.
func (in *Inspector) emit(e *Event) { in.handle(e) }

// openedBytes counts and hashes what a key, or a suite that does not encrypt, made of one direction.
func (in *Inspector) openedBytes(f *Flow, dir Direction, data []byte) {
	o := &f.state.opened[dir]
	o.bytes += uint64(len(data))
	if in.opts.Digest {
		if o.digest == nil {
			o.digest = sha256.New()
		}
		o.digest.Write(data)
	}
}

// reverse turns a flow round whose opening was not captured.
func (in *Inspector) reverse(f *Flow) {
	st := f.state
	f.reverse()
	swap := func(c *Conversation) { c.sides[0], c.sides[1] = c.sides[1], c.sides[0] }
	swap(st.conv)
	st.bytes[0], st.bytes[1] = st.bytes[1], st.bytes[0]
	st.digest[0], st.digest[1] = st.digest[1], st.digest[0]
	st.opened[0], st.opened[1] = st.opened[1], st.opened[0]
}

// layersBelow is the path of layers with one more; a new slice, because paths are shared.
func layersBelow(layers []string, name string) []string {
	return append(slices.Clip(slices.Clone(layers)), name)
}
