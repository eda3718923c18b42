package fernet

import (
	"fmt"
	"iter"
	"strings"
	"unicode/utf8"

	"eavesdrop/decode"
)

// Facts is what a listener learns from the token; once it was opened, what the holder of the key learns.
func (t *Token) Facts() iter.Seq[decode.Fact] {
	return func(yield func(decode.Fact) bool) {
		facts := t.closed
		switch {
		case t.Opened != nil:
			facts = t.open
		case t.Checked:
			return // that a key did not fit tells nothing new
		}
		for _, f := range facts() {
			if !yield(f) {
				return
			}
		}
	}
}

// span is where the ciphertext, or another run of decoded bytes, stands in the event's bytes.
func (t *Token) span(from, to int) decode.Span {
	if !t.Exact {
		return decode.Span{}
	}
	return decode.Span{Start: charsFor(from), End: charsFor(to)}
}

// inBody says that the token is what was asked for, or a part of it; in a header it is more likely a session,
// and says nothing about the protection of the rest.
func (t *Token) inBody() bool { return !strings.Contains(t.Where, "header") }

func (t *Token) closed() []decode.Fact {
	text := fmt.Sprintf("a Fernet token, %d characters", t.Characters())
	if !t.inBody() {
		return []decode.Fact{{Question: decode.Headers, Sight: decode.Readable, Text: text, Note: "The token is in the clear; what is inside is sealed."}}
	}
	body := headSize + len(t.Ciphertext)
	return []decode.Fact{
		{Question: decode.Body, Sight: decode.Sealed, Text: text, Note: "The token itself is there to be read; what is inside is sealed."},
		{Question: decode.Secret, Sight: decode.Sealed, Text: "in a Fernet token", Span: t.span(headSize, body), Note: "AES-128 in CBC mode."},
		{Question: decode.Length, Sight: decode.Derived, Text: lengthText(t.PlaintextMin(), t.PlaintextMax()), Span: t.span(headSize, body), Note: "The ciphertext is padded to whole blocks of 16 bytes."},
		t.made(),
		{Question: decode.Changed, Sight: decode.Sealed, Text: "no: HMAC", Span: t.span(body, len(t.raw)), Note: "Who lacks the key can't make an HMAC that fits."},
		{Question: decode.Replayed, Sight: decode.Readable, Text: "yes, unless its age is checked", Note: "The token stays valid when it is sent again, as long as nobody looks at its time."},
		{Question: decode.Later, Sight: decode.Derived, Text: "if the key ever leaks", Note: "One key opens all tokens, those recorded long ago too."},
	}
}

func (t *Token) made() decode.Fact {
	return decode.Fact{
		Question: decode.Made, Sight: decode.Derived, Text: t.Timestamp.Format("15:04:05 UTC") + ", token", Span: t.span(1, 9),
		Note: "The time stands in the token unencrypted: " + t.Timestamp.Format("2006-01-02 15:04:05 UTC") + ".",
	}
}

func (t *Token) open() []decode.Fact {
	body := headSize + len(t.Ciphertext)
	text := fmt.Sprintf("%d bytes that are not text", len(t.Opened))
	if utf8.Valid(t.Opened) {
		text = string(t.Opened)
	}
	size := plural(len(t.Opened), "byte")
	if !t.inBody() {
		return []decode.Fact{{Question: decode.Headers, Sight: decode.Readable, Text: text, Span: t.span(headSize, body), Note: "Opened with the Fernet key."}}
	}
	return []decode.Fact{
		{Question: decode.Body, Sight: decode.Readable, Text: size + " out of a Fernet token", Span: t.span(headSize, body)},
		{Question: decode.Secret, Sight: decode.Readable, Text: text, Span: t.span(headSize, body), Note: "Opened with the Fernet key."},
		{Question: decode.Length, Sight: decode.Readable, Text: size, Span: t.span(headSize, body)},
		t.made(),
		{Question: decode.Changed, Sight: decode.Readable, Text: "yes: the key makes a new one", Span: t.span(body, len(t.raw)), Note: "Who has the key signs whatever it likes."},
		{Question: decode.Later, Sight: decode.Readable, Text: "now: the key is known"},
	}
}

func lengthText(least, most int) string { return fmt.Sprintf("%d to %d bytes", least, most) }

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
