package tlswire

import (
	"iter"

	"eavesdrop/decode"
)

// A ChangeCipherSpec says that what follows from its side is sealed, by a suite that seals (RFC 5246, section 7.1). In TLS 1.3 it
// means nothing: old middleboxes expect it (RFC 8446, appendix D.4).
type ChangeCipherSpec struct {
	Version Version // agreed on; 0 where the server's hello was not captured
	suite   suite   // agreed on, like Version
	raw     []byte
	bare    bool // without a record's header
}

// Kind is "tls.handshake", although the message has a record type of its own.
func (*ChangeCipherSpec) Kind() string { return "tls.handshake" }

// Brief says what it means.
func (m *ChangeCipherSpec) Brief() decode.Brief {
	detail := m.suite.onwards()
	if m.Version.is13() {
		detail = "means nothing; kept for old equipment"
	}
	return decode.Brief{Sight: decode.Readable, Title: "change_cipher_spec", Detail: detail}
}

// Members writes type and length.
func (m *ChangeCipherSpec) Members(o *decode.Object) {
	o.Str("type", "change_cipher_spec")
	o.Int("length", int64(len(m.raw)-m.head()))
}

func (m *ChangeCipherSpec) head() int {
	if m.bare {
		return 0
	}
	return headerSize
}

// Facts is empty.
func (*ChangeCipherSpec) Facts() iter.Seq[decode.Fact] { return func(func(decode.Fact) bool) {} }

// Fields explains the record.
func (m *ChangeCipherSpec) Fields() iter.Seq[decode.Field] {
	return fieldsOf(m.raw, func(w walker) {
		w.header(m.head())
		w.Number(1, "Change cipher spec", "Its only byte is always 1.")
	})
}
