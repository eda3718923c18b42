package wswire

import "eavesdrop/decode"

// maxTried is how long a frame may be, in bytes, that is looked for away from the hole.
const maxTried = 4 << 10

// Gap goes on with a frame across a hole, and looks for the next one when the hole goes past its end.
func (d *decoder) Gap(dir decode.Direction, _ []byte, lost int) {
	s := &d.sides[dir]
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
	s.state, s.torn, s.behind = astray, true, true
}

// skip passes over n bytes of a control frame.
func (s *side) skip(n uint64) {
	if s.at += n; s.at == s.frame.length {
		s.state = atFrame
	}
}

// search passes over bytes behind a hole until a frame begins, and returns how many they are. Mostly one begins where
// bytes are there again; anywhere else, the next frame must look right too.
func (d *decoder) search(s *side, data []byte) (n int) {
	for ; n < len(data); n++ {
		h, ok := parseHeader(data[n:])
		if !ok {
			return n
		}
		behind := s.behind
		s.behind = false
		if d.checkAlone(s, h) != "" || !behind && h.length > maxTried {
			continue
		}
		if behind {
			s.state = atFrame
			return n
		}
		next := n + h.size + int(h.length)
		if next+2 > len(data) {
			return n
		}
		if plausible(data[next]) && data[next+1]>>7 == data[n+1]>>7 {
			s.state = atFrame
			return n
		}
	}
	return n
}
