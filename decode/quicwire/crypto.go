package quicwire

import (
	"slices"

	"eavesdrop/decode"
)

const (
	// maxAhead is how far ahead of what has come CRYPTO data is kept. Receivers must take 4,096 bytes at
	// least (RFC 9000, section 7.5).
	maxAhead = 64 << 10
	// maxWaiting is how many pieces of it are kept.
	maxWaiting = 128
)

// A cryptoStream puts one side's handshake together out of CRYPTO frames, which come in any order.
type cryptoStream struct {
	next    uint64  // offset of the first byte that has not come
	waiting []piece // what came ahead of it, in order
	held    int     // bytes of it
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

// hold keeps a piece that is ahead, and says whether there was room. Data and trace are kept.
func (s *cryptoStream) hold(p piece) bool {
	if p.offset+uint64(len(p.data))-s.next > maxAhead || s.held+len(p.data) > maxAhead || len(s.waiting) >= maxWaiting {
		return false
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
	if found && len(s.waiting[at].data) >= len(p.data) {
		return true // sent again
	}
	s.waiting = slices.Insert(s.waiting, at, p)
	s.held += len(p.data)
	return true
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

// crypto takes the data of a CRYPTO frame, and passes on what is now complete. trace says where it stood.
func (c *connection) crypto(dir decode.Direction, offset uint64, data []byte, trace decode.Trace) (ok bool) {
	s := &c.streams[dir]
	if c.inner == nil || len(data) == 0 {
		return true
	}
	if offset > s.next {
		return s.hold(piece{offset, clone(data), slices.Clone(trace)})
	}
	c.pass(dir, offset, data, trace)
	for p, ok := s.ready(); ok; p, ok = s.ready() {
		c.pass(dir, p.offset, p.data, p.trace)
	}
	return true
}

// pass hands on what is new in data.
func (c *connection) pass(dir decode.Direction, offset uint64, data []byte, trace decode.Trace) {
	s := &c.streams[dir]
	old := s.overlap(offset, data)
	if old == len(data) {
		return
	}
	s.next = offset + uint64(len(data))
	c.inner.Feed(dir, data[old:], trace.AppendSlice(nil, uint64(old), uint64(len(data)), 0))
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
