package quicwire

import (
	"encoding/binary"
	"fmt"
	"iter"

	"eavesdrop/decode"
)

const (
	noteOpened = "Encrypted with a key that everybody can compute: it is made of a number in the RFC and of the destination connection id of the client's first packet (RFC 9001, section 5.2)."
	noteNumber = "Hidden on the wire under a mask that comes from the same key (RFC 9001, section 5.4)."
	noteTag    = "Shows that nothing was damaged on the way. Anybody could make it, so it does not prove who did."
	noteCrypto = "A piece of the handshake of TLS, which has events of its own."
)

// Fields explains the packet's bytes: the header, then what opening it brought to light.
func (m *Initial) Fields() iter.Seq[decode.Field] {
	return fieldsOf(m.raw, func(w walker) {
		outer := w.Open(m.headerSize, "Long header", "", decode.Readable, "")
		w.firstByte(initialPacket, true)
		w.ids()
		n := w.length("Token length")
		w.Opaque(n, "Token", decode.Sealed, "Sealed by the server for itself, given back by the client to show that it was here before (RFC 9000, section 8.1).")
		w.varint("Length", "Of the packet number and all that follows.")
		w.Take(w.Left(), "Packet number", fmt.Sprint(m.Number), decode.Readable, noteNumber)
		w.Close(outer)

		outer = w.Open(len(m.payload()), "Frames", "", decode.Readable, noteOpened)
		for w.Left() > 0 && !w.Stopped() {
			f, why := parseFrame(w.Ahead())
			if why != "" {
				break // close names the rest
			}
			w.frame(&f)
		}
		w.Close(outer)
		w.Opaque(tagSize, "Tag", decode.Readable, noteTag)
	})
}

// frame explains one frame.
func (w walker) frame(f *frame) {
	switch f.typ {
	case framePadding:
		w.Take(f.size, "PADDING", plural(f.size, "byte"), decode.Readable, "Makes the datagram big: a server must not answer a small one with much, or it could be used to flood others (RFC 9000, section 14.1).")
		return
	case framePing:
		w.Take(f.size, "PING", "", decode.Readable, "")
		return
	}
	outer := w.Open(f.size, f.typ.String(), frameValue(f), decode.Readable, "")
	w.varint("Type", "")
	switch f.typ {
	case frameACK, frameACKECN:
		w.acknowledgement(f.typ == frameACKECN)
	case frameCRYPTO:
		w.varint("Offset", "Where the piece belongs in the stream of the handshake.")
		w.varint("Length", "")
		w.Opaque(w.Left(), "Crypto data", decode.Readable, noteCrypto)
	case frameClose:
		w.Take(varintSize(w.Ahead()[0]), "Error code", errorName(f.code), decode.Readable, "")
		w.varint("Frame type", "Of the frame that brought the error about; 0 if none did.")
		n := w.length("Reason length")
		w.Take(n, "Reason", string(f.reason), decode.Readable, "")
	}
	w.Close(outer)
}

// frameValue says in a few words what a frame holds.
func frameValue(f *frame) string {
	switch f.typ {
	case frameCRYPTO:
		return fmt.Sprintf("bytes %d to %d of the handshake", f.offset, f.offset+uint64(len(f.data)))
	case frameClose:
		return errorName(f.code)
	}
	return ""
}

// acknowledgement explains the body of an ACK frame (RFC 9000, section 19.3).
func (w walker) acknowledgement(ecn bool) {
	w.varint("Largest acknowledged", "")
	w.varint("ACK delay", "")
	ranges := w.varint("ACK range count", "")
	w.varint("First ACK range", "")
	for i := uint64(0); i < ranges && w.Left() > 0 && !w.Stopped(); i++ {
		w.varint("Gap", "")
		w.varint("ACK range length", "")
	}
	if ecn {
		w.varint("ECT(0) count", "")
		w.varint("ECT(1) count", "")
		w.varint("ECN-CE count", "")
	}
}

// errorNames are the codes of errors of the transport (RFC 9000, section 20.1).
var errorNames = [...]string{
	"NO_ERROR", "INTERNAL_ERROR", "CONNECTION_REFUSED", "FLOW_CONTROL_ERROR", "STREAM_LIMIT_ERROR", "STREAM_STATE_ERROR",
	"FINAL_SIZE_ERROR", "FRAME_ENCODING_ERROR", "TRANSPORT_PARAMETER_ERROR", "CONNECTION_ID_LIMIT_ERROR", "PROTOCOL_VIOLATION",
	"INVALID_TOKEN", "APPLICATION_ERROR", "CRYPTO_BUFFER_EXCEEDED", "KEY_UPDATE_ERROR", "AEAD_LIMIT_REACHED", "NO_VIABLE_PATH",
}

// errorName names an error. Those from 0x100 to 0x1ff carry an alert of TLS (RFC 9001, section 4.8).
func errorName(code uint64) string {
	switch {
	case code < uint64(len(errorNames)):
		return errorNames[code]
	case code == 0x11:
		return "VERSION_NEGOTIATION_ERROR"
	case code >= 0x100 && code <= 0x1ff:
		return fmt.Sprintf("CRYPTO_ERROR (TLS alert %d)", code&0xff)
	}
	return fmt.Sprintf("unknown(%#x)", code)
}

// offered are the versions that a Version Negotiation packet lists.
func offered(b []byte, h *header) (list []Version) {
	for rest := b[min(len(b), 7+len(h.dcid)+len(h.scid)):]; len(rest) >= 4; rest = rest[4:] {
		list = append(list, Version(binary.BigEndian.Uint32(rest)))
	}
	return list
}
