package httpwire

import "bytes"

// A scan looks for the empty line that ends a header section, as the section comes in, and notes the ends of the
// lines before it.
type scan struct {
	ends []uint32 // of the lines; in a trailer section the first stands for its beginning
	line int      // where the line in hand begins
	from int      // where to look on
	crs  int      // lines that ended with carriage return and line feed, the empty one included
	torn bool     // the last line has no end
}

// reset gets ready for a trailer section, which begins with a field line.
func (c *scan) reset() {
	c.ends = append(c.ends[:0], 0)
	c.line, c.from, c.crs, c.torn = 0, 0, 0, false
}

// restart gets ready for a header section, which begins with a start line.
func (c *scan) restart() {
	c.ends = c.ends[:0]
	c.line, c.from, c.crs, c.torn = 0, 0, 0, false
}

// find looks on in data, which must begin where it began before. end is where the section ends, its empty line
// included.
func (c *scan) find(data []byte) (end int, ok bool) {
	for c.from < len(data) && c.from <= maxHead {
		i := bytes.IndexByte(data[c.from:], '\n')
		if i < 0 {
			c.from = len(data)
			break
		}
		end := c.from + i + 1
		if end > maxHead {
			c.from = end
			break
		}
		if end-c.line > 1 && data[end-2] == '\r' {
			c.crs++
		}
		if n := end - c.line; n == 1 || n == 2 && data[c.line] == '\r' {
			return end, true
		}
		c.ends = append(c.ends, uint32(end))
		c.line, c.from = end, end
	}
	return 0, false
}

// release lets go of the room for the ends of many lines.
func (c *scan) release() {
	if cap(c.ends) > usualLines {
		c.ends = nil
	}
}

// usualLines is how many lines a section has at most, mostly.
const usualLines = 64

// long says whether the section has gone past its limit.
func (c *scan) long() bool { return c.from > maxHead }

// cut ends the line in hand at n, because nothing follows.
func (c *scan) cut(n int) {
	if n > c.line {
		c.ends = append(c.ends, uint32(n))
		c.line, c.torn = n, true
	}
}

// splitAtCR ends lines at bare carriage returns too, as some receivers do (RFC 9112 section 2.2 lets them do what
// they like). text is what was looked at.
func (c *scan) splitAtCR(text string) {
	var ends []uint32
	from := 0
	for _, end := range c.ends {
		for i := from; i+1 < int(end); i++ {
			if text[i] == '\r' && (text[i+1] != '\n' || i+2 < int(end)) {
				ends = append(ends, uint32(i+1))
			}
		}
		ends = append(ends, end)
		from = int(end)
	}
	c.ends = ends
}
