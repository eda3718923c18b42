package quicwire

import "eavesdrop/decode"

// maxHead is how much of a packet's header is kept to explain it: all of a long one, tokens aside.
const maxHead = 64

// A head is what is kept of a sealed packet to explain it.
type head struct {
	typ      packetType
	size     int // of the packet, in bytes
	headSize int // of what can be read of its header
	raw      [maxHead]byte
}

func newHead(typ packetType, packet []byte, headSize int) head {
	h := head{typ: typ, size: len(packet), headSize: min(headSize, maxHead, len(packet))}
	copy(h.raw[:h.headSize], packet)
	return h
}

// fields explains the packet that stands at [start, end) of its run.
func (h *head) fields(yield func(decode.Field) bool, start, end int) bool {
	ok := true
	seen := fieldsOf(h.raw[:h.headSize], func(w walker) {
		if h.typ == oneRTTPacket || h.raw[0]&longForm == 0 {
			w.Take(1, "Form", "short header", decode.Readable, "All but two of its bits are hidden (RFC 9000, section 17.3.1).")
			w.Opaque(w.Left(), "Destination connection id", decode.Readable, "The name that the receiver gave the connection: by it both sides, and listeners, know its packets again when addresses change.")
			return
		}
		w.firstByte(h.typ, false)
		w.ids()
		if h.typ == initialPacket {
			w.Opaque(w.Left(), "Token and length", decode.Readable, "")
		} else if w.Left() > 0 && h.typ != unknownPacket {
			w.varint("Length", "Of the packet number and all that follows.")
		}
	})
	for f := range seen {
		f.Span.Start += start
		f.Span.End += start
		f.Depth++
		if ok = yield(f); !ok {
			return false
		}
	}
	if at := start + h.headSize; at < end {
		ok = yield(decode.Field{Name: "Sealed", Value: plural(end-at, "byte"), Depth: 1, Span: decode.Span{Start: at, End: end}, Sight: decode.Sealed})
	}
	return ok
}
