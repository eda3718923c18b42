package quicwire

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"eavesdrop/decode"
)

// An Initial is a packet of the handshake's first part. It is sealed with a key that everybody can compute, so
// what is in it is as good as readable (RFC 9001, section 5.2).
type Initial struct {
	Version       Version
	DestinationID []byte
	SourceID      []byte
	Token         []byte   // by which the client shows that it was here before, or that its address is its own
	Number        int64    // of the packet
	Crypto        int      // bytes of the handshake in it
	Frames        []string // their types in order; a run of the same type once
	Close         *Close   // nil unless it ends the connection

	raw        []byte // the packet with its protection taken off
	headerSize int
}

// A Close is why a side ends the connection (RFC 9000, section 19.19).
type Close struct {
	Code   uint64
	Reason string // as sent: for people
}

// Kind is "quic.initial".
func (*Initial) Kind() string { return "quic.initial" }

// Brief says what is in it.
func (m *Initial) Brief() decode.Brief {
	var kinds []string
	for _, kind := range m.Frames {
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	b := decode.Brief{Sight: decode.Readable, Title: m.Version.String() + " Initial", Detail: strings.Join(kinds, ", ")}
	if m.Crypto > 0 {
		b.Detail = fmt.Sprintf("%s of the handshake, which anybody can open   %s", plural(m.Crypto, "byte"), b.Detail)
	}
	if m.Close != nil {
		b.Title += ": closes"
		b.Detail, b.Quote = errorName(m.Close.Code), m.Close.Reason
	}
	return b
}

// Members writes the header's fields and what frames there are.
func (m *Initial) Members(o *decode.Object) {
	o.Str("version", m.Version.String())
	o.Hex("dcid", m.DestinationID)
	o.Hex("scid", m.SourceID)
	o.Int("packet_number", m.Number)
	o.Int("token_length", int64(len(m.Token)))
	o.Int("bytes", int64(len(m.raw)))
	o.Strs("frames", m.Frames)
	o.Int("crypto_bytes", int64(m.Crypto))
	if m.Close != nil {
		o.Object("close")
		o.Int("code", int64(m.Close.Code))
		o.Str("name", errorName(m.Close.Code))
		o.Str("reason", m.Close.Reason)
		o.Close('}')
	}
}

// Facts is empty: what a listener learns is in the handshake, which has events of its own.
func (*Initial) Facts() iter.Seq[decode.Fact] { return func(func(decode.Fact) bool) {} }

// parseInitial reads the frames of an opened packet, and says which rule they break; what was read before that
// is kept. The message keeps raw, whose header takes headerSize bytes.
func parseInitial(h *header, raw []byte, headerSize int, number int64) (m *Initial, why string) {
	m = &Initial{Version: h.version, Number: number, raw: raw, headerSize: headerSize}
	// The same places in the message's own bytes: the header's are those of the datagram.
	m.DestinationID = raw[6 : 6+len(h.dcid)]
	m.SourceID = raw[7+len(h.dcid):][:len(h.scid)]
	m.Token = clone(h.token)
	rest := m.payload()
	if len(rest) == 0 {
		return m, "it has no frames (RFC 9000, section 12.4)"
	}
	for len(rest) > 0 {
		var f frame
		if f, why = parseFrame(rest); why != "" {
			return m, why
		}
		rest = rest[f.size:]
		if n := len(m.Frames); n == 0 || n < maxFrames && m.Frames[n-1] != f.typ.String() {
			m.Frames = append(m.Frames, f.typ.String())
		}
		m.Crypto += len(f.data)
		if f.typ == frameClose {
			m.Close = &Close{Code: f.code, Reason: string(f.reason)}
		}
	}
	return m, ""
}

// maxFrames bounds how many frames of one packet are listed.
const maxFrames = 64

// payload is the frames.
func (m *Initial) payload() []byte { return m.raw[m.headerSize : len(m.raw)-tagSize] }

// crypto calls take with the data of each CRYPTO frame: its offset in the stream, and where it stands in the
// packet.
func (m *Initial) crypto(take func(offset uint64, data []byte, at int)) {
	rest := m.payload()
	for at := m.headerSize; len(rest) > 0; {
		f, why := parseFrame(rest)
		if why != "" {
			return
		}
		rest = rest[f.size:]
		at += f.size
		if f.typ == frameCRYPTO {
			take(f.offset, f.data, at-len(f.data))
		}
	}
}

// clone copies bytes off the wire, so that a message may be kept; none stay none.
func clone(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	return append(make([]byte, 0, len(b)), b...)
}
