package decode

// A Watcher sees what passes through a conversation besides the protocol's own decoder: it searches.
// A Watcher serves one conversation, so it may keep state.
type Watcher interface {
	// Stream is shown every byte of the layer's stream, in order, before it is decoded. frame and at say where
	// data[0] was captured; a run of data lies in one frame. frame is 0 when that is not known. A conversation
	// that another one handed over to has no stream of its own to show.
	Stream(dir Direction, data []byte, frame, at int)
	// Lost says that n bytes of dir are missing here.
	Lost(dir Direction, n int)
	// Content is shown decoded content, part after part.
	Content(part Part)
}

// An EndWatcher is a Watcher that also wants to know when a direction has ended: after everything else.
type EndWatcher interface {
	Watcher
	End(dir Direction, how How)
}

// A Part is a stretch of content that a decoder took out of its stream: a header block, a body freed of
// chunking and compression.
type Part struct {
	Dir    Direction
	Where  string // "request headers", "response body": for a person
	Offset int    // of Data[0] in the content; 0 begins a new content
	Data   []byte // valid until Content returns
	Last   bool   // nothing follows
	Start  uint64 // stream offset of the message that the content is in
	Exact  bool   // Data stands in the stream byte for byte, at stream offset At
	At     uint64
	Opened Key // what opened it beyond the conversation's own key; zero: nothing
	Depth  int // how many times content was opened to get here; the inspector refuses more than 3
}

// A ContentID tells the contents of a conversation apart whose parts may come in turns.
type ContentID struct {
	Dir    Direction
	Start  uint64
	Where  string
	Opened Key
	Depth  int
}

// ID is that of the content that the part belongs to.
func (p *Part) ID() ContentID { return ContentID{p.Dir, p.Start, p.Where, p.Opened, p.Depth} }

// Watched says whether anybody looks at content, so that a decoder can spare itself preparing it.
func (c *Conversation) Watched() bool { return len(c.watchers) > 0 }

// Carrier is the path of layers below the conversation's own protocol: those whose stream it is.
// Not to be changed.
func (c *Conversation) Carrier() []string { return c.carrier }

// Content shows a part of decoded content to those who search it.
func (c *Conversation) Content(p Part) {
	if p.Depth > maxOpenings {
		return
	}
	for _, w := range c.watchers {
		w.Content(p)
	}
}

// EmitFound passes on what a watcher found. layers is c.Carrier() when it stood in the stream itself, and
// c.Layers() when in decoded content; t leads to the bytes that prove it, Off counted from the message's
// first byte. key is what it took to see it beyond the conversation's own key; zero: nothing.
//
// As long as it is not known which end of a flow is the client, the event waits for that.
func (c *Conversation) EmitFound(dir Direction, layers []string, t Trace, key Key, m Message) {
	if key == InTheClear {
		key = c.opened
	}
	e := Event{Time: c.now, Flow: c.flow, Dir: dir, Layers: layers, Opened: key, Trace: t, Message: m}
	if c.outer == nil && c.dec == nil && !c.flow.Sure && !c.flow.state.announced && !c.sides[dir].deaf {
		if c.flow.flipped {
			e.Dir = dir.Other() // as capture named it: settle turns it round
		}
		e.Trace = append(Trace(nil), t...)
		c.held = append(c.held, e)
		return
	}
	c.settle()
	c.found(e)
}

func (c *Conversation) found(e Event) {
	c.in.announce(c.flow, e.Time)
	frames := e.Trace.AppendFrames(c.in.event.Frames[:0])
	c.in.event = e
	c.in.event.Frames = frames
	c.in.emit(&c.in.event)
}

// settle passes on what was held.
func (c *Conversation) settle() {
	held := c.held
	c.held = nil
	for _, e := range held {
		if c.flow.flipped {
			e.Dir = e.Dir.Other()
		}
		c.found(e)
	}
}

// watchStream shows the watchers data, frame by frame. Bytes that from does not lead back are shown all the
// same.
func (c *Conversation) watchStream(dir Direction, data []byte, from Trace) {
	if c.shown {
		return
	}
	for _, w := range c.watchers {
		shown := 0
		for _, p := range from {
			start, end := min(int(p.Off), len(data)), min(int(p.Off)+p.Len, len(data))
			if shown < start {
				w.Stream(dir, data[shown:start], 0, 0)
				shown = start
			}
			if shown < end {
				w.Stream(dir, data[shown:end], p.Frame, p.At+shown-int(p.Off))
				shown = end
			}
		}
		if shown < len(data) {
			w.Stream(dir, data[shown:], 0, 0)
		}
	}
}

func (c *Conversation) watchLost(dir Direction, n int) {
	if c.shown {
		return
	}
	for _, w := range c.watchers {
		w.Lost(dir, n)
	}
}

func (c *Conversation) watchEnd(dir Direction, how How) {
	for _, w := range c.watchers {
		if w, ok := w.(EndWatcher); ok {
			w.End(dir, how)
		}
	}
}
