package tlswire

import (
	"fmt"
	"iter"

	"eavesdrop/decode"
)

// A SealedHandshake is a sealed record of which, before TLS 1.3, the type shows that it belongs to a handshake:
// the Finished messages, and all of a renegotiation, changes of keys counted in.
type SealedHandshake struct {
	Type    string // what it is, where its type or place tells (RFC 5246, section 7.4.9): "finished"; else empty
	Version Version
	record  extent
}

// Partial says that the record was cut off.
func (m *SealedHandshake) Partial() bool { return m.record.cut() }

// Kind is "tls.handshake".
func (*SealedHandshake) Kind() string { return "tls.handshake" }

// Brief says what it must be.
func (m *SealedHandshake) Brief() decode.Brief {
	b := decode.Brief{Sight: decode.Sealed, Title: "handshake, sealed", Detail: fmt.Sprintf("%d bytes", m.record.length)}
	if m.Type != "" {
		b.Title = m.Type + ", sealed"
	}
	return b
}

// Members writes the type, where its place tells it, and the length of the sealed record.
func (m *SealedHandshake) Members(o *decode.Object) {
	if m.Type != "" {
		o.Str("type", m.Type)
	} else {
		o.Str("type", "sealed")
	}
	o.Int("length", int64(m.record.length))
	o.Bool("sealed", true)
	m.record.members(o)
}

// Facts is empty.
func (*SealedHandshake) Facts() iter.Seq[decode.Fact] { return func(func(decode.Fact) bool) {} }

// Fields explains the record's header.
func (m *SealedHandshake) Fields() iter.Seq[decode.Field] {
	return m.record.fields()
}
