package secret

import (
	"fmt"
	"iter"

	"eavesdrop/decode"
)

// Found is the event of a word that was found.
type Found struct {
	Word  string // as it was asked for
	Index int    // which of the words that were asked for, from 0
	Form  FormID
	Where string // "raw stream", or which content: "response body"
	Layer string // whose stream or content it was
	Frame int    // the frame that the first byte stood in, from 1; 0 when it is not known
	At    int    // where in that frame
	// Exact says that the form stood on the wire byte for byte. Else the content was encoded, and Frame, At and
	// Offset lead to the message that carried it.
	Exact  bool
	Offset uint64 // in the layer's stream, of the first byte

	traced int // bytes that the event leads back to
}

// Kind is "secret.found".
func (*Found) Kind() string { return "secret.found" }

// Brief says in which form it was found, and where.
func (m *Found) Brief() decode.Brief {
	b := decode.Brief{Sight: decode.Readable, Title: "secret found in " + m.place(), Quote: m.Word, Detail: m.Form.Name()}
	if m.Frame > 0 && m.Exact {
		b.Detail += fmt.Sprintf(", byte %d of frame %d", m.At, m.Frame)
	}
	return b
}

// place is where it was found, with the article that the stream takes.
func (m *Found) place() string {
	if m.Where == rawStream || m.Where == innerStream {
		return "the " + m.Where
	}
	return m.Where
}

// Members writes what was found, and the way to it.
func (m *Found) Members(o *decode.Object) {
	o.Str("word", m.Word)
	o.Int("index", int64(m.Index))
	o.Str("form", string(m.Form))
	o.Str("where", m.Where)
	o.Str("layer", m.Layer)
	if m.Frame > 0 {
		o.Int("frame", int64(m.Frame))
		o.Int("at", int64(m.At))
	}
	o.Int("offset", int64(m.Offset))
	o.Bool("exact", m.Exact)
}

// Fields is the one field: the word, or where the message that carried it begins.
func (m *Found) Fields() iter.Seq[decode.Field] {
	return func(yield func(decode.Field) bool) {
		f := decode.Field{
			Name: "secret", Value: m.Word, Span: decode.Span{End: m.traced}, Sight: decode.Readable,
			Note: fmt.Sprintf("Found in %s, %s.", m.place(), m.Form.Name()),
		}
		if !m.Exact {
			f.Note += " It stood in content that is encoded on the wire; here that message begins."
		}
		yield(f)
	}
}

// Facts is what it means: the secret can be read, and measured.
func (m *Found) Facts() iter.Seq[decode.Fact] {
	return func(yield func(decode.Fact) bool) {
		note := fmt.Sprintf("Found in %s, %s.", m.place(), m.Form.Name())
		length := fmt.Sprintf("%d bytes", len(m.Word))
		_ = yield(decode.Fact{Question: decode.Secret, Sight: decode.Readable, Text: m.Word, Span: decode.Span{End: m.traced}, Note: note}) &&
			yield(decode.Fact{Question: decode.Length, Sight: decode.Readable, Text: length, Span: decode.Span{End: m.traced}})
	}
}
