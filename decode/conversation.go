package decode

import "time"

const (
	maxPending  = 1 << 20  // bytes that a decoder may leave, per direction
	maxSniff    = 16 << 10 // bytes that protocols may ask for before they decide
	maxStrange  = 64 << 10 // bytes of one direction that nobody recognised, after which nobody is asked again
	traceLimit  = 4096     // pieces kept of one message
	maxDepth    = 6        // conversations inside conversations
	maxOpenings = 3        // times that content is opened inside content
)

// A Conversation is both directions of one layer's stream: a TCP connection's bytes, the plaintext of a TLS
// session. Decoders use it to speak.
type Conversation struct {
	in       *Inspector
	flow     *Flow
	outer    *Conversation // nil for the flow itself
	layers   []string
	carrier  []string // the layers below the conversation's own protocol
	opened   Key
	depth    int
	protocol Protocol // nil until recognised
	dec      Decoder
	only     []Protocol // the protocols that this may be; nil: all of the inspector's
	inner    *Conversation
	watchers []Watcher
	shown    bool    // its stream is part of the outer one's, where watchers saw it already
	held     []Event // found before it was sure who is the client
	sides    [2]side
	now      time.Time
}

// side is one direction.
type side struct {
	offset  uint64 // in the stream, of the first byte not yet taken
	pending []byte // what the decoder left
	pieces  Trace  // where the bytes from keep on came from, Off counted in the stream
	omitted int    // pieces that were not kept
	keep    uint64 // earliest offset that the decoder will still want to trace
	keeping bool
	strange int  // bytes that nobody recognised
	deaf    bool // nobody is asked any more
	how     How
	spoken  bool // what it left at its end was told
	woken   bool // to be looked at again
}

func newConversation(in *Inspector, f *Flow, outer *Conversation, layer string) *Conversation {
	c := &Conversation{in: in, flow: f, outer: outer}
	if outer == nil {
		c.layers = []string{layer}
	} else {
		c.layers, c.opened, c.depth, c.now = outer.layers, outer.opened, outer.depth+1, outer.now
	}
	c.carrier = c.layers
	for _, w := range in.opts.Watchers {
		if w := w(c); w != nil {
			c.watchers = append(c.watchers, w)
		}
	}
	return c
}

// Flow is the flow that the conversation runs in.
func (c *Conversation) Flow() *Flow { return c.flow }

// Layers is the path of layers, the conversation's own protocol last. Not to be changed.
func (c *Conversation) Layers() []string { return c.layers }

// Opened is the key that it took to see the conversation at all.
func (c *Conversation) Opened() Key { return c.opened }

// Outer is the conversation that carries this one, nil for a flow itself.
func (c *Conversation) Outer() *Conversation { return c.outer }

// Now is the time of the frame that is being decoded.
func (c *Conversation) Now() time.Time { return c.now }

// Digest says whether digests of what is decoded are wanted.
func (c *Conversation) Digest() bool { return c.in.opts.Digest }

// Datagrams says whether each call of Decode gets one whole datagram, instead of a stream.
func (c *Conversation) Datagrams() bool { return c.outer == nil && c.flow.Network == "udp" }

// Offset is the stream offset of the next byte of dir that the decoder has not taken.
func (c *Conversation) Offset(dir Direction) uint64 { return c.sides[dir].offset }

// Keep asks that the way back to the frames be remembered for the bytes of dir from start on, until an event
// of dir is emitted. Without it, only bytes not yet taken can be traced.
func (c *Conversation) Keep(dir Direction, start uint64) {
	s := &c.sides[dir]
	s.keep, s.keeping = start, true
}

// Trace appends to dst where the stream's bytes [start, end) of dir came from, Off counted from start plus base.
func (c *Conversation) Trace(dst Trace, dir Direction, start, end, base uint64) Trace {
	return c.sides[dir].pieces.AppendSlice(dst, start, end, base)
}

