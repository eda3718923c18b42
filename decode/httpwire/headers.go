package httpwire

import (
	"strings"

	"eavesdrop/decode/internal/httpsem"
)

// traits are the header fields that a message has of those that say how it is framed and what follows it.
type traits uint8

const (
	hasLength traits = 1 << iota
	hasTransferEncoding
	hasContentEncoding
	hasUpgrade
	hasHost
	hasOddEncoding // a Content-Encoding that not all receivers will take for one
)

// A complaint is a broken rule: what it is, and where in the section.
type complaint struct {
	why string // "": none
	at  uint32
}

// A section is what parseLines makes of a header or trailer section.
type section struct {
	httpsem.Headers
	has     traits
	problem complaint // the first line that breaks the rules
	broken  uint32    // where a line begins that is no field line, and for some receivers the body; 0: nowhere
}

// parseLines takes the lines of a header or trailer section apart (RFC 9112 section 5). text is what the lines
// stand in; ends are where they end, the first of them where the section begins.
func parseLines(text string, ends []uint32) (s section) {
	if len(ends) < 2 {
		return s
	}
	s.Text, s.Lines = text, make([]httpsem.Line, 0, len(ends)-1)
	for i, end := range ends[1:] {
		s.add(ends[i], end)
	}
	return s
}

// add takes the line in [start, end) of the text apart.
func (s *section) add(start, end uint32) {
	line := s.Text[start:end]
	stop := start + uint32(trimRight(line, len(line)))
	if isSpace(line[0]) { // obs-fold
		if n := len(s.Lines); n > 0 {
			if traitOf(s.Name(n-1))&(hasLength|hasTransferEncoding) != 0 {
				s.complain(start, "a folded line in a header that says where the body ends (RFC 9112 section 5.2)")
				s.breakAt(start)
			}
			s.Lines[n-1].ValueEnd, s.Folded = max(stop, s.Lines[n-1].Value), true
			return
		}
		s.Lines = append(s.Lines, httpsem.Line{Name: start, NameEnd: start, Value: start, ValueEnd: stop})
		s.complain(start, "white space before the first header line (RFC 9112 section 2.2)")
		return
	}
	if stop == start { // ended by a bare carriage return
		s.breakAt(end)
		return
	}
	colon := strings.IndexByte(line, ':')
	if colon < 0 {
		s.Lines = append(s.Lines, httpsem.Line{Name: start, NameEnd: start, Value: start, ValueEnd: stop})
		s.complain(start, "a header line without a colon (RFC 9112 section 5)")
		s.breakAt(start)
		return
	}
	value := start + uint32(colon) + 1
	for value < stop && isSpace(s.Text[value]) {
		value++
	}
	name := trimRight(line, colon)
	t := traitOf(line[:name])
	if name < colon {
		s.complain(start, "white space between a header's name and its colon (RFC 9112 section 5.1)")
		if t == hasContentEncoding {
			t |= hasOddEncoding
		}
	}
	s.has |= t
	s.Lines = append(s.Lines, httpsem.Line{Name: start, NameEnd: start + uint32(name), Value: value, ValueEnd: max(stop, value)})
}

// tear takes the last line, which begins at start, for one whose end is missing. Then nothing can be held against it:
// what is there may be half a name, or half a value.
func (s *section) tear(start uint32) {
	if s.problem.at >= start {
		s.problem = complaint{}
	}
	n := len(s.Lines) - 1
	if n < 0 {
		return
	}
	s.Torn = true
	if l := &s.Lines[n]; l.Name == start && l.Name == l.NameEnd {
		l.NameEnd, l.Value = l.ValueEnd, l.ValueEnd
	}
}

// complain notes the first problem.
func (s *section) complain(at uint32, why string) {
	if s.problem.why == "" {
		s.problem = complaint{why, at}
	}
}

// breakAt notes the first line that is no field line.
func (s *section) breakAt(at uint32) {
	if s.broken == 0 {
		s.broken = at
	}
}

// traitOf is what a header's presence means for framing.
func traitOf(name string) traits {
	switch len(name) {
	case len("Host"):
		if httpsem.EqualFold(name, "host") {
			return hasHost
		}
	case len("Upgrade"):
		if httpsem.EqualFold(name, "upgrade") {
			return hasUpgrade
		}
	case len("Content-Length"):
		if httpsem.EqualFold(name, "content-length") {
			return hasLength
		}
	case len("Content-Encoding"):
		if httpsem.EqualFold(name, "content-encoding") {
			return hasContentEncoding
		}
	case len("Transfer-Encoding"):
		if httpsem.EqualFold(name, "transfer-encoding") {
			return hasTransferEncoding
		}
	}
	return 0
}
