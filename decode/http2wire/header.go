package http2wire

import (
	"encoding/binary"

	"golang.org/x/net/http2"
)

// headerLen is the length of a frame's header, in bytes (RFC 9113 section 4.1).
const headerLen = 9

// A header is a frame's header.
type header struct {
	length int // of the payload, in bytes
	kind   http2.FrameType
	flags  http2.Flags
	stream uint32
}

// parseHeader reads a frame's header off the front of b, which must have headerLen bytes.
func parseHeader(b []byte) header {
	return header{
		length: int(b[0])<<16 | int(b[1])<<8 | int(b[2]),
		kind:   http2.FrameType(b[3]),
		flags:  http2.Flags(b[4]),
		stream: binary.BigEndian.Uint32(b[5:]) &^ (1 << 31),
	}
}

// name is the frame type's name, "unknown(0x3a)" when it has none.
func (h header) name() string {
	if h.kind > http2.FrameContinuation {
		return "unknown(" + hex(byte(h.kind)) + ")"
	}
	return h.kind.String()
}

// is says whether the frame has all the flags.
func (h header) is(flags http2.Flags) bool { return h.flags&flags == flags }

// padded says whether the payload begins with the length of the padding that ends it.
func (h header) padded() bool {
	switch h.kind {
	case http2.FrameData, http2.FrameHeaders, http2.FramePushPromise:
		return h.is(http2.FlagDataPadded)
	}
	return false
}

// plausible says whether a frame can look like this, going by what RFC 9113 section 6 demands of each type.
// sure says that hardly anything but HTTP/2 does.
func (h header) plausible() (ok, sure bool) {
	on := h.stream != 0
	switch h.kind {
	case http2.FrameData:
		return on && h.flags&^0x09 == 0, false
	case http2.FrameHeaders:
		return on && h.flags&^0x2d == 0 && h.length > 0, false
	case http2.FramePriority:
		return on && h.length == 5 && h.flags == 0, true
	case http2.FrameRSTStream:
		return on && h.length == 4 && h.flags == 0, true
	case http2.FrameSettings:
		ack := h.flags == http2.FlagSettingsAck && h.length == 0
		return !on && (ack || h.flags == 0 && h.length%6 == 0 && h.length <= 50*6), true
	case http2.FramePushPromise:
		return on && h.flags&^0x0c == 0 && h.length > 4, false
	case http2.FramePing:
		return !on && h.length == 8 && h.flags&^1 == 0, true
	case http2.FrameGoAway:
		return !on && h.length >= 8 && h.length < 4<<10 && h.flags == 0, true
	case http2.FrameWindowUpdate:
		return h.length == 4 && h.flags == 0, true
	case http2.FrameContinuation:
		return on && h.flags&^0x04 == 0, false
	}
	return false, false
}

func hex(b byte) string {
	const digits = "0123456789abcdef"
	return "0x" + string([]byte{digits[b>>4], digits[b&15]})
}
