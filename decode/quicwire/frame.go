package quicwire

import (
	"fmt"

	"golang.org/x/crypto/cryptobyte"
)

// A frameType says what a frame is for (RFC 9000, section 12.4).
type frameType uint64

// The frames that Initial packets may carry (RFC 9000, section 12.4, table 3).
const (
	framePadding frameType = 0x00
	framePing    frameType = 0x01
	frameACK     frameType = 0x02
	frameACKECN  frameType = 0x03
	frameCRYPTO  frameType = 0x06
	frameClose   frameType = 0x1c
)

// String is the RFC's name of the type.
func (t frameType) String() string {
	switch t {
	case framePadding:
		return "PADDING"
	case framePing:
		return "PING"
	case frameACK, frameACKECN:
		return "ACK"
	case frameCRYPTO:
		return "CRYPTO"
	case frameClose:
		return "CONNECTION_CLOSE"
	}
	return fmt.Sprintf("unknown(%#x)", uint64(t))
}

// A frame is one frame of an Initial packet; a run of PADDING counts as one.
type frame struct {
	typ    frameType
	size   int    // in bytes
	offset uint64 // of a CRYPTO frame's data in the stream
	data   []byte // of a CRYPTO frame, at the end of the frame
	code   uint64 // of a CONNECTION_CLOSE
	reason []byte // likewise
}

// maxOffset is the largest offset that the bytes of a stream can have (RFC 9000, section 19.6).
const maxOffset = 1<<62 - 1

// parseFrame reads the frame at the front of b, which is not empty.
func parseFrame(b []byte) (f frame, why string) {
	s := cryptobyte.String(b)
	var v uint64
	if !readVarint(&s, &v) {
		return f, "it ends inside a frame's type"
	}
	f.typ = frameType(v)
	ok := true
	switch f.typ {
	case framePadding:
		for len(s) > 0 && s[0] == 0 {
			s = s[1:]
		}
	case framePing:
	case frameACK, frameACKECN:
		ok = skipACK(&s, f.typ == frameACKECN)
	case frameCRYPTO:
		ok = readVarint(&s, &f.offset) && readVector(&s, &f.data)
		if ok && f.offset+uint64(len(f.data)) > maxOffset {
			return f, "a CRYPTO frame reaches behind the end of any stream (RFC 9000, section 19.6)"
		}
	case frameClose:
		var trigger uint64
		ok = readVarint(&s, &f.code) && readVarint(&s, &trigger) && readVector(&s, &f.reason)
	default:
		return f, fmt.Sprintf("a frame of type %#x, which Initial packets must not carry (RFC 9000, section 12.4)", v)
	}
	if !ok {
		return f, fmt.Sprintf("it ends inside a frame of type %s", f.typ)
	}
	f.size = len(b) - len(s)
	return f, ""
}

// skipACK passes over the body of an ACK frame (RFC 9000, section 19.3).
func skipACK(s *cryptobyte.String, ecn bool) bool {
	var ranges uint64
	ok := skipVarints(s, 2) && readVarint(s, &ranges) && skipVarints(s, 1)
	for ; ok && ranges > 0; ranges-- {
		ok = skipVarints(s, 2) // each takes at least two bytes, so s ends it soon
	}
	if ecn {
		ok = ok && skipVarints(s, 3)
	}
	return ok
}

// skipVarints passes over n numbers.
func skipVarints(s *cryptobyte.String, n int) bool {
	var v uint64
	for ; n > 0; n-- {
		if !readVarint(s, &v) {
			return false
		}
	}
	return true
}
