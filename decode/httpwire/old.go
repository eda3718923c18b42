package httpwire

import (
	"bytes"

	"eavesdrop/decode"
)

// old says whether the request that data begins with is one of HTTP/0.9, a line without a version. Some programs forget
// the version, and send header lines all the same: then it is none. What follows the line tells, or that the other side
// answers before anything does.
func (s *side) old(data []byte) decode.Verdict {
	s.waits = false
	end := s.scan.ends[0]
	if endsWithVersion(data[:end]) || !isOldLine(data[:end]) {
		return decode.No
	}
	switch beginsField(data[end:]) {
	case decode.Yes:
		return decode.No
	case decode.Maybe:
		if !s.alone {
			s.waits = true
			return decode.Maybe
		}
	}
	return decode.Yes
}

// isOldLine says whether a line is a request of HTTP/0.9.
func isOldLine(raw []byte) bool {
	line := string(raw)
	words, problem := parseRequestLine(line)
	return problem == "" && words[2].from == words[2].to && words[0].in(line) == "GET"
}

// oldHead takes the one line that a request of HTTP/0.9 is.
func (d *decoder) oldHead(s *side, line []byte, off uint64) int {
	s.scan.ends, s.scan.crs = s.scan.ends[:1], 0 // what the scan saw behind the line is not part of it
	if bytes.HasSuffix(line, []byte("\r\n")) {
		s.scan.crs = 1
	}
	d.takeHead(s, line, off)
	s.request.Version = "0.9"
	d.finish(s, off+uint64(len(line)), true)
	return len(line)
}

// answersOld lets the side that asks take its one line for a whole request, because the other side answers; then that
// one goes on.
func (d *decoder) answersOld(answers *side) bool {
	asks := d.other(answers)
	if answers.asks {
		return false
	}
	if asks.alone = asks.waits; !asks.alone {
		return false
	}
	asks.waits = false
	d.c.Wake(asks.dir)
	d.c.Wake(answers.dir)
	return true
}
