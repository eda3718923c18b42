package quicwire

import (
	"fmt"
	"iter"

	"eavesdrop/decode"
)

// A Phase says what sealed packets belong to. Their type says so in the clear.
type Phase uint8

// The phases of a connection.
const (
	Unknown     Phase = iota // of a version that is only known by name
	InInitial                // Initial packets that could not be opened
	InHandshake              // certificate and Finished among it
	EarlyData                // sent before the server said a word (0-RTT)
	Application              // 1-RTT
)

// String is the phase's name in the JSON contract.
func (p Phase) String() string {
	return [...]string{"unknown", "initial", "handshake", "early_data", "application"}[p]
}

// Data is a run of sealed packets from one side in a row.
type Data struct {
	Phase      Phase
	FromClient bool
	Version    Version // 0 where no packet that says it was captured
	Packets    int
	Bytes      int    // on the wire, the packets' headers counted in
	Plaintext  int    // bytes sealed in, at most: padding and acknowledgements are counted in; valid if Measured
	Measured   bool   // the size of the headers is known
	Why        string // why Initial packets were not opened; "" for others

	certificate bool   // the server's certificate is among them, unless an earlier session goes on
	heads       []head // of the first packets
	part        int    // which part of what the client asks or the server answers it belongs to, or completes; 0: of none
	question    bool   // the first that the client said
	answer      int    // bytes of the part of the answer, at most, when answered
	answered    bool   // the part is complete: the client speaks again, or nobody
}

// Kind is "quic.data".
func (*Data) Kind() string { return "quic.data" }

// Brief says how much is sealed.
func (m *Data) Brief() decode.Brief {
	b := decode.Brief{Sight: decode.Sealed, Title: fmt.Sprintf("%s, %s", plural(m.Packets, "packet"), plural(m.Bytes, "byte"))}
	switch {
	case m.Phase == Unknown:
		b.Title += " of " + m.Version.String()
	case m.Phase == InInitial:
		b.Title += " of the handshake, not opened"
		b.Detail = m.Why
	case m.certificate:
		b.Title += " (certificate among them: hidden, not missing)"
	case m.Phase == InHandshake:
		b.Title += " (handshake)"
	case m.Phase == EarlyData:
		b.Title += " (early data)"
	case m.Measured:
		b.Detail = fmt.Sprintf("at most %s of data", plural(m.Plaintext, "byte"))
	}
	return b
}

// Members writes packets, bytes, and what was derived.
func (m *Data) Members(o *decode.Object) {
	if m.Version != 0 {
		o.Str("version", m.Version.String())
	}
	o.Int("packets", int64(m.Packets))
	o.Int("bytes", int64(m.Bytes))
	if m.Measured {
		o.Int("plaintext_bytes", int64(m.Plaintext))
	}
	o.Str("phase", m.Phase.String())
	if m.Why != "" {
		o.Str("reason", m.Why)
	}
}

// Facts are what stays hidden, and what its size gives away.
func (m *Data) Facts() iter.Seq[decode.Fact] {
	return func(yield func(decode.Fact) bool) {
		sealed := func(q decode.Question) bool {
			return yield(decode.Fact{Question: q, Sight: decode.Sealed, Text: "sealed"})
		}
		if m.certificate {
			yield(decode.Fact{Question: decode.Identity, Sight: decode.Sealed, Text: "certificate sealed",
				Note: "It is among these packets: hidden, not missing (RFC 9001, section 4.1). Whether the client checks it shows in what it does next."})
			return
		}
		if m.FromClient && m.part > 0 && m.Measured {
			if !yield(decode.Fact{Question: decode.Asked, Sight: decode.Sealed, Text: "at most " + plural(m.Plaintext, "byte") + ", sealed",
				Part: m.part, Bytes: m.Plaintext}) {
				return
			}
		}
		if m.question {
			ok := (m.Measured || sealed(decode.Asked)) && sealed(decode.Headers) && sealed(decode.Credentials) &&
				yield(decode.Fact{Question: decode.Changed, Sight: decode.Sealed, Text: "no: AEAD",
					Note: "Each packet carries a tag that only who has the key can make (RFC 9001, section 5.3)."})
			if !ok {
				return
			}
			replayed := decode.Fact{Question: decode.Replayed, Sight: decode.Sealed, Text: "no",
				Note: "Every connection has keys of its own, and every packet its number."}
			if m.Phase == EarlyData {
				replayed.Sight, replayed.Text = decode.Derived, "early data can"
				replayed.Note = "It is sent before the server has said anything, so the same packets may work again (RFC 9001, section 9.2)."
			}
			yield(replayed)
		}
		if m.answered {
			_ = (m.part > 1 || sealed(decode.Body) && sealed(decode.Secret) && sealed(decode.Made)) &&
				yield(decode.Fact{Question: decode.Length, Sight: decode.Derived, Text: "at most " + plural(m.answer, "byte"), Part: m.part, Bytes: m.answer,
					Note: "The packets' lengths are in the clear; from them the seal's own bytes are taken off, and headers are counted in."})
		}
	}
}

// Fields explains the packets' headers; what they hold is sealed.
func (m *Data) Fields() iter.Seq[decode.Field] {
	return func(yield func(decode.Field) bool) {
		at := 0
		for i := range m.heads {
			h := &m.heads[i]
			end := min(at+h.size, m.Bytes)
			if !yield(decode.Field{Name: "Packet", Value: h.typ.String(), Span: decode.Span{Start: at, End: end}, Sight: decode.Sealed}) || !h.fields(yield, at, end) {
				return
			}
			at = end
		}
		if at < m.Bytes {
			yield(decode.Field{Name: "Further packets", Value: plural(m.Bytes-at, "byte"), Span: decode.Span{Start: at, End: m.Bytes}, Sight: decode.Sealed})
		}
	}
}
