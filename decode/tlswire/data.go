package tlswire

import (
	"fmt"
	"iter"
	"strconv"

	"eavesdrop/decode"
)

// A Phase says what sealed records belong to, as far as that can be derived.
type Phase uint8

// The phases of a connection.
const (
	Unknown     Phase = iota // the hellos were not captured
	InHandshake              // TLS 1.3's sealed part of the handshake: certificate and Finished among it
	EarlyData                // sent before the server said a word
	Application
)

// String is the phase's name in the JSON contract.
func (p Phase) String() string {
	return [...]string{"unknown", "handshake", "early_data", "application"}[p]
}

// Data is a run of sealed records from one side in a row.
type Data struct {
	Phase      Phase
	FromClient bool
	Version    Version // agreed on; 0 where the server's hello was not captured
	Resumed    bool    // the keys are made of one that both had before, so no certificate is sent
	Records    int
	Bytes      int  // on the wire, the records' headers counted in
	Plaintext  int  // bytes sealed in, at most: padding is counted in; valid if Measured
	Measured   bool // the suite is known
	Compressed bool // before they were sealed (RFC 3749): how long they had been does not show
	Incomplete bool // the end of one of them is missing

	certificate bool     // the server's certificate is among them
	clear       bool     // the suite encrypts nothing
	headers     []header // of the first records
	few         [2]header
	alert       bool // one record, just as long as an alert
	part        int  // which part of what the client asks or the server answers it belongs to, or completes; 0: of none
	question    bool // the first that the client said of its own: early, or when the handshake was over
	accepted    bool // with it the client went on, after it had been shown a sealed certificate
	identified  bool // the client has sent a certificate: among these in its part of the handshake, else before
	answer      int  // bytes of the part of the answer, at most, when answered
	answered    bool // the part is complete: the client speaks again, or nobody
	mixed       bool // what is answered to the first that was said need not be an answer: HTTP/2 may be in there
}

// Partial says that a record was cut off.
func (m *Data) Partial() bool { return m.Incomplete }

// Kind is "tls.data".
func (*Data) Kind() string { return "tls.data" }

// Brief says how much is sealed.
func (m *Data) Brief() decode.Brief {
	b := decode.Brief{Sight: decode.Sealed, Title: fmt.Sprintf("%s, %s bytes", plural(m.Records, "record"), grouped(m.Bytes))}
	switch {
	case m.clear:
		b.Sight = decode.Readable
		b.Title += " (not encrypted)"
	case m.certificate:
		b.Title += " (certificate among them: hidden, not missing)"
	case m.Phase == InHandshake && m.identified:
		b.Title += " (end of the handshake; by its size with a client certificate)"
	case m.Phase == InHandshake:
		b.Title += " (end of the handshake)"
	case m.Phase == EarlyData:
		b.Title += " (early data)"
		b.Detail = m.data()
	case m.alert:
		b.Title += " (as long as an alert)"
	default:
		b.Detail = m.data()
	}
	return b
}

// data says how much is sealed in; "" where that is not known.
func (m *Data) data() string {
	switch {
	case !m.Measured:
		return ""
	case m.Compressed:
		return "data, " + m.most(m.Plaintext)
	}
	return m.most(m.Plaintext) + " of data"
}

// most says that no more than n bytes are sealed in.
func (m *Data) most(n int) string {
	s := "at most " + plural(n, "byte")
	if m.Compressed {
		return "compressed to " + s
	}
	return s
}

// plural counts things.
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return grouped(n) + " " + thing + "s"
}

// grouped writes a number with commas.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Members writes records, bytes, and what was derived.
func (m *Data) Members(o *decode.Object) {
	o.Int("records", int64(m.Records))
	o.Int("bytes", int64(m.Bytes))
	if m.Measured && !m.Compressed {
		o.Int("plaintext_bytes", int64(m.Plaintext))
	}
	o.Str("phase", m.Phase.String())
	if m.Incomplete {
		o.Bool("incomplete", true)
	}
	if m.Measured && m.Compressed {
		o.Int("compressed_bytes", int64(m.Plaintext))
	}
}

