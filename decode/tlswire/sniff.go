package tlswire

import "eavesdrop/decode"

// Sniff looks for a record whose content agrees with its header, so that other protocols are not taken for
// TLS: the header alone leaves about one chance in ten million.
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
	follows := false // another record, beyond doubt
	if len(body) > h.length {
		if !plausible(body[h.length:]) {
			return decode.No
		}
		follows = len(body) >= h.length+headerSize
	}
	switch h.typ {
	case typeHandshake:
		if v := sniffHandshake(h, body); v != decode.No || !follows {
			return v
		}
		return decode.Yes // sealed
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
		// Shorter than any tag: no suite seals like that.
		if h.length >= 16 {
			return decode.Yes
		}
	}
	return decode.No
}

// sniffHandshake looks at the first handshake message in a record.
func sniffHandshake(h header, body []byte) decode.Verdict {
	if _, known := find(handshakeNames[:], uint16(body[0])); !known {
		if h.length >= 40 { // a sealed Finished, or something else sealed
			return decode.Yes
		}
		return decode.No
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
		return decode.No
	case serverHello:
		if hello {
			return decode.FromAServer
		}
		return decode.No
	}
	return decode.Yes
}
