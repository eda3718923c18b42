package quicwire

import (
	"bytes"
	"slices"

	"eavesdrop/decode"
)

const (
	// maxAhead is how far ahead of what has come CRYPTO data is kept. Receivers must take 4,096 bytes at
	// least (RFC 9000, section 7.5).
	maxAhead = 64 << 10
	// maxWaiting is how many pieces of it are kept.
	maxWaiting = 128
	// maxSaid is how many bytes from the beginning are kept, to see whether they come again as others.
	maxSaid = 16 << 10
)

const (
	whyAhead = "CRYPTO data too far ahead of what has come; not kept"
	whyOther = "CRYPTO data that is not what came before in its place; which of them the other side took is not known (RFC 9000, section 2.2)"
)

// A cryptoStream puts one side's handshake together out of CRYPTO frames, which come in any order.
type cryptoStream struct {
	next    uint64  // offset of the first byte that has not come
	waiting []piece // what came ahead of it, in order
	held    int     // bytes of it
	said    []byte  // the first bytes that have come
}

// A piece is the data of one CRYPTO frame that has to wait.
type piece struct {
	offset uint64
	data   []byte
	trace  decode.Trace
}

// overlap is how many of the first bytes of data at offset have come already.
func (s *cryptoStream) overlap(offset uint64, data []byte) int {
	if offset >= s.next {
		return 0
	}
	return int(min(s.next-offset, uint64(len(data))))
}

// agrees says whether data at offset is what came before in its place, as far as that is kept.
func (s *cryptoStream) agrees(offset uint64, data []byte) bool {
	if offset >= uint64(len(s.said)) {
		return true
	}
	before := s.said[offset:]
	n := min(len(before), len(data))
	return bytes.Equal(before[:n], data[:n])
}

// hold keeps a piece that is ahead, and says what is wrong with it. Data and trace are kept.
func (s *cryptoStream) hold(p piece) (why string) {
	if p.offset+uint64(len(p.data))-s.next > maxAhead || s.held+len(p.data) > maxAhead || len(s.waiting) >= maxWaiting {
		return whyAhead
	}
	at, found := slices.BinarySearchFunc(s.waiting, p.offset, func(w piece, offset uint64) int {
		switch {
		case w.offset < offset:
			return -1
		case w.offset > offset:
			return 1
		}
		return 0
	})
	if found {
		was := s.waiting[at].data
		if n := min(len(was), len(p.data)); !bytes.Equal(was[:n], p.data[:n]) {
			why = whyOther
		}
		if len(was) >= len(p.data) {
			return why // sent again
		}
	}
	s.waiting = slices.Insert(s.waiting, at, p)
	s.held += len(p.data)
	return why
}

// ready takes the next piece that is not ahead any more.
func (s *cryptoStream) ready() (p piece, ok bool) {
	if len(s.waiting) == 0 || s.waiting[0].offset > s.next {
		return p, false
	}
	p = s.waiting[0]
	s.waiting = slices.Delete(s.waiting, 0, 1)
	s.held -= len(p.data)
	return p, true
}

// crypto takes the data of a CRYPTO frame, passes on what is now complete, and says what is wrong with it. trace says
// where it stood.
func (c *connection) crypto(dir decode.Direction, offset uint64, data []byte, trace decode.Trace) (why string) {
	s := &c.streams[dir]
	if c.inner == nil || len(data) == 0 {
		return ""
	}
	if offset > s.next {
		return s.hold(piece{offset, clone(data), slices.Clone(trace)})
	}
	same := c.pass(dir, offset, data, trace)
	for p, ok := s.ready(); ok; p, ok = s.ready() {
		same = c.pass(dir, p.offset, p.data, p.trace) && same
	}
	if !same {
		return whyOther
	}
	return ""
}

// pass hands on what is new in data, and says whether the rest is what came before.
func (c *connection) pass(dir decode.Direction, offset uint64, data []byte, trace decode.Trace) (same bool) {
	s := &c.streams[dir]
	old := s.overlap(offset, data)
	same = s.agrees(offset, data[:old])
	if old == len(data) {
		return same
	}
	if room := maxSaid - len(s.said); uint64(len(s.said)) == s.next && room > 0 {
		s.said = append(s.said, data[old:min(old+room, len(data))]...)
	}
	s.next = offset + uint64(len(data))
	c.inner.Feed(dir, data[old:], trace.AppendSlice(nil, uint64(old), uint64(len(data)), 0))
	return same
}

// finish tells what of the handshake was never completed: nothing more comes of the connection.
func (c *connection) finish(how decode.How) {
	if c.inner == nil || c.finished {
		return
	}
	c.finished = true
	for _, dir := range []decode.Direction{decode.FromClient, decode.FromServer} {
		s := &c.streams[dir]
		for len(s.waiting) > 0 {
			if gap := s.waiting[0].offset; gap > s.next {
				c.inner.Lost(dir, int(gap-s.next))
				s.next = gap
			}
			for p, ok := s.ready(); ok; p, ok = s.ready() {
				c.pass(dir, p.offset, p.data, p.trace)
			}
		}
		c.inner.End(dir, how)
	}
}