// Emit passes on a message that stood in dir's stream bytes [start, end).
func (c *Conversation) Emit(dir Direction, start, end uint64, m Message) {
	s := &c.sides[dir]
	c.in.scratch = s.pieces.AppendSlice(c.in.scratch[:0], start, end, 0)
	omitted := s.omitted
	s.keeping, s.omitted = false, 0
	c.emit(dir, c.in.scratch, omitted, InTheClear, m)
}

// EmitTraced passes on a message whose bytes did not stand together in dir's stream. Off counts from the
// message's first byte.
func (c *Conversation) EmitTraced(dir Direction, t Trace, m Message) {
	c.emit(dir, t, 0, InTheClear, m)
}

// EmitAside is Emit for a message about bytes whose own message is still to come, so that the decoder's Keep
// stays. key is what it took to see it beyond the conversation's own key; zero: nothing.
func (c *Conversation) EmitAside(dir Direction, start, end uint64, key Key, m Message) {
	c.in.scratch = c.sides[dir].pieces.AppendSlice(c.in.scratch[:0], start, end, 0)
	c.emit(dir, c.in.scratch, 0, key, m)
}

func (c *Conversation) emit(dir Direction, t Trace, omitted int, key Key, m Message) {
	c.settle()
	c.in.announce(c.flow, c.now)
	if key == InTheClear {
		key = c.opened
	}
	e := &c.in.event
	frames := t.AppendFrames(e.Frames[:0])
	*e = Event{Time: c.now, Flow: c.flow, Dir: dir, Layers: c.layers, Frames: frames, Omitted: omitted, Opened: key, Trace: t, Message: m}
	c.in.emit(e)
}

// Malformed tells of bytes that break the protocol's rules: where in dir's stream, and which rule.
func (c *Conversation) Malformed(dir Direction, start, end uint64, why string) {
	s := &c.sides[dir]
	keeping, omitted := s.keeping, s.omitted
	c.Emit(dir, start, max(end, start), &Malformed{Layer: c.layers[len(c.layers)-1], Offset: start, Why: why})
	s.keeping, s.omitted = keeping, omitted
}

// Inner makes the conversation that runs inside this one. opened says what it took to get at it; zero: no
// more than this one. protocols says what it may be; none: anything that the inspector knows. It is fed by
// its outer decoder, with Feed, Lost and End.
func (c *Conversation) Inner(opened Key, protocols ...Protocol) *Conversation {
	in := newConversation(c.in, c.flow, c, "")
	if opened != InTheClear {
		in.opened = opened
	}
	in.only = protocols
	if in.depth > maxDepth {
		in.sides[0].deaf, in.sides[1].deaf = true, true
	}
	return in
}

// Handover makes all bytes that the decoder has not taken, of both directions, those of an inner
// conversation: after STARTTLS, CONNECT or Upgrade. The decoder is not called again.
func (c *Conversation) Handover(protocols ...Protocol) {
	if c.inner == nil {
		c.inner = c.Inner(InTheClear, protocols...)
		c.inner.shown = true
	}
}

// Feed gives an inner conversation bytes; from says where they stood in the frames (Off counted from data's
// first byte; where bytes were opened by a key, the bytes that they were sealed in).
func (c *Conversation) Feed(dir Direction, data []byte, from Trace) {
	if c.opened != InTheClear && c.outer != nil && c.outer.opened == InTheClear {
		c.in.openedBytes(c.flow, dir, data)
	}
	c.feed(dir, data, from, c.outer.now)
}

// Lost tells an inner conversation that n of its bytes are missing here.
func (c *Conversation) Lost(dir Direction, n int) { c.gap(dir, n, c.outer.now) }

// End tells an inner conversation that one of its directions has ended.
func (c *Conversation) End(dir Direction, how How) { c.end(dir, how, c.outer.now) }

// Wake has the decoder look again at what it left of dir, once Decode has returned, because something in the
// other direction has changed what that means.
func (c *Conversation) Wake(dir Direction) { c.sides[dir].woken = true }

