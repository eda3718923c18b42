package http2wire

import (
	"slices"

	"eavesdrop/decode"
)

// settled says that it is known which end is the client.
func (d *decoder) settled() bool { return d.proven || d.c.Certain() }

// settle finds out by the header section in hand which end is the client, if that is not known, and turns the connection
// round when it is the other one and the section is whole: one that was cut may be told when nothing can be turned any more.
func (d *decoder) settle(s *side, whole bool) {
	if d.settled() || s.guessed {
		return
	}
	sender, shows := s.sender()
	if d.proven = shows && (whole || sender == s.dir); d.proven && sender != s.dir {
		d.reverse(s)
	}
}

// sender is the end that the header section in hand comes from, if it shows: requests and responses have pseudo-headers of
// their own (RFC 9113 sections 8.3.1 and 8.3.2), and streams of even numbers are for servers to promise, and to answer in
// (sections 5.1.1 and 8.4).
func (s *side) sender() (dir decode.Direction, shows bool) {
	b, known := &s.block, &s.hpack.known
	pushes, answers := b.promised || b.owner&1 == 0, known[pseudoStatus]
	asks := slices.Contains(known[:pseudoStatus], true) || known[pseudoProtocol]
	switch {
	case b.broken || asks && (answers || pushes && !b.promised):
		return 0, false
	case answers || pushes:
		return decode.FromServer, true
	}
	return decode.FromClient, asks
}

// reverse exchanges the two sides, because of the header section in hand.
func (d *decoder) reverse(s *side) {
	d.c.Reverse(s.dir, s.block.trail)
	d.sides[0], d.sides[1] = d.sides[1], d.sides[0]
	for dir, s := range d.sides {
		s.dir = decode.Direction(dir)
	}
	d.streams.each(func(st *stream) {
		st.halves[0], st.halves[1] = st.halves[1], st.halves[0]
		for dir := range st.halves {
			if body := st.halves[dir].body; body != nil {
				body.Turn()
			}
		}
	})
}
