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
	scheme     *scheme // how the packet is protected; nil where that is not known
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
	h.scheme = h.version.scheme()
	switch {
	case h.version.reserved():
		h.guess(b, s)
		return h, ""
	case h.scheme == nil && h.version != Negotiation:
		return h, ""
	}
	why = h.readRest(b, s, first)
	return h, why
}

// guess finds out how a client's Initial packet of a reserved version is protected: with what opens it.
func (h *header) guess(b []byte, s cryptobyte.String) {
	for _, scheme := range schemesOfReserved {
		try := *h
		try.scheme = scheme
		if why := try.readRest(b, s, b[0]); why == "" && try.typ == initialPacket && try.opens(b) {
			*h = try
			return
		}
	}
}

// opens says whether the packet at the front of b is a client's first Initial.
func (h *header) opens(b []byte) bool {
	if h.size > len(b) {
		return false
	}
	client, _ := initialKeys(h.scheme, h.dcid)
	_, _, _, ok := client.open(nil, b[:h.size], h.numberAt, -1)
	return ok
}

// readRest reads what follows the version; s is what is left of b, whose first byte is first.
func (h *header) readRest(b []byte, s cryptobyte.String, first uint8) (why string) {
	var dcid, scid cryptobyte.String
	if !s.ReadUint8LengthPrefixed(&dcid) || !s.ReadUint8LengthPrefixed(&scid) {
		return "a long header ends inside its connection ids"
	}
	h.dcid, h.scid = dcid, scid
	switch {
	case h.version == Negotiation:
		h.typ = negotiationPacket
		if len(s) == 0 || len(s)%4 != 0 {
			return "a list of versions that is empty, or ends inside one"
		}
		return ""
	case len(dcid) > maxIDSize || len(scid) > maxIDSize:
		return "a connection id of more than 20 bytes (RFC 9000, section 17.2)"
	}
	h.typ = h.scheme.types[first>>4&3]
	if h.typ == retryPacket {
		if len(s) < tagSize {
			return "a Retry that ends inside its tag"
		}
		h.token = s[:len(s)-tagSize]
		return ""
	}
	return h.readLength(b, s)
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
