package tlswire

import (
	"fmt"
	"iter"

	"eavesdrop/decode"
)

// An Alert says that something is wrong, or that nothing follows (RFC 8446, section 6).
type Alert struct {
	Level       uint8            // 1 warning, 2 fatal; valid unless Sealed
	Description AlertDescription // valid unless Sealed
	Sealed      bool
	Guessed     bool    // that it is an alert was derived from its size and place
	FromClient  bool    // valid unless Sealed
	Version     Version // agreed on; valid if Sealed
	Broke       bool    // the client's only sealed word: with it, it ended the handshake. Valid if Guessed

	problems []string // what is wrong with the certificate that the other side showed, as far as the wire shows it
	raw      []byte   // the record's header, head bytes of it, and the alert; nil if Sealed
	head     int
	sealed   extent // of a sealed alert
}

func levelName(l uint8) string {
	switch l {
	case 1:
		return "warning"
	case 2:
		return "fatal"
	}
	return fmt.Sprintf("unknown(%d)", l)
}

// Partial says that the record was cut off.
func (m *Alert) Partial() bool { return m.Sealed && m.sealed.cut() }

// Kind is "tls.alert".
func (*Alert) Kind() string { return "tls.alert" }

// Brief says what is wrong.
func (m *Alert) Brief() decode.Brief {
	switch {
	case m.Guessed:
		return decode.Brief{Sight: decode.Derived, Title: "alert, sealed", Detail: "by its size and place: the last word"}
	case m.Sealed:
		return decode.Brief{Sight: decode.Sealed, Title: "alert, sealed"}
	}
	b := decode.Brief{Sight: decode.Readable, Title: "alert " + m.Description.String(), Detail: levelName(m.Level)}
	if s := m.Description.meaning(); s != "" {
		b.Detail += ": " + s
	}
	return b
}

// Members writes level and description, or that both are sealed.
func (m *Alert) Members(o *decode.Object) {
	if m.Sealed {
		o.Bool("sealed", true)
		m.sealed.members(o)
		return
	}
	o.Str("level", levelName(m.Level))
	o.Int("level_id", int64(m.Level))
	o.Str("description", m.Description.String())
	o.Int("description_id", int64(m.Description))
}

// Facts says what alerts about the certificate mean for whoever showed it.
func (m *Alert) Facts() iter.Seq[decode.Fact] {
	return func(yield func(decode.Fact) bool) {
		if m.Sealed {
			if m.Broke {
				yield(decode.Fact{Question: decode.Identity, Sight: decode.Derived, Text: "refused, it seems: a sealed alert, then the end",
					Note: "The client's only sealed record is as long as an alert, and nothing follows: it did not like what it was shown. Why, is sealed."})
			}
			return
		}
		switch m.Description {
		case 42, 43, 44, 45, 46, 48:
			f := decode.Fact{Question: decode.Identity, Sight: decode.Readable, Span: decode.Span{Start: m.head, End: len(m.raw)},
				Text: "refused: " + m.Description.String() + inBrackets(m.problems), Note: m.Description.meaning()}
			if !m.FromClient {
				f.Question, f.Text = decode.Credentials, "client certificate "+f.Text
			}
			yield(f)
		}
	}
}

// Fields explains the record.
func (m *Alert) Fields() iter.Seq[decode.Field] {
	if m.Sealed {
		return m.sealed.fields()
	}
	return fieldsOf(m.raw, func(w walker) {
		w.header(m.head)
		w.Take(1, "Level", levelName(m.Level), decode.Readable, "Since TLS 1.3 the description alone counts (RFC 8446, section 6).")
		w.Take(1, "Description", m.Description.String(), decode.Readable, m.Description.meaning())
	})
}
