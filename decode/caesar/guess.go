package caesar

import (
	"fmt"
	"iter"

	"eavesdrop/decode"
)

// A Guess is the event of a text that reads like English when its letters are shifted.
type Guess struct {
	Where  string // "response body": the content that the text is
	Cipher string // as it came
	Shift  int    // places by which its letters were moved on, 1 to 25, to get Text
	Text   string // what it reads like then
	Exact  bool   // the text stands on the wire as such

	traced int // bytes that the event leads back to
}

// Kind is "caesar.guess".
func (*Guess) Kind() string { return "caesar.guess" }

// Try is the text with its letters moved on by n places, 1 to 25.
func (m *Guess) Try(n int) string { return shift([]byte(m.Cipher), n) }

// Tries are all 25, in the order of their shifts.
func (m *Guess) Tries() []string {
	tries := make([]string, 0, letters-1)
	for n := 1; n < letters; n++ {
		tries = append(tries, m.Try(n))
	}
	return tries
}

// someTry is how many bytes of each try the brief shows.
const someTry = 16

// Brief shows the likely text, and the beginnings of all tries.
func (m *Guess) Brief() decode.Brief {
	b := decode.Brief{
		Sight: decode.Derived, Title: fmt.Sprintf("shifted letters in %s: of 25 shifts, that by %d gives English", m.Where, m.Shift),
		Quote: m.Text,
	}
	for i, text := range m.Tries() {
		if len(text) > someTry {
			text = text[:someTry] + "…"
		}
		b.List = append(b.List, fmt.Sprintf("%2d %s", i+1, text))
	}
	return b
}

// Members writes the guess and all tries.
func (m *Guess) Members(o *decode.Object) {
	o.Str("where", m.Where)
	o.Str("cipher", m.Cipher)
	o.Int("shift", int64(m.Shift))
	o.Str("text", m.Text)
	o.Strs("tries", m.Tries())
}

// Fields is the text, and every try at it.
func (m *Guess) Fields() iter.Seq[decode.Field] {
	return func(yield func(decode.Field) bool) {
		whole := decode.Field{
			Name: "shifted letters", Value: m.Cipher, Span: decode.Span{End: m.traced}, Sight: decode.Readable,
			Note: "There are 25 ways to shift an alphabet of 26 letters, so one can try them all.",
		}
		if !m.Exact {
			whole.Note += " It stood in content that is encoded on the wire; here that message begins."
		}
		if !yield(whole) {
			return
		}
		for n := 1; n < letters; n++ {
			f := decode.Field{Name: fmt.Sprintf("shift %d", n), Value: m.Try(n), Span: whole.Span, Depth: 1, Sight: decode.Derived}
			if n == m.Shift {
				f.Note = "The likely one: it reads like English."
			}
			if !yield(f) {
				return
			}
		}
	}
}

// Facts is the secret, as far as it can be guessed.
func (m *Guess) Facts() iter.Seq[decode.Fact] {
	return func(yield func(decode.Fact) bool) {
		_ = yield(decode.Fact{
			Question: decode.Secret, Sight: decode.Derived, Text: m.Text + ", by trying 25 shifts", Span: decode.Span{End: m.traced},
			Note: fmt.Sprintf("A guess: with each letter moved on by %d it reads like English, and as it stands it does not.", m.Shift),
		}) && yield(decode.Fact{Question: decode.Length, Sight: decode.Readable, Text: fmt.Sprintf("%d bytes", len(m.Text)), Span: decode.Span{End: m.traced}})
	}
}
