package quicwire

// A scheme says how versions protect what anyone can open: Initial packets (RFC 9001, section 5.2) and Retry
// packets (section 5.8).
type scheme struct {
	salt   []byte
	labels string        // what the labels of key derivation begin with
	types  [4]packetType // what the two bits of a long header's type mean
	retry  [2]string     // key and nonce of the tag of a Retry packet; empty: not checked
}

// The bits of a long header's type: those of version 1, and those of version 2, which changed them so that
// middleboxes would not come to depend on them (RFC 9369, section 3.2).
var (
	typesV1 = [4]packetType{initialPacket, zeroRTTPacket, handshakePacket, retryPacket}
	typesV2 = [4]packetType{retryPacket, initialPacket, zeroRTTPacket, handshakePacket}
)

var (
	schemeV1 = scheme{
		salt:   []byte{0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17, 0x9a, 0xe6, 0xa4, 0xc8, 0x0c, 0xad, 0xcc, 0xbb, 0x7f, 0x0a},
		labels: "quic",
		types:  typesV1,
		retry:  [2]string{"\xbe\x0c\x69\x0b\x9f\x66\x57\x5a\x1d\x76\x6b\x54\xe3\x68\xc8\x4e", "\x46\x15\x99\xd3\x5d\x63\x2b\xf2\x23\x98\x25\xbb"},
	}
	schemeV2 = scheme{ // RFC 9369, section 3.3
		salt:   []byte{0x0d, 0xed, 0xe3, 0xde, 0xf7, 0x00, 0xa6, 0xdb, 0x81, 0x93, 0x81, 0xbe, 0x6e, 0x26, 0x9d, 0xcb, 0xf9, 0xbd, 0x2e, 0xd9},
		labels: "quicv2",
		types:  typesV2,
		retry:  [2]string{"\x8f\xb4\xb0\x1b\x56\xac\x48\xe2\x60\xfb\xcb\xce\xad\x7c\xcc\x92", "\xd8\x69\x69\xbc\x2d\x7c\x6d\x99\x90\xef\xb0\x4a"},
	}
	schemeDraft29 = scheme{ // to draft 32
		salt:   []byte{0xaf, 0xbf, 0xec, 0x28, 0x99, 0x93, 0xd2, 0x4c, 0x9e, 0x97, 0x86, 0xf1, 0x9c, 0x61, 0x11, 0xe0, 0x43, 0x90, 0xa8, 0x99},
		labels: "quic",
		types:  typesV1,
	}
	schemeDraft23 = scheme{ // to draft 28
		salt:   []byte{0xc3, 0xee, 0xf7, 0x12, 0xc7, 0x2e, 0xbb, 0x5a, 0x11, 0xa7, 0xd2, 0x43, 0x2b, 0xb4, 0x63, 0x65, 0xbe, 0xf9, 0xf5, 0x02},
		labels: "quic",
		types:  typesV1,
	}
	schemeDraft22 = scheme{
		salt:   []byte{0x7f, 0xbc, 0xdb, 0x0e, 0x7c, 0x66, 0xbb, 0xe9, 0x19, 0x3a, 0x96, 0xcd, 0x21, 0x51, 0x9e, 0xbd, 0x7a, 0x02, 0x64, 0x4a},
		labels: "quic",
		types:  typesV1,
	}
)

// schemesOfReserved are those that clients use where they offer a version that means nothing, to see that they are
// refused well. Nothing says which: their own is taken, whatever that is.
var schemesOfReserved = []*scheme{&schemeV1, &schemeDraft29}

// scheme is how the version protects its packets; nil where that is not known here.
func (v Version) scheme() *scheme {
	switch d := v.draft(); {
	case v == V1, d > 32 && d <= newestDraft:
		return &schemeV1
	case v == V2:
		return &schemeV2
	case d >= 29 && d <= 32:
		return &schemeDraft29
	case d >= 23 && d < 29, v == mvfst27, v == mvfstExperiment:
		return &schemeDraft23
	case d == oldestDraft, v == mvfst22:
		return &schemeDraft22
	}
	return nil
}
