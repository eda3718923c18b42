package caesar

import (
	"strings"

	"eavesdrop/decode"
	"eavesdrop/decode/internal/whole"
)

// Watch makes the watchers that look for shifted letters in bodies.
func Watch() func(*decode.Conversation) decode.Watcher {
	return func(c *decode.Conversation) decode.Watcher { return &watcher{c, whole.New(maxText, begins)} }
}

// watcher looks at the contents of one conversation.
type watcher struct {
	c      *decode.Conversation
	bodies *whole.Bodies
}

// Stream is not looked at: a cipher is what a whole body is written in.
func (*watcher) Stream(decode.Direction, []byte, int, int) {}

// Lost shows in the offsets of content.
func (*watcher) Lost(decode.Direction, int) {}

// Content takes the next part of a body.
func (w *watcher) Content(p decode.Part) {
	if body, ok := w.bodies.Add(w.c, p); ok {
		w.look(&body)
	}
}

// begins says whether a body may be shifted text, by its first part.
func begins(p decode.Part) bool { return named(p.Where) && prose(p.Data) }

// named says whether the content of that name is what somebody wrote to somebody.
func named(where string) bool {
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

// look tries the shifts on a whole text.
func (w *watcher) look(body *whole.Body) {
	if !prose(body.Data) {
		return
	}
	n := likely(body.Data)
	if n == 0 {
		return
	}
	m := &Guess{
		Where: body.ID.Where, Cipher: string(body.Data), Shift: n, Text: shift(body.Data, n), Exact: body.Exact, traced: body.Traced(),
	}
	w.c.EmitFound(body.ID.Dir, w.c.Layers(), body.Trace, body.ID.Opened, m)
}
