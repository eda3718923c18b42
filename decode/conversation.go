package decode

import "time"

const (
	maxPending  = 1 << 20  // bytes that a decoder may leave, per direction
	maxSniff    = 16 << 10 // bytes that protocols may ask for before they decide
	maxStrange  = 64 << 10 // bytes of one direction that nobody recognised, after which nobody is asked again
	maxEarlier  = 16 << 20 // the same of a connection that is older than the capture: they may end something long
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
	resumes  []Protocol // what goes on inside of TLS, once this was handed over to it; nil: that is not known
	inner    *Conversation
	watchers []Watcher
	holders  []Holder // those of dec and watchers that are
	weight   int      // bytes that it holds, as counted last
	givenUp  bool     // to stay within the bound on memory
	guarded  bool     // nobody can change what it says unnoticed, although no key is needed to read it
	short    bool     // the capture cut the datagram that is being decoded
	shown    bool     // its stream is part of the outer one's, where watchers saw it already
	held     []Event  // found before it was sure who is the client
	sides    [2]side
	now      time.Time
}

// side is one direction.
type side struct {
	offset  uint64 // in the stream, of the first byte not yet taken
	pending []byte // what the decoder left
	starts  starts // where in pending segments begin, as long as nobody has recognised it
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
		c.layers, c.opened, c.guarded, c.depth, c.now = outer.layers, outer.opened, outer.guarded, outer.depth+1, outer.now
	}
	c.carrier = c.layers
	for _, w := range in.opts.Watchers {
		if w := w(c); w != nil {
			c.watchers = append(c.watchers, w)
		}
	}
	c.holdsAll()
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

// Unkeep ends a Keep without an event.
func (c *Conversation) Unkeep(dir Direction) { c.sides[dir].keeping = false }

// Trace appends to dst where the stream's bytes [start, end) of dir came from, Off counted from start plus base.
func (c *Conversation) Trace(dst Trace, dir Direction, start, end, base uint64) Trace {
	return c.sides[dir].pieces.AppendSlice(dst, start, end, base)
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
	if len(protocols) == 0 && opened != InTheClear && c.outer != nil {
		in.only = c.outer.resumes
	}
	if in.depth > maxDepth {
		in.sides[0].deaf, in.sides[1].deaf = true, true
	}
	return in
}

// Guard says that what the conversation says carries a MAC (see Event's Guarded). It is called before any of it is fed.
func (c *Conversation) Guard() { c.guarded = true }

// unwrapped says that the conversation was taken out of TLS, here or further out.
func (c *Conversation) unwrapped() bool { return c.opened != InTheClear || c.guarded }

// Channel is Inner for bytes that stand in this conversation's stream as they are, between others: whoever searches that
// stream has seen them.
func (c *Conversation) Channel(protocols ...Protocol) *Conversation {
	in := c.Inner(InTheClear, protocols...)
	in.shown = true
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

// Resume says that p goes on with what is opened by a key inside of what was handed over to: after STARTTLS.
func (c *Conversation) Resume(p Protocol) { c.resumes = []Protocol{p} }

// Certain says that it is beyond doubt which end is the client: the flow's opening was captured, or else what carries
// this conversation has shown it.
func (c *Conversation) Certain() bool { return c.outer != nil || c.flow.Sure }

// Reverse turns the flow round, when a decoder finds in bytes of dir, to which t leads, that they came from the other end
// than thought. Only Decode may call it, in a conversation that is not Certain; from then on directions are the right ones,
// of what the decoder goes on to say too.
func (c *Conversation) Reverse(dir Direction, t Trail) {
	c.in.reverse(c.flow)
	c.EmitTraced(dir.Other(), t, &FlowReversed{Flow: c.flow})
}

// Feed gives an inner conversation bytes; from says where they stood in the frames (Off counted from data's
// first byte; where bytes were opened by a key, the bytes that they were sealed in).
func (c *Conversation) Feed(dir Direction, data []byte, from Trace) {
	if c.unwrapped() && !c.outer.unwrapped() {
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
