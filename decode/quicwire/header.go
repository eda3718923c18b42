package quicwire

import (
	"golang.org/x/crypto/cryptobyte"
)

const (
	longForm  = 0x80
	fixedBit  = 0x40
	maxIDSize = 20 // of a connection id in the versions that are known here (RFC 9000, section 17.2)
)

// A packetType says what a packet is for. Its numbers on the wire differ by version.
type packetType uint8

const (
	unknownPacket packetType = iota // of a version that is only known by name
	initialPacket
	zeroRTTPacket
	handshakePacket
	retryPacket
	negotiationPacket
	oneRTTPacket // with a short header
)

// String is the RFC's name of the type.
func (t packetType) String() string {
	return [...]string{"unknown", "Initial", "0-RTT", "Handshake", "Retry", "Version Negotiation", "1-RTT"}[t]
}

// A header is what anyone can read of the beginning of a packet with a long header. Its slices are those of the
// datagram.
type header struct {
	typ        packetType
	version    Version
	dcid, scid []byte
	token      []byte // of an Initial or a Retry
	numberAt   int    // where the packet number stands; valid if the packet says its length
	size       int    // of the whole packet by its own account: more than there is when it was cut
}

// parseLong reads a long header, and says what is wrong with it. Of a version that is only known by name, the
// packet is taken to reach to the end of the datagram.
func parseLong(b []byte) (h header, why string) {
	s := cryptobyte.String(b)
	var first uint8
	var version uint32
	if !s.ReadUint8(&first) || !s.ReadUint32(&version) {
		return h, "a long header ends before its version"
	}
	h.version, h.size = Version(version), len(b)
	scheme := h.version.scheme()
	if scheme == nil && h.version != Negotiation {
		return h, ""
	}
	var dcid, scid cryptobyte.String
	if !s.ReadUint8LengthPrefixed(&dcid) || !s.ReadUint8LengthPrefixed(&scid) {
		return h, "a long header ends inside its connection ids"
	}
	h.dcid, h.scid = dcid, scid
	switch {
	case h.version == Negotiation:
		h.typ = negotiationPacket
		if len(s) == 0 || len(s)%4 != 0 {
			return h, "a list of versions that is empty, or ends inside one"
		}
		return h, ""
	case len(dcid) > maxIDSize || len(scid) > maxIDSize:
		return h, "a connection id of more than 20 bytes (RFC 9000, section 17.2)"
	}
	h.typ = scheme.types[first>>4&3]
	if h.typ == retryPacket {
		if len(s) < tagSize {
			return h, "a Retry that ends inside its tag"
		}
		h.token = s[:len(s)-tagSize]
		return h, ""
	}
	return h, h.readLength(b, s)
}

// readLength reads the rest of the header of a packet that says its length; s is what is left of b.
func (h *header) readLength(b []byte, s cryptobyte.String) (why string) {
	if h.typ == initialPacket && !readVector(&s, &h.token) {
		return "an Initial header ends inside its token"
	}
	var length uint64
	if !readVarint(&s, &length) {
		return "a long header ends inside its length"
	}
	h.numberAt = len(b) - len(s)
	switch {
	case length < 4+sampleSize:
		// Shorter ones could not be protected (RFC 9001, section 5.4.2).
		return "a packet too short for the sample that protects its header"
	case length > maxPacket:
		return "a packet longer than any datagram"
	}
	h.size = h.numberAt + int(length)
	return ""
}

// maxPacket is the length of the longest UDP payload.
const maxPacket = 65527
