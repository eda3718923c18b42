package tlswire

import (
	"bytes"

	"eavesdrop/decode"
)

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
		return sniffHandshake(h, body, head)
	case typeChangeCipherSpec:
		if h.length == 1 && body[0] == 1 {
			return decode.Yes
		}
	case typeAlert:
		if h.length == 2 && (body[0] == 1 || body[0] == 2) {
			return decode.Yes
		}
		return sniffOpaque(h, body)
	case typeApplicationData:
		return sniffOpaque(h, body)
	}
	return decode.No
}

// sniffOpaque looks at the first bytes of a record that can only be a sealed one. Little numbers of four bytes, as some
// databases begin with, make the header of an old version: but what is sealed is not full of zeros. From TLS 1.1 on it
// may begin with a number.
func sniffOpaque(h header, body []byte) decode.Verdict {
	const looked, zeros = 16, 4
	switch {
	case h.length < looked: // shorter than any tag
		return decode.No
	case h.version > TLS10:
		return decode.Yes
	case len(body) < looked:
		return decode.Maybe
	case bytes.Count(body[:looked], []byte{0}) >= zeros:
		return decode.No
	}
	return decode.Yes
}

// sniffHandshake looks at the first handshake message, which begins in a record whose header and body are at the front
// of head.
func sniffHandshake(h header, body, head []byte) decode.Verdict {
	if _, known := find(handshakeNames[:], uint16(body[0])); !known {
		return sniffSealed(h, body)
	}
	if h.length < 6 {
		first, v := firstBytes(head)
		if v != decode.Yes {
			return v
		}
		body = first[:]
	}
	if len(body) < 6 {
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

// firstBytes puts the first bytes of a handshake together when its records hold hardly any: some clients cut their hello
// like that, so that its name is not found. v is Yes when they are there, Maybe when they may come, and a verdict
// on what is there when that is all: a hello_request, a server_hello_done.
func firstBytes(head []byte) (first [6]byte, v decode.Verdict) {
	n := 0
	for plausible(head) {
		if len(head) < headerSize {
			return first, decode.Maybe
		}
		h := parseHeader(head)
		if h.typ != typeHandshake {
			break
		}
		body := head[headerSize:]
		body = body[:min(len(body), h.length)]
		if n += copy(first[n:], body); n == len(first) {
			return first, decode.Yes
		}
		if len(body) < h.length {
			return first, decode.Maybe
		}
		head = head[headerSize+h.length:]
	}
	return first, decode.No
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
