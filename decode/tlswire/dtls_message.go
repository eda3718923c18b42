package tlswire

import (
	"fmt"
	"iter"

	"eavesdrop/decode"
)

// A dtlsHead is what is kept of a sealed record to explain it.
type dtlsHead struct {
	unified bool
	typ     contentType
	size    int // of the record, its header counted in
	known   int // bytes of the header that are kept
	raw     [48]byte
}

func newDTLSHead(h *dtlsHeader, rec []byte) dtlsHead {
	head := dtlsHead{unified: h.unified, typ: h.typ, size: len(rec)}
	head.known = copy(head.raw[:], rec[:min(h.size, len(rec))])
	return head
}

// fields explains the record that stands at [start, end) of its message.
func (h *dtlsHead) fields(yield func(decode.Field) bool, start, end int) bool {
	sealed := end - start - h.known
	ok := yield(decode.Field{Name: "Record", Span: decode.Span{Start: start, End: end}, Sight: decode.Sealed})
	header := fieldsOf(h.raw[:h.known], func(w walker) {
		if h.unified {
			w.unifiedHeader(h.known)
		} else {
			w.dtlsHeaderFields(h.known)
		}
	})
	for f := range header {
		f.Span.Start += start
		f.Span.End += start
		f.Depth++
		if !ok || !yield(f) {
			return false
		}
	}
	return ok && (sealed <= 0 || yield(decode.Field{Name: "Sealed", Value: fmt.Sprintf("%d bytes", sealed), Depth: 1,
		Span: decode.Span{Start: start + h.known, End: end}, Sight: decode.Sealed}))
}

// one explains a message that is one sealed record.
func (h *dtlsHead) one() iter.Seq[decode.Field] {
	return func(yield func(decode.Field) bool) { h.fields(yield, 0, h.size) }
}

// dtlsData is a run of sealed records of DTLS.
type dtlsData struct {
	Data
	heads []dtlsHead
}

// Fields explains the records' headers; what they hold is sealed.
func (m *dtlsData) Fields() iter.Seq[decode.Field] {
	return func(yield func(decode.Field) bool) {
		at := 0
		for i := range m.heads {
			end := min(at+m.heads[i].size, m.Bytes)
			if !m.heads[i].fields(yield, at, end) {
				return
			}
			at = end
		}
		if at < m.Bytes {
			yield(decode.Field{Name: "Further records", Value: fmt.Sprintf("%d bytes", m.Bytes-at), Span: decode.Span{Start: at, End: m.Bytes}, Sight: decode.Sealed})
		}
	}
}

// dtlsAlert is a sealed alert of DTLS.
type dtlsAlert struct {
	Alert
	record dtlsHead
}

// Fields explains the record's header.
func (m *dtlsAlert) Fields() iter.Seq[decode.Field] { return m.record.one() }

// dtlsHandshake is a sealed record of DTLS that belongs to a handshake.
type dtlsHandshake struct {
	SealedHandshake
	record dtlsHead
}

// Fields explains the record's header.
func (m *dtlsHandshake) Fields() iter.Seq[decode.Field] { return m.record.one() }

// dtlsUnopened tells that all sealed records of one side stay closed.
type dtlsUnopened struct {
	Unopened  // the first of them
	record    dtlsHead
	elsewhere bool // the key log has a line for the session: who can use it opens them
}

// Brief says why.
func (m *dtlsUnopened) Brief() decode.Brief {
	return decode.Brief{Sight: decode.Sealed, Title: "sealed records stay closed", Detail: m.Reason}
}

// Facts are for who has the keys: nobody else is told.
func (m *dtlsUnopened) Facts() iter.Seq[decode.Fact] {
	return func(yield func(decode.Fact) bool) {
		if m.elsewhere {
			yield(decode.Fact{Question: decode.Later, Sight: decode.Derived, Text: "yes, with the key log",
				Note: "The log has a line for this client random: other programs open DTLS with it."})
		}
	}
}

// Fields explains the record's header.
func (m *dtlsUnopened) Fields() iter.Seq[decode.Field] { return m.record.one() }

// dtlsRecord is a readable record of DTLS that is neither a handshake message nor an alert.
type dtlsRecord struct {
	Type contentType // change_cipher_spec, heartbeat, ACK
	raw  []byte
}

// Kind is "tls.handshake", although the message has a record type of its own.
func (*dtlsRecord) Kind() string { return "tls.handshake" }

// Brief says what it means.
func (m *dtlsRecord) Brief() decode.Brief {
	b := decode.Brief{Sight: decode.Readable, Title: m.Type.String()}
	switch m.Type {
	case typeChangeCipherSpec:
		b.Detail = "from here on sealed"
	case typeACK:
		b.Detail = "says which records have arrived"
	}
	return b
}

// Members writes type and length.
func (m *dtlsRecord) Members(o *decode.Object) {
	o.Str("type", m.Type.String())
	o.Int("length", int64(len(m.raw)-dtlsHeaderSize))
}

// Facts is empty.
func (*dtlsRecord) Facts() iter.Seq[decode.Fact] { return func(func(decode.Fact) bool) {} }

// Fields explains the record.
func (m *dtlsRecord) Fields() iter.Seq[decode.Field] {
	return fieldsOf(m.raw, func(w walker) {
		w.dtlsHeader()
		if m.Type == typeChangeCipherSpec {
			w.Number(1, "Change cipher spec", "Its only byte is always 1.")
		}
		w.Rest("Body", "")
	})
}
