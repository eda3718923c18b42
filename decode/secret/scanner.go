package secret

import (
	"bytes"
	"encoding/binary"
)

// A scanner reads one sequence of bytes, piece by piece.
type scanner struct {
	m           *Matcher
	off         uint64 // bytes read
	state       uint16
	tail        []byte // the last bytes read, as long as a spelling may have begun in them
	joined      []byte // scratch
	hits        []hit  // scratch
	credentials run
}

// usualHits is how many hits a piece has at most, mostly.
const usualHits = 64

// A hit is a word found; start and end count from the first byte read.
type hit struct {
	word       int
	form       FormID
	start, end uint64
}

// A run is the credentials of an Authorization header: open as long as they go on.
type run struct {
	start, end uint64
	open       bool
}

// feed reads data and returns what ended in it, valid until the next feed. It does not allocate when nothing did.
func (s *scanner) feed(data []byte) []hit {
	if s.hits = s.hits[:0]; cap(s.hits) > usualHits {
		s.hits = nil
	}
	s.follow(data, 0)
	a := s.m.automaton
	if a.first == 0 || len(data) == 0 {
		return nil // nothing to look for, or nowhere
	}
	next, shift, root := a.next, a.shift&15, a.next[:1<<a.shift]
	state := s.state
	for i := 0; i < len(data); {
		if state == 0 {
			i += skip(data[i:], a.pairs)
		}
		c := a.class[data[i]]
		state = next[int(state)<<shift|int(c)]
		i++
		if state >= a.first {
			s.ended(state, data, i)
		}
		if state == root[c] && i < len(data) && !a.pairs.has(data[i-1], data[i]) {
			state = 0 // what began with the last byte does not go on
		}
	}
	s.state = state
	s.keep(data)
	s.off += uint64(len(data))
	return s.hits
}

// lost forgets what was read: what follows does not join on to it. n bytes lie between.
func (s *scanner) lost(n int) {
	s.state, s.tail, s.credentials = 0, s.tail[:0], run{}
	s.off += uint64(n)
}

// idle says that no spelling has begun that might go on.
func (s *scanner) idle() bool { return s.state == 0 }

// keep remembers the bytes that a spelling that has begun may reach back to.
func (s *scanner) keep(data []byte) {
	if s.state == 0 {
		s.tail = s.tail[:0]
		return
	}
	most := s.m.longest
	if len(data) >= most {
		s.tail = append(s.tail[:0], data[len(data)-most:]...)
		return
	}
	if over := len(s.tail) + len(data) - most; over > 0 {
		s.tail = s.tail[:copy(s.tail, s.tail[over:])]
	}
	s.tail = append(s.tail, data...)
}

// ended notes the spellings that end at data[:n].
func (s *scanner) ended(state uint16, data []byte, n int) {
	window := data[:n]
	if n < s.m.longest && len(s.tail) > 0 { // no longer than two spellings
		s.joined = append(append(s.joined[:0], s.tail...), window...)
		window = s.joined
	}
	end := s.off + uint64(n)
	for _, index := range s.m.automaton.accept[state] {
		sp := &s.m.spellings[index]
		if sp.word == marker {
			s.credentials = run{start: end, open: true}
			s.follow(data, n)
			continue
		}
		at, ok := sp.start(window[max(0, len(window)-s.m.longest):])
		if !ok {
			continue
		}
		size := min(len(window), s.m.longest) - at
		h := hit{word: sp.word, form: sp.form, start: end - uint64(size), end: end}
		if h.form == Base64 {
			h.form = s.base64(h, window[len(window)-size:])
		}
		if k := len(s.hits); k == 0 || s.hits[k-1] != h { // several alignments may agree
			s.hits = append(s.hits, h)
		}
	}
}

// base64 tells the forms of base64 apart.
func (s *scanner) base64(h hit, text []byte) FormID {
	switch c := s.credentials; {
	case h.start >= c.start && (h.start < c.end || c.open):
		return BasicAuth
	case bytes.ContainsAny(text, "-_"):
		return Base64URL
	}
	return Base64
}

// follow finds the end of open credentials in data, from data[i] on.
func (s *scanner) follow(data []byte, i int) {
	if !s.credentials.open {
		return
	}
	for ; i < len(data); i++ {
		if !inBase64(data[i]) {
			s.credentials.open = false
			s.credentials.end = s.off + uint64(i)
			return
		}
	}
}

// pairSet is a set of pairs of bytes.
type pairSet [1 << 10]uint64

func (p *pairSet) add(x, y byte) { n := uint16(x) | uint16(y)<<8; p[n>>6] |= 1 << (n & 63) }

func (p *pairSet) has(x, y byte) bool {
	n := uint16(x) | uint16(y)<<8
	return p[n>>6]>>(n&63)&1 == 1
}

// skip returns how many bytes at the front of data nothing begins with. The last byte is always left.
func skip(data []byte, pairs *pairSet) int {
	i := 0
	for len(data)-i > 8 { // seven pairs at a time, without a branch for each
		v := binary.LittleEndian.Uint64(data[i:])
		if (pairs.bit(v)|pairs.bit(v>>8)|pairs.bit(v>>16)|pairs.bit(v>>24)|pairs.bit(v>>32)|pairs.bit(v>>40)|pairs.bit(v>>48))&1 != 0 {
			break
		}
		i += 7
	}
	for i+1 < len(data) && !pairs.has(data[i], data[i+1]) {
		i++
	}
	return i
}

// bit has in its lowest bit whether the pair in the lowest two bytes of v is in the set.
func (p *pairSet) bit(v uint64) uint64 { return p[v>>6&(1<<10-1)] >> (v & 63) }
