package httpwire

import (
	"bytes"

	"eavesdrop/decode"
)

// search passes over bytes until a line that can only be a message's first.
func (d *decoder) search(s *side, data []byte, off uint64) int {
	if !s.midline && d.mayStart(s, data) {
		end := bytes.IndexByte(data, '\n')
		switch {
		case end < 0 && len(data) <= maxHead:
			return 0
		case end >= 0 && end <= maxHead && isStartLine(data[:end], s.asks):
			s.state = atStart
			return d.begin(s, data, off)
		}
	}
	end := bytes.IndexByte(data, '\n')
	s.midline = end < 0
	if end < 0 {
		return len(data)
	}
	return end + 1
}

// mayStart says whether data can be the beginning of a start line.
func (d *decoder) mayStart(s *side, data []byte) bool {
	if s.asks {
		return sniffRequest(data) != decode.No
	}
	return sniffResponse(data) != decode.No
}

// isStartLine says whether a line without its line feed is a start line beyond doubt.
func isStartLine(line []byte, asks bool) bool {
	if asks {
		return endsWithVersion(line)
	}
	_, status, _ := parseStatusLine(string(line))
	return status != 0
}
