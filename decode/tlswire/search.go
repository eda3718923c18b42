package tlswire

import "eavesdrop/decode"

// search looks for the next record's header behind bytes that are missing or wrong: one that is followed by
// another, or by nothing.
func (d *decoder) search(dir decode.Direction, data []byte) int {
	s := &d.sides[dir]
	for i := range data {
		if !plausible(data[i:]) {
			continue
		}
		if len(data)-i < headerSize {
			return i
		}
		h := parseHeader(data[i:])
		if !d.expected(s, h.version) {
			continue
		}
		switch end := i + headerSize + h.length; {
		case end > len(data):
			return i
		case end < len(data) && !plausible(data[end:]):
			continue
		}
		s.lost = false
		if i > 0 {
			return i
		}
		return d.take(dir, data)
	}
	return len(data)
}

// expected says whether a side's next record may bear that version: the same as before, or the one that was
// agreed on since.
func (d *decoder) expected(s *side, v Version) bool {
	return s.version == 0 || v == s.version || v == min(d.version.rank(), TLS12)
}

// strange deals with bytes that can't be a record where one must begin.
func (d *decoder) strange(dir decode.Direction, data []byte) int {
	s := &d.sides[dir]
	if len(data) < headerSize && !s.spoken {
		return 0 // soon more can be said about it
	}
	d.turn(dir)
	at := d.c.Offset(dir)
	if !s.spoken && !s.unsure && dir != d.client {
		d.c.Malformed(dir, at, at+uint64(len(data)), "the answer to a TLS hello is not TLS")
		d.c.Handover()
		return 0
	}
	d.flush(dir, false)
	d.c.Malformed(dir, at, at+headerSize, "not the header of a record; looking for the next one")
	s.lost, s.unsure = true, true
	if n := d.search(dir, data); n > 0 {
		return n
	}
	return 0
}
