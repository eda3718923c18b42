package caesar

import (
	"math"
	"strings"

	"eavesdrop/decode"
)

// maxContents bounds how many contents of one conversation are kept apart; HTTP/2 interleaves them.
const maxContents = 16

// Watch makes the watchers that look for shifted letters in bodies.
func Watch() func(*decode.Conversation) decode.Watcher {
	return func(c *decode.Conversation) decode.Watcher { return &watcher{c: c} }
}

// watcher looks at the contents of one conversation.
type watcher struct {
	c     *decode.Conversation
	going []content // those that may still be a short text
}

// A content is a body that is being put together.
type content struct {
	id    contentID
	text  []byte
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

// Stream is not looked at: a cipher is what a whole body is written in.
func (*watcher) Stream(decode.Direction, []byte, int, int) {}

// Lost shows in the offsets of content.
func (*watcher) Lost(decode.Direction, int) {}

// Content takes the next part of a body.
func (w *watcher) Content(p decode.Part) {
	if p.Offset == 0 && !body(p.Where) {
		return
	}
	id := contentID{p.Dir, p.Start, p.Where, p.Opened, p.Depth}
	i := w.find(id)
	if i < 0 {
		if p.Offset > 0 || len(p.Data) > maxText || !prose(p.Data) || len(w.going) >= maxContents {
			return
		}
		i = len(w.going)
		w.going = append(w.going, content{id: id, exact: true})
	}
	s := &w.going[i]
	if p.Offset != len(s.text) || len(s.text)+len(p.Data) > maxText || !prose(p.Data) {
		w.drop(i)
		return
	}
	if len(p.Data) > 0 {
		s.exact = s.exact && p.Exact
		if s.exact {
			s.trace = w.c.Trace(s.trace, p.Dir, p.At, p.At+uint64(len(p.Data)), uint64(len(s.text)))
		}
		s.text = append(s.text, p.Data...)
	}
	if p.Last {
		whole := *s
		w.drop(i)
		w.look(&whole)
	}
}

// body says whether the content of that name is what somebody wrote to somebody.
func body(where string) bool {
	return strings.HasSuffix(where, "body") || strings.HasSuffix(where, "message") || strings.HasSuffix(where, "payload")
}

// prose says whether there is nothing among data but letters and what stands between words.
func prose(data []byte) bool {
	for _, b := range data {
		if place(b) == letters && !between(b) {
			return false
		}
	}
	return true
}

func (w *watcher) find(id contentID) int {
	for i := range w.going {
		if w.going[i].id == id {
			return i
		}
	}
	return -1
}

func (w *watcher) drop(i int) {
	last := len(w.going) - 1
	w.going[i] = w.going[last]
	w.going[last] = content{}
	w.going = w.going[:last]
}

// look tries the shifts on a whole text.
func (w *watcher) look(s *content) {
	n := likely(s.text)
	if n == 0 {
		return
	}
	if !s.exact { // all there is to show is where its message begins
		s.trace = w.c.Trace(nil, s.id.dir, s.id.start, math.MaxUint64, 0)
		if len(s.trace) > 0 {
			s.trace = s.trace[:1]
			s.trace[0].Off, s.trace[0].Len = 0, 1
		}
	}
	m := &Guess{Where: s.id.where, Cipher: string(s.text), Shift: n, Text: shift(s.text, n), Exact: s.exact}
	for _, piece := range s.trace {
		m.traced += piece.Len
	}
	w.c.EmitFound(s.id.dir, w.c.Layers(), s.trace, s.id.opened, m)
}
