package tlswire

import "eavesdrop/decode"

// HandshakeProtocol decodes a handshake that has no records around it: the stream of messages that QUIC carries in its
// CRYPTO frames (RFC 9001, section 4.1.3). It takes whatever it is given, because only who opened the frames
// can know what is in them.
func HandshakeProtocol() decode.Protocol {
	return &handshakeProtocol{protocol{transport: QUIC}}
}

// handshakeProtocol makes decoders of bare handshakes.
type handshakeProtocol struct{ protocol }

// Sniff is always a yes.
func (*handshakeProtocol) Sniff(decode.Direction, []byte) decode.Verdict { return decode.Yes }

// Decoder makes the decoder of one handshake.
func (p *handshakeProtocol) Decoder(c *decode.Conversation) decode.Decoder {
	return &handshakeDecoder{d: decoder{p: &p.protocol, c: c}}
}

// A handshakeDecoder follows both sides of one handshake.
type handshakeDecoder struct {
	d     decoder
	sides [2]struct {
		begun bool
		skip  int  // bytes of a message that were told of, or lost, and still to come
		deaf  bool // where the next message begins is not known any more
	}
}

// Decode takes one message. Of a message that is longer than what is kept, it takes the beginning for the
// whole, and passes over the rest.
func (h *handshakeDecoder) Decode(dir decode.Direction, data []byte) int {
	s := &h.sides[dir]
	if !s.begun {
		s.begun = true
		s.deaf = h.d.c.Offset(dir) > 0 // the beginning is missing
	}
	switch {
	case s.deaf:
		return len(data)
	case s.skip > 0:
		n := min(s.skip, len(data))
		s.skip -= n
		return n
	case len(data) < 4:
		return 0
	}
	size := announced(data)
	if len(data) < min(size, maxKept) {
		return 0
	}
	n := min(size, maxKept)
	s.skip = size - n
	h.tell(dir, data[:n], h.d.c.Offset(dir), size-n)
	return n
}

// announced is the size of the message at the front of b, of which four bytes must be there.
func announced(b []byte) int { return 4 + (int(b[1])<<16 | int(b[2])<<8 | int(b[3])) }

// tell passes on a message that begins at start, and of which missing bytes are not there.
func (h *handshakeDecoder) tell(dir decode.Direction, b []byte, start uint64, missing int) {
	h.d.message(dir, clone(b), 0, missing, place{start: start, end: start + uint64(len(b))})
}

// Gap makes the best of the message in which bytes are missing. Its length says where the next one begins,
// unless that is lost too.
func (h *handshakeDecoder) Gap(dir decode.Direction, pending []byte, lost int) {
	s := &h.sides[dir]
	from := h.d.c.Offset(dir) - uint64(lost) - uint64(len(pending))
	if len(pending) >= 4 {
		s.skip = announced(pending) - len(pending)
	}
	h.cut(dir, pending, from, bytesMissing)
	s.deaf = s.deaf || s.skip < lost
	s.skip = max(0, s.skip-lost)
}

// End makes the best of the message that was not finished.
func (h *handshakeDecoder) End(dir decode.Direction, pending []byte, how decode.How) {
	h.cut(dir, pending, h.d.c.Offset(dir), endedFirst(how))
}

// cut tells of a message of which nothing more will come.
func (h *handshakeDecoder) cut(dir decode.Direction, pending []byte, from uint64, why string) {
	if len(pending) >= 4 {
		h.tell(dir, pending, from, announced(pending)-len(pending))
	}
	if len(pending) > 0 {
		h.d.c.Incomplete(dir, from, from+uint64(len(pending)), unfinished(why))
	}
}
