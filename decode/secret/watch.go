package secret

import "eavesdrop/decode"

// Options say what to look for.
type Options struct {
	Words []string // each must be one that Compile takes
}

// Watch makes the watchers that look for the words. It panics when Compile refuses them: words that
// somebody typed go through Compile, and then Matcher.Watch.
func Watch(o Options) func(*decode.Conversation) decode.Watcher {
	m, err := Compile(o.Words)
	if err != nil {
		panic("secret: " + err.Error())
	}
	return m.Watch()
}

// Watch makes the watchers that look for the matcher's words.
func (m *Matcher) Watch() func(*decode.Conversation) decode.Watcher {
	spare := &spares{}
	return func(c *decode.Conversation) decode.Watcher {
		if len(m.words) == 0 {
			return nil
		}
		w := &watcher{m: m, c: c, flipped: c.Flow().Flipped(), spare: spare}
		for d := range w.sides {
			w.sides[d].scanner.m = m
		}
		return w
	}
}

// watcher looks for the words in one conversation.
type watcher struct {
	m       *Matcher
	c       *decode.Conversation
	sides   [2]side
	flipped bool
	going   []*content // the oldest first
	spare   *spares
}

// side is one direction's stream.
type side struct {
	scanner scanner
	pieces  decode.Trace // of the last bytes, as long as a spelling may have begun in them
}

// Stream looks through bytes of the stream.
func (w *watcher) Stream(dir decode.Direction, data []byte, frame, at int) {
	s := w.side(dir)
	if w.c.Datagrams() {
		s.lost(0) // one datagram does not go on in the next
	}
	s.pieces = append(s.pieces, decode.Piece{Off: s.scanner.off, Len: len(data), Frame: frame, At: at})
	for _, h := range s.scanner.feed(data) {
		w.c.EmitFound(dir, w.c.Carrier(), s.trace(h), decode.InTheClear, w.inStream(h, s))
	}
	s.pieces = forget(s.pieces, &s.scanner)
}

// Lost says that what follows does not join on.
func (w *watcher) Lost(dir decode.Direction, n int) { w.side(dir).lost(n) }

func (w *watcher) side(dir decode.Direction) *side {
	w.turn()
	return &w.sides[dir]
}

// turn exchanges the directions of what is going on when the flow has turned round.
func (w *watcher) turn() {
	f := w.c.Flow().Flipped()
	if f == w.flipped || w.c.Outer() != nil {
		return
	}
	w.flipped = f
	w.sides[0], w.sides[1] = w.sides[1], w.sides[0]
	for _, s := range w.going {
		s.id.Dir = s.id.Dir.Other()
	}
}

func (s *side) lost(n int) {
	s.scanner.lost(n)
	s.pieces = s.pieces[:0]
}

// trace leads from a hit's bytes back to the frames, as far as those are known.
func (s *side) trace(h hit) (t decode.Trace) {
	for _, p := range s.pieces.AppendSlice(nil, h.start, h.end, 0) {
		if p.Frame > 0 {
			t = append(t, p)
		}
	}
	return t
}

// forget drops the pieces that no hit can reach back to.
func forget(t decode.Trace, s *scanner) decode.Trace {
	if s.idle() {
		return t[:0]
	}
	n := 0
	for n < len(t) && t[n].Off+uint64(t[n].Len)+uint64(s.m.longest) <= s.off {
		n++
	}
	return t[:copy(t, t[n:])]
}

// What a hit in a stream itself was found in.
const (
	rawStream   = "raw stream"
	innerStream = "inner stream" // one that runs inside of another: opened TLS
)

// inStream is the message about a hit in the stream itself.
func (w *watcher) inStream(h hit, s *side) *Found {
	where := rawStream
	if w.c.Outer() != nil {
		where = innerStream
	}
	return w.found(h, where, w.c.Carrier(), s.pieces, h.start, true)
}

// found is the message about a hit. t leads to it, Off counted like the hit's.
func (w *watcher) found(h hit, where string, layers []string, t decode.Trace, offset uint64, exact bool) *Found {
	m := &Found{
		Word: w.m.words[h.word], Index: h.word, Form: h.form, Where: where,
		Layer: layers[len(layers)-1], Offset: offset, Exact: exact,
	}
	m.Frame, m.At, _ = t.Locate(h.start)
	for _, p := range t.AppendSlice(nil, h.start, h.end, 0) {
		if p.Frame > 0 {
			m.traced += p.Len
		}
	}
	return m
}
