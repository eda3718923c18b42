package decode

import (
	"fmt"
	"iter"
)

// Urgent is the event of a byte that TCP carried as urgent: the receiver's program gets it apart from the stream,
// if it asks for it, so it is no part of what the layers above decode. Whoever listens has it all the same.
type Urgent struct {
	Offset uint64 // in the stream, before which it stood
	Byte   byte
}

// Kind is "urgent".
func (*Urgent) Kind() string { return "urgent" }

// Brief says which byte.
func (m *Urgent) Brief() Brief {
	b := Brief{Sight: Readable, Title: "1 urgent byte beside the stream", Detail: fmt.Sprintf("0x%02x", m.Byte)}
	if m.Byte > ' ' && m.Byte < 0x7f {
		b.Quote = string(rune(m.Byte))
	}
	return b
}

// Members writes offset and byte.
func (m *Urgent) Members(o *Object) {
	o.Int("offset", int64(m.Offset))
	o.Int("byte", int64(m.Byte))
}

// Fields explains the byte.
func (m *Urgent) Fields() iter.Seq[Field] {
	return func(yield func(Field) bool) {
		yield(Field{
			Name: "urgent data", Value: fmt.Sprintf("0x%02x", m.Byte), Span: Span{0, 1}, Sight: Readable,
			Note: "The byte before the one that the urgent pointer points to; programs get it apart from the stream (RFC 6093, section 3.1).",
		})
	}
}

// Facts is empty.
func (*Urgent) Facts() iter.Seq[Fact] { return func(func(Fact) bool) {} }

// urgent tells of a byte that was sent as urgent.
func (c *Conversation) urgent(s *Segment) {
	c.now = s.Time
	st := &c.sides[s.Dir]
	from := [1]Piece{{Len: 1, Frame: s.Frame, At: s.At}}
	c.settle()
	c.found(Event{
		Time: s.Time, Flow: c.flow, Dir: s.Dir, Layers: c.carrier, Trace: from[:],
		Message: &Urgent{Offset: st.offset + uint64(len(st.pending)), Byte: s.Data[0]},
	})
}
