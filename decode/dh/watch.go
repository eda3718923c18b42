package dh

import (
	"slices"
	"strings"
	"unicode/utf8"

	"eavesdrop/decode"
	"eavesdrop/decode/internal/whole"
)

const (
	maxBody = 16 << 10 // bytes of a body that is looked at
	maxOpen = 16       // offers of one conversation that wait for their answers
)

// Watch makes the watchers that follow exchanges. Those of one inspector share what may be spent on solving.
func Watch() func(*decode.Conversation) decode.Watcher {
	budget := allTries
	return func(c *decode.Conversation) decode.Watcher {
		w := &watcher{c: c, budget: &budget}
		w.bodies = whole.New(maxBody, w.begins)
		return w
	}
}

// watcher follows the exchanges of one conversation.
type watcher struct {
	c      *decode.Conversation
	budget *int
	bodies *whole.Bodies
	offers []*offer // the oldest first
}

// Stream is not looked at: the halves of an exchange are bodies.
func (*watcher) Stream(decode.Direction, []byte, int, int) {}

// Lost shows in the offsets of content.
func (*watcher) Lost(decode.Direction, int) {}

// Content takes the next part of a body.
func (w *watcher) Content(p decode.Part) {
	if body, ok := w.bodies.Add(w.c, p); ok {
		w.look(&body)
	}
}

// begins says whether a body may be half of an exchange, by its first part: an answer to nothing is none.
func (w *watcher) begins(p decode.Part) bool {
	return len(p.Data) > 0 && p.Data[0] == '{' && strings.HasSuffix(p.Where, "body") && (p.Dir == decode.FromClient || len(w.offers) > 0)
}

// look looks at a whole body.
func (w *watcher) look(s *whole.Body) {
	if s.ID.Dir == decode.FromServer {
		w.answer(s)
		return
	}
	if o, ok := parseOffer(s.Data); ok && len(w.offers) < maxOpen {
		w.offers = append(w.offers, o)
		w.say(s, w.public(s, o, o.a))
	}
}

// answer looks for the answer to the oldest offer.
func (w *watcher) answer(s *whole.Body) {
	if len(w.offers) == 0 {
		return
	}
	o := w.offers[0]
	a, ok := o.parseAnswer(s.Data)
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
	solved := &Solved{Private: found.private, Shared: found.shared.String(), Tries: found.tries, traced: s.Traced()}
	if opened, ok := o.open(found, a.token); ok && utf8.Valid(opened) {
		solved.Opened, solved.HasText = string(opened), true
	}
	w.say(s, solved)
}

// public is the event of a public value.
func (w *watcher) public(s *whole.Body, o *offer, v public) *Public {
	m := &Public{Where: s.ID.Where, Value: v.String(), Group: o.group, Bits: o.bits(), traced: s.Traced()}
	if o.group == modp {
		m.P, m.G = o.p.String(), o.g.String()
	}
	return m
}

// say emits a message about the content. It stands a layer below the one that carried the body, so that what it
// concludes counts for more than what was concluded from a token in that body.
func (w *watcher) say(s *whole.Body, m decode.Message) {
	layers := append(slices.Clip(slices.Clone(w.c.Layers())), "json")
	w.c.EmitFound(s.ID.Dir, layers, s.Trace, s.ID.Opened, m)
}