// Facts are what stays hidden, and what its size gives away.
func (m *Data) Facts() iter.Seq[decode.Fact] {
	return func(yield func(decode.Fact) bool) {
		sealed := func(q decode.Question) bool {
			return yield(decode.Fact{Question: q, Sight: decode.Sealed, Text: "sealed"})
		}
		switch {
		case m.clear:
		case m.certificate:
			yield(decode.Fact{Question: decode.Identity, Sight: decode.Sealed, Text: "certificate sealed",
				Note: "It is among these records: hidden, not missing (RFC 8446, section 2). Whether the client checks it shows in what it does next."})
		case m.Phase == InHandshake && m.identified:
			yield(decode.Fact{Question: decode.Credentials, Sight: decode.Sealed, Text: "a client certificate, sealed",
				Note: "The client's part of the handshake is too long to be without one. Who the client is, is sealed (RFC 8446, section 2)."})
		case m.FromClient && m.part > 0:
			ok := true
			switch {
			case m.Measured:
				ok = yield(decode.Fact{Question: decode.Asked, Sight: decode.Sealed, Text: m.most(m.Plaintext) + ", sealed",
					Part: m.part, Bytes: m.Plaintext})
			case m.question:
				ok = sealed(decode.Asked)
			}
			ok = ok && (!m.question || sealed(decode.Headers))
			if ok && m.accepted {
				ok = yield(decode.Fact{Question: decode.Identity, Sight: decode.Sealed, Text: "certificate sealed; the client accepted it",
					Note: "It was among the sealed records of the handshake, and the client went on. Whether it checked anything first does not show."})
			}
			if ok && m.question && !m.identified {
				sealed(decode.Credentials)
			}
		case m.answered:
			_ = (m.part > 1 || sealed(decode.Body) && sealed(decode.Secret) && sealed(decode.Made)) && yield(m.length())
		}
	}
}

// length is what the size of a part of the answer says about the length of what was answered.
func (m *Data) length() decode.Fact {
	if m.mixed {
		return decode.Fact{Question: decode.Length, Sight: decode.Sealed, Text: "sealed among other frames",
			Note: "HTTP/2 was offered. In it settings come first, and the frames of several answers may lie among each other (RFC 9113, sections 3.4 and 5)."}
	}
	f := decode.Fact{Question: decode.Length, Sight: decode.Derived, Text: m.most(m.answer), Part: m.part, Bytes: m.answer,
		Note: "The records' lengths are in the clear; from them the seal's own bytes are taken off, and headers are counted in."}
	if m.Compressed {
		f.Note = "How long it was before does not show (RFC 3749). How well it could be compressed shows instead, and can give secrets away (CRIME)."
	}
	return f
}

// Fields explains the records' headers; what they hold is sealed.
func (m *Data) Fields() iter.Seq[decode.Field] { return sealedFields(m.headers, m.Bytes) }

// sealedFields explains sealed records of size bytes altogether, of which the headers of the first are given.
func sealedFields(headers []header, size int) iter.Seq[decode.Field] {
	return func(yield func(decode.Field) bool) {
		at := 0
		for _, h := range headers {
			end := min(at+headerSize+h.length, size)
			body := min(at+headerSize, size)
			ok := yield(decode.Field{Name: "Record", Span: decode.Span{Start: at, End: end}, Sight: decode.Sealed}) &&
				yield(decode.Field{Name: "Type", Value: h.typ.String(), Depth: 1, Span: decode.Span{Start: at, End: at + 1}, Sight: decode.Readable,
					Note: typeNote(h.typ)}) &&
				yield(decode.Field{Name: "Version", Value: h.version.String(), Depth: 1, Span: decode.Span{Start: at + 1, End: at + 3}, Sight: decode.Readable}) &&
				yield(decode.Field{Name: "Length", Value: strconv.Itoa(h.length), Depth: 1, Span: decode.Span{Start: at + 3, End: body}, Sight: decode.Readable}) &&
				yield(decode.Field{Name: "Sealed", Value: fmt.Sprintf("%d bytes", end-body), Depth: 1, Span: decode.Span{Start: body, End: end}, Sight: decode.Sealed})
			if !ok {
				return
			}
			at = end
		}
		if at < size {
			yield(decode.Field{Name: "Further records", Value: fmt.Sprintf("%d bytes", size-at), Span: decode.Span{Start: at, End: size}, Sight: decode.Sealed})
		}
	}
}

// typeNote says what a sealed record's type tells.
func typeNote(t contentType) string {
	if t == typeApplicationData {
		return "In TLS 1.3 every sealed record says so; its real type is sealed in (RFC 8446, section 5.2)."
	}
	return ""
}
