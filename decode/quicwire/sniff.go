package quicwire

import "eavesdrop/decode"

const (
	minFirstID  = 8    // bytes of the destination connection id that a client makes up (RFC 9000, section 7.2)
	minDatagram = 1200 // bytes of a datagram with a client's Initial packet (RFC 9000, section 14.1)
)

// Sniff looks at the first datagram: only a long header tells QUIC from anything else, because a short one is
// random but for two bits. What opens with the keys of a client is QUIC beyond doubt.
func (p *protocol) Sniff(_ decode.Direction, head []byte) decode.Verdict {
	if len(head) < 7 {
		return decode.No
	}
	if head[0]&longForm == 0 {
		if v := googleVersion(head); v != 0 {
			return decode.FromAClient
		}
		return decode.No
	}
	h, why := parseLong(head)
	switch {
	case h.typ == negotiationPacket:
		if why == "" && plausibleOffer(head, &h) {
			return decode.FromAServer
		}
	case h.scheme != nil:
		if why == "" && head[0]&fixedBit != 0 {
			return sniffPacket(head, &h)
		}
	case h.version.google():
		return decode.Yes
	case h.version.known() && head[0]&fixedBit != 0:
		return decode.Yes
	case h.version.reserved() && head[0]&fixedBit != 0 && len(head) >= minDatagram && int(head[5]) >= minFirstID && int(head[5]) <= maxIDSize:
		return decode.FromAClient // it wants to be answered with a list of versions
	}
	return decode.No
}

// sniffPacket looks at a packet of a version that is known.
func sniffPacket(head []byte, h *header) decode.Verdict {
	if h.typ == initialPacket && h.opens(head) {
		return decode.FromAClient
	}
	// What follows in the datagram has to look like a packet too.
	if h.size < len(head) {
		rest := head[h.size:]
		if next, why := parseLong(rest); rest[0]&longForm != 0 && (why != "" || next.version != h.version) {
			return decode.No
		}
	}
	if h.typ == retryPacket {
		return decode.FromAServer
	}
	return decode.Yes
}

// plausibleOffer says whether a list of versions has one that is known or reserved. Who lists versions is the
// server.
func plausibleOffer(head []byte, h *header) bool {
	for _, v := range offered(head, h) {
		if v.known() || v.reserved() {
			return true
		}
	}
	return false
}

// googleVersion is the version in a public header of Google's QUIC before version 44, which only a client's
// packets carry: flags, a connection id of 8 bytes, the version. 0: it is not one.
func googleVersion(b []byte) Version {
	const hasVersion, isReset, hasID, unused = 0x01, 0x02, 0x08, 0x80
	if len(b) < 14 || b[0]&(hasVersion|isReset|hasID|unused) != hasVersion|hasID {
		return 0
	}
	if v := Version(uint32(b[9])<<24 | uint32(b[10])<<16 | uint32(b[11])<<8 | uint32(b[12])); v.google() {
		return v
	}
	return 0
}
