package quicwire

import (
	"crypto/aes"
	"crypto/cipher"
	"fmt"
	"iter"

	"eavesdrop/decode"
)

// A Retry is a server's answer that asks the client to begin anew with a token, to show that its address is its
// own (RFC 9000, section 8.1.2). The keys of Initial packets change with it.
type Retry struct {
	Version       Version
	DestinationID []byte
	SourceID      []byte // of which the new keys are made
	Token         []byte
	Checked       bool // the client's first packet was captured, and the version's way to make the tag is known
	Genuine       bool // who made it has seen that packet; valid if Checked

	raw []byte
}

// Kind is "quic.retry".
func (*Retry) Kind() string { return "quic.retry" }

// Brief says what it asks for.
func (m *Retry) Brief() decode.Brief {
	b := decode.Brief{Sight: decode.Readable, Title: m.Version.String() + " Retry", Detail: fmt.Sprintf("begin anew with this token of %s", plural(len(m.Token), "byte"))}
	if m.Checked && !m.Genuine {
		b.Detail += " (its tag is wrong: clients pass it over)"
	}
	return b
}

// Members writes the header's fields, and whether the tag is right, where that can be told.
func (m *Retry) Members(o *decode.Object) {
	o.Str("version", m.Version.String())
	o.Hex("dcid", m.DestinationID)
	o.Hex("scid", m.SourceID)
	o.Int("token_length", int64(len(m.Token)))
	if m.Checked {
		o.Bool("genuine", m.Genuine)
	}
}

// Facts is empty.
func (*Retry) Facts() iter.Seq[decode.Fact] { return func(func(decode.Fact) bool) {} }

// Fields explains the packet's bytes.
func (m *Retry) Fields() iter.Seq[decode.Field] {
	return fieldsOf(m.raw, func(w walker) {
		w.firstByte(retryPacket, false)
		w.ids()
		w.Opaque(len(m.Token), "Retry token", decode.Sealed, "Sealed by the server for itself; the client gives it back (RFC 9000, section 17.2.5).")
		w.Opaque(tagSize, "Integrity tag", decode.Readable, "Made of the client's first destination connection id: who did not see that packet can't make it (RFC 9001, section 5.8).")
	})
}

// parseRetry reads a Retry; raw is kept.
func parseRetry(h *header, raw []byte) *Retry {
	return &Retry{Version: h.version, DestinationID: clone(h.dcid), SourceID: clone(h.scid), Token: clone(h.token), raw: raw}
}

// check finds out whether the tag was made of the client's first destination connection id.
func (m *Retry) check(firstID []byte) {
	s := m.Version.scheme()
	if s == nil || s.retry[0] == "" || len(m.raw) < tagSize {
		return
	}
	block, err := aes.NewCipher([]byte(s.retry[0]))
	if err != nil {
		return
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return
	}
	end := len(m.raw) - tagSize
	pseudo := append(append([]byte{byte(len(firstID))}, firstID...), m.raw[:end]...)
	_, err = aead.Open(nil, []byte(s.retry[1]), m.raw[end:], pseudo)
	m.Checked, m.Genuine = true, err == nil
}
