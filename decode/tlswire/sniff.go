package tlswire

import "eavesdrop/decode"

// Sniff looks for a record whose content agrees with its header, so that other protocols are not taken for
// TLS: the header alone leaves about one chance in ten million. What it says depends on that record alone, and
// not on how much behind it has come.
func (p *protocol) Sniff(_ decode.Direction, head []byte) decode.Verdict {
	if v := sniffSSL2(head); v != decode.No {
		return v
	}
	if !plausible(head) {
		return decode.No
	}
	if len(head) < headerSize+1 {
		return decode.Maybe
	}
	h := parseHeader(head)
	body := head[headerSize:]
	switch h.typ {
	case typeHandshake:
		return sniffHandshake(h, body)
	case typeChangeCipherSpec:
		if h.length == 1 && body[0] == 1 {
			return decode.Yes
		}
	case typeAlert:
		if h.length == 2 && (body[0] == 1 || body[0] == 2) {
			return decode.Yes
		}
		if h.length >= 16 { // sealed
			return decode.Yes
		}
	case typeApplicationData:
		if h.length >= 16 { // shorter than any tag, it would not be sealed
			return decode.Yes
		}
	}
	return decode.No
}

// sniffHandshake looks at the first handshake message in a record.
func sniffHandshake(h header, body []byte) decode.Verdict {
	if _, known := find(handshakeNames[:], uint16(body[0])); !known {
		return sniffSealed(h, body)
	}
	if len(body) < 6 {
		if h.length < 6 && len(body) >= h.length {
			return decode.Yes // hello_request, server_hello_done
		}
		return decode.Maybe
	}
	length := int(body[1])<<16 | int(body[2])<<8 | int(body[3])
	hello := (body[4] == 3 || body[4] == 0x7f) && length >= 2+32+1
	switch HandshakeType(body[0]) {
	case clientHello:
		if hello {
			return decode.FromAClient
		}
	case serverHello:
		if hello {
			return decode.FromAServer
		}
	default:
		return decode.Yes
	}
	return sniffSealed(h, body)
}

// sniffSealed takes a handshake record that reads like none for a sealed one, when another record follows.
func sniffSealed(h header, body []byte) decode.Verdict {
	switch {
	case h.length < 40, len(body) > h.length && !plausible(body[h.length:]):
		return decode.No
	case len(body) < h.length+headerSize:
		return decode.Maybe
	}
	return decode.Yes
}
