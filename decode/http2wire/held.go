package http2wire

import (
	"eavesdrop/decode/internal/httpsem"
)

// Held is how many bytes the decoder keeps: the streams with their messages, and the tables of header compression.
func (d *decoder) Held() int {
	n := d.streams.held
	for i := range d.sides {
		s := d.sides[i]
		n += s.hpack.held() + s.block.trail.Held() + cap(s.block.pieces)*pieceSize
	}
	return n
}

// About how many bytes these take.
const (
	pieceSize   = 40
	streamSize  = 768
	messageSize = 640
	tunnelSize  = 8 << 10 // a conversation, with its decoder and those who search it
)

// held is about how many bytes the table and the section in hand take: an entry's own, and about as many again
// to find it.
func (t *table) held() int {
	return 2*min(t.entered, t.limit) + cap(t.text) + cap(t.lines)*httpsem.LineSize
}

// keep notes that a stream takes n bytes more.
func (s *streams) keep(st *stream, n int) {
	st.held += n
	s.held += n
}

// weigh counts what the message in hand of one direction takes; h may be nil.
func (s *streams) weigh(h *half) {
	if h == nil {
		return
	}
	n := h.trail.Held()
	if h.open() {
		n += messageSize + cap(h.layout.frames)*pieceSize
		for _, section := range [...]*httpsem.Headers{&h.message.Headers, &h.message.Trailers} {
			n += len(section.Text) + section.Held()
		}
	}
	if h.body != nil {
		n += h.body.Held()
	}
	s.held += n - h.held
	h.held = n
}