// feed takes the next bytes of one direction; from traces them, Off counted from data's first byte.
func (c *Conversation) feed(dir Direction, data []byte, from Trace, now time.Time) {
	c.now = now
	s := &c.sides[dir]
	c.watchStream(dir, data, from)
	base := s.offset + uint64(len(s.pending))
	for _, p := range from {
		p.Off += base
		if len(s.pieces) < traceLimit {
			s.pieces = append(s.pieces, p)
			continue
		}
		// The last piece gives way, so that the newest bytes can always be traced.
		s.pieces[traceLimit-1] = p
		s.omitted++
	}
	if c.dec != nil && c.inner == nil && len(s.pending) == 0 {
		data = data[c.take(dir, data):] // the common case: nothing is copied
		s = &c.sides[dir]
	}
	if len(data) > 0 {
		s.pending = append(s.pending, data...)
		c.run(dir)
	}
	c.wake()
	c.forget(dir)
}

// maxWakes bounds how often the two directions may wake each other over one segment.
const maxWakes = 1 << 10

// wake runs the directions that are to be looked at again, until neither wakes the other any more.
func (c *Conversation) wake() {
	for range maxWakes {
		switch {
		case c.sides[FromClient].woken:
			c.sides[FromClient].woken = false
			c.run(FromClient)
		case c.sides[FromServer].woken:
			c.sides[FromServer].woken = false
			c.run(FromServer)
		default:
			return
		}
	}
}

// take lets the decoder take units off data, and returns how many bytes it took.
func (c *Conversation) take(dir Direction, data []byte) (taken int) {
	for taken < len(data) && c.inner == nil && c.dec != nil {
		n := c.dec.Decode(dir, data[taken:])
		if n <= 0 {
			break
		}
		n = min(n, len(data)-taken)
		taken += n
		c.sides[dir].offset += uint64(n)
		if c.Datagrams() && taken < len(data) {
			break
		}
	}
	return taken
}

// run works on what is pending in dir: finds out what it is, decodes it, or passes it inward.
func (c *Conversation) run(dir Direction) {
	if c.dec == nil {
		c.recognise(&dir)
	}
	s := &c.sides[dir]
	if len(s.pending) > 0 && c.dec != nil && c.inner == nil {
		c.drop(dir, c.take(dir, s.pending))
	}
	if c.inner != nil {
		c.passInward(FromClient)
		c.passInward(FromServer)
		return
	}
	if c.dec != nil && c.Datagrams() {
		s.offset += uint64(len(s.pending))
		s.pending = s.pending[:0]
	}
	if len(s.pending) > maxPending {
		c.Malformed(dir, s.offset, s.offset+uint64(len(s.pending)), "a unit longer than any that the protocol allows; given up")
		c.dec, c.protocol = nil, nil
		s.offset += uint64(len(s.pending))
		s.pending = s.pending[:0]
		c.sides[0].deaf, c.sides[1].deaf = true, true
	}
}

// drop forgets n bytes off the front of what is pending in dir; take has counted them.
func (c *Conversation) drop(dir Direction, n int) {
	s := &c.sides[dir]
	if n >= len(s.pending) {
		if s.pending = s.pending[:0]; cap(s.pending) > 64<<10 {
			s.pending = nil
		}
		return
	}
	s.pending = s.pending[:copy(s.pending, s.pending[n:])]
}

// passInward moves what is pending to the conversation that was handed over to.
func (c *Conversation) passInward(dir Direction) {
	s := &c.sides[dir]
	if n := len(s.pending); n > 0 {
		end := s.offset + uint64(n)
		t := c.Trace(nil, dir, s.offset, end, 0)
		data := s.pending
		s.pending, s.offset, s.keeping = nil, end, false
		c.inner.now = c.now
		c.inner.feed(dir, data, t, c.now)
	}
	if s.how != Going && !s.spoken {
		s.spoken = true
		c.inner.end(dir, s.how, c.now)
	}
}

