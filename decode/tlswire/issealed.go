package tlswire

import "eavesdrop/decode"

// isSealed says whether a record is sealed, from what was agreed on and from what is there of its body. ok is
// false when more of it is needed to tell.
func (d *decoder) isSealed(dir decode.Direction, h header, body []byte) (sealed, ok bool) {
	s := &d.sides[dir]
	switch h.typ {
	case typeChangeCipherSpec:
		return h.length != 1, true
	case typeAlert:
		// A sealed alert is longer by its MAC or tag; several in the clear may share a record.
		return h.length >= 16 || h.length%2 != 0, true
	case typeHeartbeat:
		return s.sealed, true
	case typeHandshake:
		switch {
		case s.partial.raw != nil:
			return false, true
		case s.sealed:
			// Unless a connection began anew without our seeing it.
			return !isClientHello(h, body), len(body) >= min(h.length, 6)
		case s.unsure || !d.started:
			return !readsAsHandshake(body[:min(h.length, len(body))]), len(body) >= h.length
		}
		return false, true
	}
	return true, true
}

// readsAsHandshake says whether a record's body is made of handshake messages. The last one may go on in the
// next record.
func readsAsHandshake(b []byte) bool {
	for len(b) >= 4 {
		t := HandshakeType(b[0])
		length := int(b[1])<<16 | int(b[2])<<8 | int(b[3])
		if _, known := find(handshakeNames[:], uint16(t)); !known || length > maxKept {
			return false
		}
		b = b[4:]
		switch t {
		case clientHello, serverHello:
			if length < 2+32+1 || len(b) > 0 && b[0] != 3 && b[0] != 0x7f {
				return false
			}
		case helloRequest, serverHelloDone, endOfEarlyData:
			if length != 0 {
				return false
			}
		}
		b = b[min(length, len(b)):]
	}
	return true
}

// isClientHello says whether a record holds a hello and nothing else. At least six bytes of body must be there
// for a yes.
func isClientHello(h header, body []byte) bool {
	return h.length > 40 && len(body) >= 6 && HandshakeType(body[0]) == clientHello && body[4] == 3 &&
		4+(int(body[1])<<16|int(body[2])<<8|int(body[3])) == h.length
}
