package fernet

import (
	"math"
	"slices"
	"strings"
	"time"

	"eavesdrop/decode"
)

// Options say what a watcher does with the tokens it finds. The zero value finds them, and opens none.
type Options struct {
	Keys []Key         // tried in this order
	TTL  time.Duration // a token's time to live, judged by the capture's clock; 0: tokens don't age
}

// maxContents bounds how many contents of one conversation are kept apart; HTTP/2 interleaves them.
const maxContents = 128

// Watch makes the watchers that look for tokens in content.
func Watch(o Options) func(*decode.Conversation) decode.Watcher {
	spare := &spares{}
	return func(c *decode.Conversation) decode.Watcher { return &watcher{c: c, opts: o, spare: spare} }
}

// watcher looks for tokens in the contents of one conversation.
type watcher struct {
	c     *decode.Conversation
	opts  Options
	going []*content // the oldest first
	spare *spares
}

// Stream is not looked at: tokens are text inside of something.
func (*watcher) Stream(decode.Direction, []byte, int, int) {}

// Lost shows in the offsets of content.
func (*watcher) Lost(decode.Direction, int) {}

// Content looks through a part.
func (w *watcher) Content(p decode.Part) {
	s := w.find(&p)
	s.busy = true
	if p.Offset != s.next {
		s.breakOff(w, false)
	}
	s.part(w, &p)
	if p.Last {
		s.breakOff(w, true)
		w.drop(s)
	}
	s.busy = false
}

// End tells of the tokens that were not finished.
func (w *watcher) End(dir decode.Direction, _ decode.How) {
	for i := 0; i < len(w.going); {
		s := w.going[i]
		if s.id.Dir != dir {
			i++
			continue
		}
		s.breakOff(w, false)
		w.drop(s)
	}
}

// find returns the content that the part belongs to.
func (w *watcher) find(p *decode.Part) *content {
	id := p.ID()
	for _, s := range w.going {
		if s.id == id {
			return s
		}
	}
	if len(w.going) >= maxContents {
		for _, s := range w.going {
			if !s.busy {
				s.breakOff(w, false)
				w.drop(s)
				break
			}
		}
	}
	s := w.spare.take()
	*s = content{id: id, next: p.Offset, token: s.token}
	w.going = append(w.going, s)
	return s
}

func (w *watcher) drop(s *content) {
	if i := slices.Index(w.going, s); i >= 0 {
		w.going = slices.Delete(w.going, i, i+1)
	}
	w.spare.give(s)
}

// token emits a token, tries the keys on it, and passes on what was inside.
func (w *watcher) token(s *content, raw []byte, p parts) {
	t := &s.token
	w.locate(s)
	m := &Token{
		Where: s.id.Where, Version: p.version, Timestamp: p.timestamp, IV: p.iv, Ciphertext: p.ciphertext, HMAC: p.mac,
		Padding: string(t.pad), Exact: t.exact, raw: raw,
	}
	for _, piece := range t.trace {
		m.traced += piece.Len
	}
	w.c.EmitFound(s.id.Dir, w.c.Layers(), t.trace, s.id.Opened, m)
	if len(w.opts.Keys) == 0 {
		return
	}
	tried := *m
	tried.Checked = true
	tried.Opened, tried.Verified, tried.Failure = open(raw, p, w.opts.Keys, w.opts.TTL, w.c.Now())
	w.c.EmitFound(s.id.Dir, w.c.Layers(), t.trace, decode.FernetKey, &tried)
	if tried.Opened == nil {
		return
	}
	w.c.Content(decode.Part{
		Dir: s.id.Dir, Where: inside(s.id.Where), Data: tried.Opened, Last: true,
		Start: t.start, Opened: decode.FernetKey, Depth: s.id.Depth + 1,
	})
}

// inside names what was in a token that stood at where.
func inside(where string) string {
	const token = "Fernet token in "
	if strings.HasPrefix(where, token) {
		return where // a token in a token
	}
	return token + where
}

// malformed tells what is wrong with a candidate.
func (w *watcher) malformed(s *content, why string) {
	w.locate(s)
	m := &decode.Malformed{Layer: "fernet", Offset: s.token.start, Why: why}
	w.c.EmitFound(s.id.Dir, w.c.Layers(), s.token.trace, s.id.Opened, m)
}

// locate leads a candidate that does not stand in the stream as such back to where its message begins.
func (w *watcher) locate(s *content) {
	t := &s.token
	if t.exact {
		return
	}
	t.trace = w.c.Trace(t.trace[:0], s.id.Dir, s.id.Start, math.MaxUint64, 0)
	if len(t.trace) > 0 {
		t.trace = t.trace[:1]
		t.trace[0].Off, t.trace[0].Len = 0, 1
	}
}
