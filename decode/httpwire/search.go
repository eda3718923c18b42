package httpwire

import (
	"bytes"

	"eavesdrop/decode"
)

// search passes over bytes until a message begins: at the beginning of a line, or in the middle of one, because the
// end of a body that came before may have no line end. There the line behind the start line must look right too:
// texts about HTTP have start lines in them.
func (d *decoder) search(s *side, data []byte, off uint64) int {
	if !s.midline && d.mayStart(s, data) {
		end := bytes.IndexByte(data, '\n')
		switch {
		case end < 0 && s.alone && off == s.behind && d.starts(s, data):
			return d.found(s, data, off) // where segments are cut short each begins behind a gap, and ends in the next one
		case end < 0 && len(data) <= maxHead:
			return 0
		case end >= 0 && end <= maxHead && isStartLine(data[:end], s.asks):
			return d.found(s, data, off)
		}
	}
	line := data
	end := bytes.IndexByte(data, '\n')
	if end >= 0 {
		line = data[:end+1]
	}
	at := 0
	if !s.midline {
		at = 1 // it was looked at above
	}
	at = max(at, len(line)-maxLine) // of a start line the end must be seen
	at += indexStart(line[at:], s.asks)
	switch {
	case at == len(line):
		s.midline = end < 0
		return at
	case at > 0:
		s.midline = true
		return at
	case end < 0:
		return 0
	}
	if next := 1 + indexStart(line[1:], s.asks); s.asks && next < len(line) {
		return next // the version belongs to the last one
	}
	if isText(line[:end]) && isStartLine(line[:end], s.asks) {
		switch followsStart(data[end+1:]) {
		case decode.Maybe:
			if !s.alone {
				return 0
			}
			return d.found(s, data, off)
		case decode.Yes:
			return d.found(s, data, off)
		}
	}
	return 1
}

// stray has the side look for the next message, from inside a line or from the beginning of one.
func (s *side) stray(midline bool) { s.state, s.midline, s.uncertain = astray, midline, true }

// found begins with the message that was looked for.
func (d *decoder) found(s *side, data []byte, off uint64) int {
	s.state = atStart
	return d.begin(s, data, off)
}

// mayStart says whether data can be the beginning of a start line.
func (d *decoder) mayStart(s *side, data []byte) bool {
	if s.asks {
		return sniffRequest(data) != decode.No
	}
	return sniffResponse(data) != decode.No
}

// starts says whether data is as much of a start line as it takes to know one.
func (d *decoder) starts(s *side, data []byte) bool {
	if s.asks {
		return sniffRequest(data) == decode.FromAClient
	}
	return isStartLine(data, false) && sniffResponse(data) != decode.No
}

// isStartLine says whether a line without its line feed is a start line beyond doubt.
func isStartLine(line []byte, asks bool) bool {
	if asks {
		return endsWithVersion(line)
	}
	_, status, _ := parseStatusLine(string(line))
	return status != 0
}

// indexStart is where in a line a start line may begin, as far as there is one: of a request, one with a method and
// the beginning of a target that are HTTP's own. It is the line's length where there is none.
func indexStart(line []byte, asks bool) int {
	if !asks {
		if i := bytes.Index(line, []byte("HTTP/")); i >= 0 {
			return i
		}
		return len(line) - partOf(line, "HTTP/")
	}
	first, part := len(line), 0
	for _, method := range methods {
		for at := 0; ; at++ {
			i := bytes.Index(line[at:min(first+len(method)-1, len(line))], []byte(method))
			if i < 0 {
				break
			}
			at += i
			if end := at + len(method); end == len(line) || line[end] == ' ' && sniffTarget(line[end+1:]) != decode.No {
				first = at
				break
			}
		}
		part = max(part, partOf(line, method))
	}
	return min(first, len(line)-part)
}

// partOf is how many bytes at the end of b may be the beginning of word.
func partOf(b []byte, word string) int {
	for n := min(len(word)-1, len(b)); n > 0; n-- {
		if string(b[len(b)-n:]) == word[:n] {
			return n
		}
	}
	return 0
}

// followsStart says whether bytes are what stands behind a start line: a field, or an empty line.
func followsStart(b []byte) decode.Verdict {
	switch {
	case hasPrefix(b, "\n"), hasPrefix(b, "\r\n"):
		return decode.Yes
	case isPrefix(b, "\r\n"):
		return decode.Maybe
	}
	return beginsField(b)
}

// beginsField says whether bytes begin like a field line: with a name and a colon.
func beginsField(b []byte) decode.Verdict {
	name := 0
	for name < len(b) && name < maxFieldName && isToken(b[name]) {
		name++
	}
	switch {
	case name == maxFieldName:
		return decode.No // the same whether more of it is here already or not
	case name == len(b):
		return decode.Maybe
	case name > 0 && b[name] == ':':
		return decode.Yes
	}
	return decode.No
}

// maxFieldName is more bytes than a field's name has where one is looked for.
const maxFieldName = 256
