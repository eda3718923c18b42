package dh

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"eavesdrop/decode"
)

const (
	maxBody  = 16 << 10 // bytes of a body that is looked at
	maxGoing = 16       // bodies of one conversation that are being put together
	maxOpen  = 16       // offers of one conversation that wait for their answers
)

// Watch makes the watchers that follow exchanges. Those of one inspector share what may be spent on solving.
func Watch() func(*decode.Conversation) decode.Watcher {
	budget := allTries
	return func(c *decode.Conversation) decode.Watcher { return &watcher{c: c, budget: &budget} }
}

// watcher follows the exchanges of one conversation.
type watcher struct {
	c      *decode.Conversation
	budget *int
	going  []content
	offers []*offer // the oldest first
}

// A content is a body that is being put together.
type content struct {
	id    contentID
	body  []byte
	exact bool // so far all of it stood in the stream as such
	trace decode.Trace
}

// A contentID tells contents apart whose parts come in turns.
type contentID struct {
	dir    decode.Direction
	start  uint64
	where  string
	opened decode.Key
	depth  int
}

// Stream is not looked at: the halves of an exchange are bodies.
func (*watcher) Stream(decode.Direction, []byte, int, int) {}

// Lost shows in the offsets of content.
func (*watcher) Lost(decode.Direction, int) {}

// Content takes the next part of a body.
func (w *watcher) Content(p decode.Part) {
	id := contentID{p.Dir, p.Start, p.Where, p.Opened, p.Depth}
	i := slices.IndexFunc(w.going, func(s content) bool { return s.id == id })
	if i < 0 {
		if p.Offset > 0 || len(p.Data) == 0 || p.Data[0] != '{' || !strings.HasSuffix(p.Where, "body") || len(w.going) >= maxGoing {
			return
		}
		if p.Dir == decode.FromServer && len(w.offers) == 0 {
			return // an answer to nothing
		}
		i = len(w.going)
		w.going = append(w.going, content{id: id, exact: true})
	}
	s := &w.going[i]
	if p.Offset != len(s.body) || len(s.body)+len(p.Data) > maxBody {
		w.going = slices.Delete(w.going, i, i+1)
		return
	}
	if len(p.Data) > 0 {
		if s.exact = s.exact && p.Exact; s.exact {
			s.trace = w.c.Trace(s.trace, p.Dir, p.At, p.At+uint64(len(p.Data)), uint64(len(s.body)))
		}
		s.body = append(s.body, p.Data...)
	}
	if p.Last {
		whole := *s
		w.going = slices.Delete(w.going, i, i+1)
		w.look(&whole)
	}
}

// look looks at a whole body.
func (w *watcher) look(s *content) {
	if !s.exact { // all there is to show is where its message begins
		s.trace = w.c.Trace(nil, s.id.dir, s.id.start, math.MaxUint64, 0)
		if len(s.trace) > 0 {
			s.trace = s.trace[:1]
			s.trace[0].Off, s.trace[0].Len = 0, 1
		}
	}
	if s.id.dir == decode.FromServer {
		w.answer(s)
		return
	}
	if o, ok := parseOffer(s.body); ok && len(w.offers) < maxOpen {
		w.offers = append(w.offers, o)
		w.say(s, w.public(s, o, o.a))
	}
}

// answer looks for the answer to the oldest offer.
func (w *watcher) answer(s *content) {
	if len(w.offers) == 0 {
		return
	}
	o := w.offers[0]
	a, ok := o.parseAnswer(s.body)
	if !ok {
		return
	}
	w.offers = slices.Delete(w.offers, 0, 1)
	m := w.public(s, o, a.b)
	m.Server, m.Other = true, o.a.String()
	m.Hard = o.group == x25519 || o.bits() >= 2048
	w.say(s, m)
	found, ok := o.solve(a.b, w.budget)
	if !ok {
		return
	}
	solved := &Solved{Private: found.private, Shared: found.shared.String(), Tries: found.tries, traced: s.traced()}
	if opened, ok := o.open(found, a.token); ok && utf8.Valid(opened) {
		solved.Opened, solved.HasText = string(opened), true
	}
	w.say(s, solved)
}

// public is the event of a public value.
func (w *watcher) public(s *content, o *offer, v public) *Public {
	m := &Public{Where: s.id.where, Value: v.String(), Group: o.group, Bits: o.bits(), traced: s.traced()}
	if o.group == modp {
		m.P, m.G = o.p.String(), o.g.String()
	}
	return m
}

// say emits a message about the content. It stands a layer below the one that carried the body, so that what it
// concludes counts for more than what was concluded from a token in that body.
func (w *watcher) say(s *content, m decode.Message) {
	layers := append(slices.Clip(slices.Clone(w.c.Layers())), "json")
	w.c.EmitFound(s.id.dir, layers, s.trace, s.id.opened, m)
}

// traced is how many bytes the content's trace leads back to.
func (s *content) traced() (n int) {
	for _, p := range s.trace {
		n += p.Len
	}
	return n
}
