package dh

import (
	"fmt"
	"iter"
	"strconv"

	"eavesdrop/decode"
)

// A Public is the event of one side's public value.
type Public struct {
	Where  string // "request body": the content that it stood in
	Server bool   // it is the server's: B
	Value  string // decimal, or base64
	Group  string // "modp" or "x25519"
	Bits   int    // size of the group
	P, G   string // prime and generator, decimal; "" when the group has none
	Other  string // the client's value; "" in the client's own event
	Hard   bool   // nobody knows how to find the private numbers

	traced int // bytes that the event leads back to
}

// Kind is "dh.public".
func (*Public) Kind() string { return "dh.public" }

// name is the value's name in textbooks.
func (m *Public) name() string {
	if m.Server {
		return "B"
	}
	return "A"
}

// Brief says the value.
func (m *Public) Brief() decode.Brief {
	b := decode.Brief{Sight: decode.Readable, Title: fmt.Sprintf("Diffie-Hellman, public value %s = %s", m.name(), m.Value)}
	if !m.Server {
		b.Detail = m.group()
	}
	return b
}

// group describes the group.
func (m *Public) group() string {
	if m.P == "" {
		return "on the curve of X25519"
	}
	return fmt.Sprintf("powers of %s modulo the prime %s, %d bits", m.G, m.P, m.Bits)
}

// Members writes the value and its group.
func (m *Public) Members(o *decode.Object) {
	o.Str("where", m.Where)
	o.Str("name", m.name())
	o.Str("value", m.Value)
	o.Str("group", m.Group)
	o.Int("bits", int64(m.Bits))
	if m.P != "" {
		o.Str("p", m.P)
		o.Str("g", m.G)
	}
}

// Fields is the one field: the content.
func (m *Public) Fields() iter.Seq[decode.Field] {
	return func(yield func(decode.Field) bool) {
		yield(decode.Field{
			Name: "public value " + m.name(), Value: m.Value, Span: decode.Span{End: m.traced}, Sight: decode.Readable,
			Note: "It is made of a private number that is never sent: " + m.group() + ".",
		})
	}
}

// Facts is the exchange, as soon as both halves of it are there.
func (m *Public) Facts() iter.Seq[decode.Fact] {
	return func(yield func(decode.Fact) bool) {
		if !m.Server {
			return
		}
		size := fmt.Sprintf("%d bits", m.Bits)
		if m.P == "" {
			size = "X25519"
		}
		if !yield(decode.Fact{
			Question: decode.KeyExchange, Sight: decode.Readable, Span: decode.Span{End: m.traced},
			Text: fmt.Sprintf("Diffie-Hellman, %s: A %s, B %s", size, short(m.Other), short(m.Value)),
			Note: "Both public values are there to be read: A is " + m.Other + ", B is " + m.Value + ". Nobody proved whose they are.",
		}) || !m.Hard {
			return
		}
		for _, f := range []decode.Fact{
			{Question: decode.Changed, Sight: decode.Derived, Text: "yes, by who agrees on a key with each side",
				Note: "Nobody proved whose the public values are: who can change what is sent puts values of its own in their place."},
			{Question: decode.Replayed, Sight: decode.Sealed, Text: "no: another time, the key is another",
				Note: "Who gets it a second time has agreed on another key, and can't open it."},
			{Question: decode.Later, Sight: decode.Sealed, Text: fmt.Sprintf("no: keys were ephemeral (%s)", size),
				Note: "The private numbers were never sent, and nobody knows how to work them out."},
		} {
			if !yield(f) {
				return
			}
		}
	}
}

// someValue is how many characters of a public value an answer shows.
const someValue = 12

// short is a value that is only to be recognised.
func short(value string) string {
	if len(value) <= someValue {
		return value
	}
	return value[:someValue] + "…"
}

// A Solved is the event of an exchange whose private number was found by trying.
type Solved struct {
	Private uint64 // the client's
	Shared  string // the number that both ends have
	Tries   int    // how many it took
	Opened  string // what was sealed with the key that came out; valid if HasText
	HasText bool

	traced int
}

// Kind is "dh.solved".
func (*Solved) Kind() string { return "dh.solved" }

// Brief says what was found.
func (m *Solved) Brief() decode.Brief {
	b := decode.Brief{
		Sight: decode.Derived, Title: fmt.Sprintf("private number a = %d, found by %s tries", m.Private, thousands(m.Tries)),
		Detail: "the shared number is " + m.Shared,
	}
	if m.HasText {
		b.Detail += ", its key opens the token"
		b.Quote = m.Opened
	}
	return b
}

// Members writes what was found.
func (m *Solved) Members(o *decode.Object) {
	o.Int("private", int64(m.Private))
	o.Str("shared", m.Shared)
	o.Int("tries", int64(m.Tries))
	if m.HasText {
		o.Str("text", m.Opened)
	}
}

// Fields is the one field: the content with the server's value.
func (m *Solved) Fields() iter.Seq[decode.Field] {
	return func(yield func(decode.Field) bool) {
		yield(decode.Field{
			Name: "private number a", Value: fmt.Sprint(m.Private), Span: decode.Span{End: m.traced}, Sight: decode.Derived,
			Note: "It was not sent, but found by trying; with it anyone has the key.",
		})
	}
}

// Facts is what follows when the key is known.
func (m *Solved) Facts() iter.Seq[decode.Fact] {
	return func(yield func(decode.Fact) bool) {
		note := fmt.Sprintf("The client's private number is %d; it took %s tries to find it.", m.Private, thousands(m.Tries))
		facts := []decode.Fact{
			{Question: decode.Changed, Sight: decode.Derived, Text: "yes: the key can be worked out", Note: note},
			{Question: decode.Replayed, Sight: decode.Derived, Text: "yes: the key can be worked out", Note: note},
			{Question: decode.Later, Sight: decode.Derived, Text: "now: the key can be worked out", Note: note},
		}
		if m.HasText {
			facts = append(facts,
				decode.Fact{Question: decode.Secret, Sight: decode.Derived, Text: m.Opened + ", by finding a in " + thousands(m.Tries) + " tries", Span: decode.Span{End: m.traced}, Note: note},
				decode.Fact{Question: decode.Body, Sight: decode.Derived, Text: fmt.Sprintf("%d bytes out of a Fernet token", len(m.Opened)), Span: decode.Span{End: m.traced}},
				decode.Fact{Question: decode.Length, Sight: decode.Derived, Text: fmt.Sprintf("%d bytes", len(m.Opened)), Span: decode.Span{End: m.traced}})
		}
		for _, f := range facts {
			if !yield(f) {
				return
			}
		}
	}
}

// thousands writes n with commas between its thousands: 1,312.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
