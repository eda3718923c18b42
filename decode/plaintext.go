package decode

import (
	"bytes"
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxPlaintext = 16 << 10 // bytes of one direction of which each part is told, when nobody knows the protocol
	maxQuoted    = 1 << 10  // bytes of a part that are kept
)

// Plaintext is the event of bytes that can be read, though they are of no protocol known here: because they are text, or
// because a key opened them. Other bytes in the clear that nobody recognises are not told: who listens has them, and no
// more than we do can he read them.
type Plaintext struct {
	Size  int
	Text  string // the first of them, when they look like text; else empty
	clear bool   // it took no key
	dir   Direction
}

// tellUnknown tells of the first n bytes that are pending in dir, which nobody recognised.
func (c *Conversation) tellUnknown(dir Direction, n int) {
	s := &c.sides[dir]
	if n == 0 || s.strange >= maxPlaintext {
		return
	}
	b := s.pending[:n]
	m := &Plaintext{Size: n, clear: c.opened == InTheClear, dir: dir}
	if m.clear && !isText(b) {
		return
	}
	if quoted := b[:min(n, maxQuoted)]; m.clear || readsAsText(quoted) {
		m.Text = string(quoted)
	}
	if m.clear {
		c.flow.state.text += uint64(n)
	}
	layers := c.layers
	c.layers = c.carrier // it is not of the conversation's protocol
	c.Emit(dir, s.offset, s.offset+uint64(n), m)
	c.layers = layers
}

// isText says whether b is text and nothing else, and more than a key that was pressed. Its first and last character may
// have been cut.
func isText(b []byte) bool {
	for range utf8.UTFMax - 1 {
		if len(b) > 0 && !utf8.RuneStart(b[0]) {
			b = b[1:]
		}
	}
	letters := 0
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && n == 1:
			return !utf8.FullRune(b) && letters > 1
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			letters++
		case r == '\n', r == '\r', r == '\t':
		case !unicode.IsPrint(r):
			return false
		}
		b = b[n:]
	}
	return letters > 1
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
	b := Brief{Sight: Readable, Title: "unrecognised", Detail: m.size(), Quote: strings.TrimSpace(m.Text)}
	if m.clear {
		b.Title = "text"
	}
	return b
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

// note says what is known of the bytes.
func (m *Plaintext) note() string {
	if m.clear {
		return "It is text; of what protocol, was not recognised."
	}
	return "Opened, and of no protocol that is known here."
}

// Fields is all of it as one: nothing is known about the parts.
func (m *Plaintext) Fields() iter.Seq[Field] {
	return func(yield func(Field) bool) {
		yield(Field{Name: "data", Value: m.size(), Span: Span{End: m.Size}, Sight: Readable, Note: m.note()})
	}
}

// Facts is that it can be read.
func (m *Plaintext) Facts() iter.Seq[Fact] {
	return func(yield func(Fact) bool) {
		f := Fact{Question: Asked, Sight: Readable, Text: m.size(), Span: Span{End: m.Size}, Note: m.note()}
		if m.clear {
			f.Text += " of text"
		}
		var ok bool
		if m.dir == FromClient {
			ok = yield(f)
		} else {
			f.Question = Body
			ok = yield(f)
			f.Question, f.Note = Length, ""
			ok = ok && yield(f)
		}
		if m.clear {
			_ = ok && yield(Fact{Question: Changed, Sight: Readable, Text: "yes", Note: "Nothing protects it: who can pass it on can rewrite it."}) &&
				yield(Fact{Question: Later, Sight: Readable, Text: "now", Note: "No key is needed, today or ever."})
		}
	}
}
