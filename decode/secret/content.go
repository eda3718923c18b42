package secret

import (
	"math"
	"slices"

	"eavesdrop/decode"
)

// maxContents bounds how many contents of one conversation are kept apart; HTTP/2 interleaves them.
const maxContents = 128

// nowhere is the stream offset of what does not stand in the stream as such.
const nowhere = math.MaxUint64

// A content is one content that is looked through.
type content struct {
	scanner scanner
	id      decode.ContentID
	next    int // offset of the next byte
	spans   []span
	trace   decode.Trace // of the bytes in spans, Off counted in the content
}

// A span is a run of content that was seen in an earlier part, and that a hit may reach back to.
type span struct {
	off, end uint64 // as the scanner counts
	at       uint64 // in the stream; nowhere when it does not stand there
}

// find returns the content that the part belongs to.
func (w *watcher) find(p *decode.Part) *content {
	w.turn()
	id := p.ID()
	for _, s := range w.going {
		if s.id == id {
			return s
		}
	}
	if len(w.going) >= maxContents {
		w.drop(w.going[0])
	}
	s := w.spare.take(w.m)
	s.lost(0)
	s.id, s.next = id, p.Offset
	w.going = append(w.going, s)
	return s
}

func (w *watcher) drop(s *content) {
	if i := slices.Index(w.going, s); i >= 0 {
		w.going = slices.Delete(w.going, i, i+1)
	}
	w.spare.give(s)
}

func (s *content) lost(n int) {
	s.scanner.lost(max(n, 0))
	s.spans, s.trace = s.spans[:0], s.trace[:0]
}

// streamOffset is where the byte at off stands in the stream. p is the part that was read last.
func (s *content) streamOffset(p *decode.Part, off uint64) uint64 {
	for _, sp := range s.spans {
		if off >= sp.off && off < sp.end {
			if sp.at == nowhere {
				return nowhere
			}
			return sp.at + off - sp.off
		}
	}
	begin := s.scanner.off - uint64(len(p.Data))
	if !p.Exact || off < begin {
		return nowhere
	}
	return p.At + off - begin
}

// exact says whether all bytes of the hit stand in the stream as such, together or not.
func (s *content) exact(p *decode.Part, h hit) bool {
	for _, sp := range s.spans {
		if sp.at == nowhere && sp.off < h.end && sp.end > h.start {
			return false
		}
	}
	return p.Exact
}

// carry remembers what a hit in the next part may reach back to.
func (s *content) carry(c *decode.Conversation, p *decode.Part) {
	if s.scanner.idle() {
		s.spans, s.trace = s.spans[:0], s.trace[:0]
		return
	}
	s.trace = forget(s.trace, &s.scanner)
	n := 0
	for n < len(s.spans) && s.spans[n].end+uint64(s.scanner.m.longest) <= s.scanner.off {
		n++
	}
	s.spans = s.spans[:copy(s.spans, s.spans[n:])]
	end := s.scanner.off
	size := uint64(min(len(p.Data), s.scanner.m.longest))
	sp := span{off: end - size, end: end, at: nowhere}
	if p.Exact {
		sp.at = p.At + uint64(len(p.Data)) - size
		s.trace = c.Trace(s.trace, p.Dir, sp.at, sp.at+size, sp.off)
	}
	s.spans = append(s.spans, sp)
}

// Content looks through a part of decoded content.
func (w *watcher) Content(p decode.Part) {
	s := w.find(&p)
	if p.Offset != s.next {
		s.lost(p.Offset - s.next)
	}
	for _, h := range s.scanner.feed(p.Data) {
		w.inContent(s, &p, h)
	}
	s.carry(w.c, &p)
	s.next = p.Offset + len(p.Data)
	if p.Last {
		w.drop(s)
	}
}

// inContent tells of a hit in content, unless it stands like that in the stream, where it was found already.
func (w *watcher) inContent(s *content, p *decode.Part, h hit) {
	dir := s.id.Dir
	first, last := s.streamOffset(p, h.start), s.streamOffset(p, h.end-1)
	exact := s.exact(p, h)
	if exact && last-first == h.end-1-h.start {
		return
	}
	t, offset := s.trace.AppendSlice(nil, h.start, h.end, h.start), first
	if p.Exact {
		from := max(h.start, s.scanner.off-uint64(len(p.Data)))
		at := s.streamOffset(p, from)
		t = w.c.Trace(t, dir, at, at+h.end-from, from)
	}
	if !exact {
		offset = s.id.Start
		if t = w.c.Trace(t[:0], dir, offset, math.MaxUint64, h.start); len(t) > 0 {
			t = t[:1]
			t[0].Off, t[0].Len = h.start, 1
		}
	}
	m := w.found(h, s.id.Where, w.c.Layers(), t, offset, exact)
	w.c.EmitFound(dir, w.c.Layers(), t.AppendSlice(t[:0], h.start, h.end, 0), s.id.Opened, m)
}
