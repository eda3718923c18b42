package decodetest

import (
	"bytes"
	"strings"
	"testing"

	"eavesdrop/decode"
)

// A Content is a stretch of content that a decoder showed to its watchers, put together from its parts.
type Content struct {
	Dir   decode.Direction
	Where string
	Depth int
	Data  string
	Done  bool // the last part said that it was the last
}

// RunWatched is Run with a watcher, and returns what that was shown too. It fails the test when parts do not
// follow upon one another, or when a part that says it stands in the stream byte for byte does not.
func RunWatched(t testing.TB, opts decode.Options, script ...Say) ([]Event, []Content) {
	t.Helper()
	return RunFlowWatched(t, opts, NewFlow("tcp", true), script...)
}

// RunFlowWatched is RunWatched for a flow of the caller's.
func RunFlowWatched(t testing.TB, opts decode.Options, f *decode.Flow, script ...Say) ([]Event, []Content) {
	t.Helper()
	var shown []*watcher
	byConversation := map[*decode.Conversation]*watcher{}
	opts.Watchers = append(opts.Watchers, func(c *decode.Conversation) decode.Watcher {
		w := &watcher{t: t, c: c, flipped: f.Flipped(), outer: byConversation[c.Outer()], open: map[decode.ContentID]int{}}
		byConversation[c] = w
		shown = append(shown, w)
		return w
	})
	events := RunFlow(t, opts, f, script...)
	var contents []Content
	for _, w := range shown {
		contents = append(contents, w.contents...)
	}
	return events, contents
}

// watcher collects the content of one conversation.
type watcher struct {
	t        testing.TB
	c        *decode.Conversation
	flipped  bool     // as the flow is that it knows
	outer    *watcher // of the conversation around it
	stream   [2][]byte
	lost     [2]bool
	contents []Content
	open     map[decode.ContentID]int // the index of the content that a place is in the middle of
}

// turn exchanges the directions when the flow has turned round.
func (w *watcher) turn() {
	if f := w.c.Flow().Flipped(); f == w.flipped || w.c.Outer() != nil {
		return
	}
	w.flipped = !w.flipped
	w.stream[0], w.stream[1] = w.stream[1], w.stream[0]
	w.lost[0], w.lost[1] = w.lost[1], w.lost[0]
	open := map[decode.ContentID]int{}
	for id, i := range w.open {
		id.Dir = id.Dir.Other()
		w.contents[i].Dir, open[id] = id.Dir, i
	}
	w.open = open
}

// Stream keeps the stream to hold parts against.
func (w *watcher) Stream(dir decode.Direction, data []byte, frame, at int) {
	w.turn()
	w.stream[dir] = append(w.stream[dir], data...)
}

// Lost fills the hole with question marks.
func (w *watcher) Lost(dir decode.Direction, n int) {
	w.turn()
	w.lost[dir] = true
	w.stream[dir] = append(w.stream[dir], bytes.Repeat([]byte{'?'}, n)...)
}

// Content adds a part to its content.
func (w *watcher) Content(p decode.Part) {
	w.turn()
	key := p.ID()
	i, going := w.open[key]
	if !going {
		i = len(w.contents)
		w.contents = append(w.contents, Content{Dir: p.Dir, Where: p.Where, Depth: p.Depth})
		w.open[key] = i
	}
	c := &w.contents[i]
	if p.Offset > len(c.Data) && w.lost[p.Dir] {
		c.Data += strings.Repeat("?", p.Offset-len(c.Data)) // a hole
	}
	if p.Offset != len(c.Data) {
		w.t.Errorf("%s: a part at offset %d follows upon %d bytes", p.Where, p.Offset, len(c.Data))
	}
	if p.Exact && !w.stands(&p) {
		w.t.Errorf("%s: the part at stream offset %d does not stand there", p.Where, p.At)
	}
	c.Data += string(p.Data)
	c.Done = p.Last
	if p.Last {
		delete(w.open, key)
	}
}

// stands says whether the part stands in the stream where it says. A conversation that was handed over to is not shown
// its stream, which is somewhere in the outer one's.
func (w *watcher) stands(p *decode.Part) bool {
	s := w.stream[p.Dir]
	if len(s) > 0 || w.outer == nil {
		return len(p.Data) == 0 || p.At <= uint64(len(s)) && bytes.HasPrefix(s[p.At:], p.Data)
	}
	for w.outer != nil && len(w.stream[p.Dir]) == 0 {
		w = w.outer
	}
	return bytes.Contains(w.stream[p.Dir], p.Data)
}
