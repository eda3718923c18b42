package decode

import (
	"bytes"
	"iter"
	"strings"
)

const (
	maxPlaintext = 16 << 10 // bytes of one direction of which each part is told, when nobody knows the protocol
	maxQuoted    = 1 << 10  // bytes of a part that are kept
)

// Plaintext is the event of bytes that a key opened, and that are of no protocol known here. Nobody but who has the key
// can read them, so they are not left out, as unrecognised bytes in the clear are.
type Plaintext struct {
	Size int
	Text string // the first of them, when they look like text; else empty
	dir  Direction
}

// tellOpened tells of what is pending in dir, which nobody recognised, if it took a key to see it.
func (c *Conversation) tellOpened(dir Direction) {
	s := &c.sides[dir]
	if c.opened == InTheClear || len(s.pending) == 0 || s.strange >= maxPlaintext {
		return
	}
	m := &Plaintext{Size: len(s.pending), dir: dir}
	if b := s.pending[:min(len(s.pending), maxQuoted)]; readsAsText(b) {
		m.Text = string(b)
	}
	c.Emit(dir, s.offset, s.offset+uint64(len(s.pending)), m)
}

// readsAsText says whether most of b is printable ASCII: what is said may stand between numbers.
func readsAsText(b []byte) bool {
	odd := 0
	for _, c := range b {
		if (c < ' ' || c > '~') && c != '\n' && c != '\r' && c != '\t' {
			odd++
		}
	}
	return 2*odd <= len(bytes.TrimSpace(b))
}

// Kind is "plaintext".
func (*Plaintext) Kind() string { return "plaintext" }

// Brief is the size, and the text.
func (m *Plaintext) Brief() Brief {
	return Brief{Sight: Readable, Title: "unrecognised", Detail: m.size(), Quote: strings.TrimSpace(m.Text)}
}

func (m *Plaintext) size() string {
	if m.Size == 1 {
		return "1 byte"
	}
	return thousands(uint64(m.Size)) + " bytes"
}

// Members writes size and text.
func (m *Plaintext) Members(o *Object) {
	o.Int("bytes", int64(m.Size))
	if m.Text != "" {
		o.Str("text", m.Text)
	}
}

// Fields is all of it as one: nothing is known about the parts.
func (m *Plaintext) Fields() iter.Seq[Field] {
	return func(yield func(Field) bool) {
		yield(Field{Name: "data", Value: m.size(), Span: Span{End: m.Size}, Sight: Readable, Note: "Opened, and of no protocol that is known here."})
	}
}

// Facts is that it can be read.
func (m *Plaintext) Facts() iter.Seq[Fact] {
	return func(yield func(Fact) bool) {
		f := Fact{Question: Asked, Sight: Readable, Text: m.size(), Span: Span{End: m.Size}, Note: "Opened, and of no protocol that is known here."}
		if m.dir == FromClient {
			yield(f)
			return
		}
		f.Question = Body
		ok := yield(f)
		f.Question, f.Note = Length, ""
		_ = ok && yield(f) && yield(Fact{Question: Made, Text: "nothing that was recognised"})
	}
}
