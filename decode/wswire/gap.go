package wswire

import "eavesdrop/decode"

// maxTried is how long a frame may be, in bytes, that is looked for behind a hole.
const maxTried = 64 << 10

// Gap goes on with a frame across a hole, and looks for the next one when the hole goes past its end.
func (d *decoder) Gap(dir decode.Direction, pending []byte, lost int) {
	s := &d.sides[dir]
	if s.state == astray {
		d.last(s, pending, d.c.Offset(dir)-uint64(lost+len(pending)))
	}
	switch s.state {
	case inData:
		n := min(uint64(lost), s.frame.length-s.at)
		s.message.Lost += int64(n)
		s.message.Length += int64(n)
		s.message.Wire += int64(n)
		s.message.size += int(n)
		s.shown += int(n)
		if s.at += n; n == uint64(lost) {
			d.endData(s)
			return
		}
	case inControl:
		d.tellControl(s)
		fallthrough
	case inRest:
		if n := uint64(lost); n <= s.frame.length-s.at {
			s.state = inRest
			s.skip(n)
			return
		}
	case deaf:
		return
	}
	d.finish(s, false)
	s.past.skip()
	s.state, s.torn = astray, true
}

// skip passes over n bytes of a control frame.
func (s *side) skip(n uint64) {
	if s.at += n; s.at == s.frame.length {
		s.state = atFrame
	}
}

// search passes over bytes behind a hole until frames begin, and returns how many they are. What the frames carry may
// look like frames now and then, so that one is not enough to go by.
func (d *decoder) search(s *side, data []byte) (n int) {
	for n < len(data) && d.chain(s, data[n:]) == decode.No {
		n++
	}
	if n < len(data) && d.chain(s, data[n:]) == decode.Yes {
		s.state = atFrame
	}
	return n
}

// chain says whether data begins with a frame, and another one, and the header of a third. It is Maybe as well when
// data ends with a frame.
func (d *decoder) chain(s *side, data []byte) decode.Verdict {
	for i := range 3 {
		h, ok := parseHeader(data)
		switch {
		case len(data) > 0 && !plausible(data[0]):
			return decode.No
		case !ok:
			return decode.Maybe
		case d.checkAlone(s, h) != "" || h.length > maxTried:
			return decode.No
		case i == 2:
			return decode.Yes
		case len(data)-h.size < int(h.length):
			return decode.Maybe
		}
		data = data[h.size+int(h.length):]
	}
	return decode.No
}

// last takes frames off what is left behind a hole at the end or before another hole: at least one that is whole, and
// perhaps the beginning of another.
func (d *decoder) last(s *side, data []byte, off uint64) {
	whole := 0
	for rest := data; len(rest) > 0; whole++ {
		h, ok := parseHeader(rest)
		if !plausible(rest[0]) || ok && d.checkAlone(s, h) != "" {
			return
		}
		if !ok || uint64(len(rest)-h.size) < h.length {
			break
		}
		rest = rest[h.size+int(h.length):]
	}
	if whole == 0 {
		return
	}
	s.state = atFrame
	for n := 1; n > 0 && len(data) > 0; {
		n = d.step(s, data, off)
		data, off = data[n:], off+uint64(n)
	}
}
