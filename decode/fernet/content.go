package fernet

import (
	"bytes"
	"fmt"

	"eavesdrop/decode"
)

// A content is one content in which tokens are looked for.
type content struct {
	id     decode.ContentID
	next   int // offset of the next byte
	before [6]byte
	phase  phase
	token  candidate
	busy   bool // it is being looked through, and must stay
}

// part looks through the next part.
func (s *content) part(w *watcher, p *decode.Part) {
	for i := 0; i < len(p.Data); {
		switch s.phase {
		case searching:
			i = s.search(p, i)
		case inText:
			i = s.collect(w, p, i)
		case inPadding:
			if !s.token.padding(p.Data[i]) {
				s.finish(w)
				continue
			}
			s.token.extend(w.c, p, i, i+1)
			s.token.pad = append(s.token.pad, p.Data[i])
			i++
			if s.token.padded() {
				s.finish(w)
			}
		case skipping:
			if inToken[p.Data[i]] {
				i++
			} else {
				s.phase = searching
			}
		}
	}
	s.before = s.bytesBefore(p.Data, len(p.Data))
	s.next = p.Offset + len(p.Data)
}

// search looks for the beginning of a token from data[i] on, and returns where it stands.
func (s *content) search(p *decode.Part, i int) int {
	for i < len(p.Data) {
		at := beginning(p.Data, i)
		if at == len(p.Data) {
			break
		}
		if ok, weak := boundary(s.bytesBefore(p.Data, at)); ok {
			s.token.begin(weak)
			s.phase = inText
			return at
		}
		i = at + 1
	}
	return len(p.Data)
}

// beginning is where a token's beginning stands in data, not before i: a whole one, or as much of it as there is
// at the very end; len(data) when there is none.
func beginning(data []byte, i int) int {
	if n := bytes.Index(data[i:], []byte(begins)); n >= 0 {
		return i + n
	}
	for n := min(len(begins)-1, len(data)-i); n > 0; n-- {
		if at := len(data) - n; string(data[at:]) == begins[:n] {
			return at
		}
	}
	return len(data)
}

// bytesBefore are the six bytes that stand before data[i].
func (s *content) bytesBefore(data []byte, i int) (b [6]byte) {
	if i >= len(b) {
		copy(b[:], data[i-len(b):i])
		return b
	}
	copy(b[:], s.before[i:])
	copy(b[len(b)-i:], data[:i])
	return b
}

// collect adds the characters from data[i] on to the candidate, and returns where they end.
func (s *content) collect(w *watcher, p *decode.Part, i int) int {
	t := &s.token
	j := i
	for j < len(p.Data) && inToken[p.Data[j]] {
		j++
	}
	if !t.goesOn(p.Data[i:j]) {
		s.phase = searching // it only began like the beginning, in the parts before
		return i
	}
	tooLong := len(t.text)+j-i > MaxToken
	if tooLong {
		j = i + MaxToken - len(t.text)
	}
	t.extend(w.c, p, i, j)
	t.text = append(t.text, p.Data[i:j]...)
	switch {
	case tooLong:
		w.malformed(s, fmt.Sprintf("a Fernet token of more than %d characters; not looked at", MaxToken))
		s.phase = skipping
	case j < len(p.Data):
		s.phase = inPadding
		if t.padded() {
			s.finish(w)
		}
	}
	return j
}

// finish looks at the candidate, which has ended.
func (s *content) finish(w *watcher) {
	s.phase = searching
	t := &s.token
	if len(t.text) < len(begins) {
		return
	}
	_, chars := t.whole()
	t.pad = t.pad[:chars]
	t.trace = t.trace.AppendSlice(t.trace[:0], 0, uint64(t.size()), 0)
	raw, err := decodeText(t.text)
	if err == nil {
		var p parts
		if p, err = parse(raw); err == nil && (!t.weak || plausible(t.text)) {
			w.token(s, raw, p)
			return
		}
	}
	if err != nil && !t.weak && plausible(t.text) {
		w.malformed(s, err.Error())
	}
}

// breakOff ends the content: nothing follows. whole says that this was its end, and nothing is missing.
func (s *content) breakOff(w *watcher, whole bool) {
	switch {
	case s.phase != inText && s.phase != inPadding:
	case whole:
		s.finish(w)
	case !s.token.weak && plausible(s.token.text):
		w.malformed(s, fmt.Sprintf("a Fernet token that breaks off after %d characters", s.token.size()))
	}
	s.phase, s.before = searching, [6]byte{}
}
