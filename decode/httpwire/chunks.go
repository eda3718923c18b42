package httpwire

import (
	"bytes"
	"math"

	"eavesdrop/decode/internal/httpsem"
)

// readChunkLine reads a chunk's size line (RFC 9112 section 7.1): hexadecimal digits, and extensions that
// nobody needs.
func (d *decoder) readChunkLine(s *side, data []byte, off uint64) int {
	end := bytes.IndexByte(data, '\n') + 1
	if end == 0 && len(data) <= maxChunkLine && mayBeChunkSize(data) {
		return 0
	}
	size, clean, ok := parseChunkSize(data[:end])
	if !ok && d.isUnchunked(s) {
		d.complain(s, off, "no chunk where the first one must be (RFC 9112 section 7.1); read to the end of the connection")
		s.state, s.layout.how = inRest, toEnd
		return d.readBody(s, data, off)
	}
	if end == 0 || end > maxChunkLine || !ok {
		return d.breakOff(s, data, off, "a chunk without a proper size (RFC 9112 section 7.1)")
	}
	if !clean && !s.odd {
		s.odd = true
		d.complain(s, off, "more than digits in a chunk's size, which is read all the same (RFC 9112 section 7.1)")
	}
	s.body.Raw(data[:end])
	l := s.layout
	if len(l.chunks) < maxChunks || size == 0 {
		l.chunks = append(l.chunks, chunk{at: int(off - s.start), line: end, size: size})
	} else {
		l.more++
	}
	s.left = size
	s.state = inChunk
	if size == 0 {
		s.state = inTrailers
		s.scan.reset()
		l.last = int(off-s.start) + end
	}
	return end
}

// mayBeChunkSize says whether a size line can begin with data.
func mayBeChunkSize(data []byte) bool {
	digits := bytes.TrimLeft(data, " \t\v\f")
	return len(digits) == 0 || digits[0] == '+' || hexDigit(digits[0]) >= 0
}

// isUnchunked says whether a body of which no chunk has come may be what it is without chunks: nothing else follows an
// answer after which the connection is closed.
func (d *decoder) isUnchunked(s *side) bool {
	r := s.response
	return r != nil && len(s.layout.chunks) == 0 && (r.Version == "1.0" || r.Headers.HasToken("Connection", "close"))
}

// parseChunkSize reads the digits of a size line. clean says that only white space, extensions and the line end
// are there besides; many receivers read the number whatever else there is.
func parseChunkSize(line []byte) (size int64, clean, ok bool) {
	digits := bytes.TrimLeft(line, " \t\v\f")
	clean = len(digits) == len(line)
	if bytes.HasPrefix(digits, []byte("+")) {
		digits, clean = digits[1:], false
	}
	if len(digits) > 2 && digits[0] == '0' && digits[1]|0x20 == 'x' && hexDigit(digits[2]) >= 0 {
		digits, clean = digits[2:], false
	}
	n := 0
	for ; n < len(digits); n++ {
		digit := hexDigit(digits[n])
		if digit < 0 {
			break
		}
		if size > math.MaxInt64>>8 {
			return 0, false, false
		}
		size = size<<4 | int64(digit)
	}
	rest := bytes.TrimLeft(digits[n:], " \t")
	clean = clean && (len(rest) == 0 || rest[0] == ';' || rest[0] == '\n' || rest[0] == '\r' && len(rest) == 2)
	return size, clean, n > 0
}

// hexDigit is the value of a hexadecimal digit, -1 when b is none.
func hexDigit(b byte) int {
	switch {
	case '0' <= b && b <= '9':
		return int(b - '0')
	case 'a' <= b && b <= 'f':
		return int(b-'a') + 10
	case 'A' <= b && b <= 'F':
		return int(b-'A') + 10
	}
	return -1
}

// readChunkEnd reads the line end behind a chunk's data.
func (d *decoder) readChunkEnd(s *side, data []byte, off uint64) int {
	n := lineEnd(data)
	switch {
	case n > 0:
		s.body.Raw(data[:n])
		s.state = atChunk
	case n < 0:
		return d.breakOff(s, data, off, "no line end behind a chunk's data (RFC 9112 section 7.1)")
	}
	return n
}

// lineEnd is the length of the line end that data begins with: 0 when more bytes are needed, -1 when it
// begins with none.
func lineEnd(data []byte) int {
	switch {
	case data[0] == '\n':
		return 1
	case data[0] != '\r':
		return -1
	case len(data) == 1:
		return 0
	case data[1] == '\n':
		return 2
	}
	return -1
}

// readTrailers reads the trailer section (RFC 9112 section 7.1.2) and the empty line that ends the body.
func (d *decoder) readTrailers(s *side, data []byte, off uint64) int {
	end, ok := s.scan.find(data)
	if !ok {
		if s.scan.long() {
			return d.breakOff(s, data, off, "a trailer section longer than 64 KiB")
		}
		return 0
	}
	s.body.Raw(data[:end])
	d.takeTrailers(s, data[:end], off)
	d.finish(s, off+uint64(end), true)
	return end
}

// cutTrailers takes what is there of a trailer section that was cut off.
func (d *decoder) cutTrailers(s *side, pending []byte, off uint64) {
	if len(pending) == 0 {
		return
	}
	s.scan.find(pending)
	s.scan.cut(len(pending))
	d.takeTrailers(s, pending, off)
}

// takeTrailers takes a trailer section apart.
func (d *decoder) takeTrailers(s *side, data []byte, off uint64) {
	s.layout.tail = int(off-s.start) + s.scan.line
	if len(s.scan.ends) < 2 {
		return
	}
	h := parseLines(string(data), s.scan.ends)
	if h.problem.why != "" {
		d.complain(s, off+uint64(h.problem.at), h.problem.why)
	}
	h.At = int(off - s.start)
	s.message.Trailers = h.Headers
}

// breakOff ends the message in hand at stream offset off, where its framing breaks, and looks for the next in
// data, which begins there.
func (d *decoder) breakOff(s *side, data []byte, off uint64, why string) int {
	d.complain(s, off, why)
	d.finish(s, off, false)
	s.stray(false)
	return d.search(s, data, off)
}

// complain tells of a broken rule.
func (d *decoder) complain(s *side, off uint64, why string) {
	d.c.Malformed(s.dir, off, off+1, why)
}

// newCollector makes a side's collector of bodies.
func (d *decoder) newCollector() *httpsem.Collector {
	return httpsem.NewCollector(d.c, &d.protocol.tools, d.protocol.options.Keep)
}