// forget drops the pieces that nobody can ask for any more.
func (c *Conversation) forget(dir Direction) {
	s := &c.sides[dir]
	from := s.offset
	if s.keeping {
		from = min(from, s.keep)
	}
	n := 0
	for n < len(s.pieces) && s.pieces[n].Off+uint64(s.pieces[n].Len) <= from {
		n++
	}
	switch {
	case n == len(s.pieces):
		s.pieces = s.pieces[:0]
	case n > 0:
		s.pieces = s.pieces[:copy(s.pieces, s.pieces[n:])]
	}
}

// recognise asks the protocols whose bytes these are. When they turn out to come from the other end than
// thought, dir changes with the flow.
func (c *Conversation) recognise(dir *Direction) {
	s := &c.sides[*dir]
	if s.deaf {
		c.skip(*dir)
		return
	}
	protocols := c.only
	if len(protocols) == 0 {
		protocols = c.in.opts.Protocols
	}
	maybe := false
	for _, p := range protocols {
		v := p.Sniff(*dir, s.pending)
		if v == Maybe {
			maybe = true
		}
		if v == No || v == Maybe {
			continue
		}
		wrong := v == FromAClient && *dir == FromServer || v == FromAServer && *dir == FromClient
		if wrong && c.outer == nil && !c.flow.Sure && !c.flow.state.announced {
			c.in.reverse(c.flow)
			*dir = dir.Other()
		}
		c.settle()
		c.adopt(p, *dir)
		return
	}
	if !maybe || len(s.pending) > maxSniff || c.Datagrams() {
		c.skip(*dir)
	}
}

// skip passes over bytes that nobody recognised. The next segment is looked at anew: after a start in
// mid-stream a message may begin there.
func (c *Conversation) skip(dir Direction) {
	c.settle()
	s := &c.sides[dir]
	n := len(s.pending)
	s.strange += n
	s.deaf = s.deaf || s.strange > maxStrange
	s.offset += uint64(n)
	c.drop(dir, n)
}

// adopt makes p the conversation's protocol. What the other direction has sent so far is decoded before
// this one when it came from the client, else after.
func (c *Conversation) adopt(p Protocol, dir Direction) {
	c.protocol = p
	c.layers = layersBelow(c.layers, p.Name())
	c.dec = p.Decoder(c)
	if dir == FromServer && len(c.sides[FromClient].pending) > 0 {
		c.run(FromClient)
	}
	c.sides[dir.Other()].woken = true
}

// gap tells that lost bytes are missing from dir.
func (c *Conversation) gap(dir Direction, lost int, now time.Time) {
	c.now = now
	s := &c.sides[dir]
	c.watchLost(dir, lost)
	if c.inner != nil {
		c.passInward(dir)
		s.offset += uint64(lost)
		c.inner.gap(dir, lost, now)
		return
	}
	pending := s.pending
	at := s.offset + uint64(len(pending))
	c.sayGap(dir, at, lost)
	s.pending = nil
	s.offset = at + uint64(lost)
	if c.dec != nil {
		c.dec.Gap(dir, pending, lost)
		c.wake()
	} else {
		s.strange = 0 // look again behind the gap
		s.deaf = c.depth > maxDepth
	}
	c.forget(dir)
}

func (c *Conversation) sayGap(dir Direction, at uint64, lost int) {
	keeping, omitted := c.sides[dir].keeping, c.sides[dir].omitted
	c.Emit(dir, at, at, &Gap{Offset: at, Bytes: lost})
	c.sides[dir].keeping, c.sides[dir].omitted = keeping, omitted
}

// end tells that dir has ended.
func (c *Conversation) end(dir Direction, how How, now time.Time) {
	s := &c.sides[dir]
	if s.how != Going {
		return
	}
	c.now = now
	s.how = how
	c.settle()
	defer c.watchEnd(dir, how)
	if c.inner != nil {
		c.passInward(dir)
		return
	}
	if c.dec != nil {
		pending := s.pending
		s.pending = nil
		c.dec.End(dir, pending, how)
		if c.inner != nil { // it handed over with its last breath, and what it left goes inward
			s.pending = pending
			c.passInward(dir)
			c.passInward(dir.Other())
		}
		c.wake()
	}
}
