// Package httpsem is what all versions of HTTP share (RFC 9110): requests, responses, header sections, bodies
// and their content codings, and what a listener learns from them. How they travel is the business of packages
// httpwire (HTTP/1, RFC 9112) and http2wire (HTTP/2, RFC 9113).
package httpsem

import (
	"eavesdrop/decode"
	"iter"
	"strings"
)

// Headers is a header or trailer section (RFC 9110 section 5): fields in the order in which they came. The
// zero value is an empty section.
type Headers struct {
	Text   string      // the bytes that Lines point into
	Lines  []Line      // one a field
	Folded bool        // some value goes on over several lines (obs-fold, RFC 9112 section 5.2)
	Torn   bool        // the end of the last field is missing: it is shown, but not found by its name
	At     int         // where Text[0] stands in the message
	Packed decode.Span // where the section stands, when it is compressed and fields have no bytes of their own
}

// A Line says where a field's name and value stand in Headers.Text.
type Line struct{ Name, NameEnd, Value, ValueEnd uint32 }

// Held is how many bytes the places of the fields take.
func (h *Headers) Held() int { return cap(h.Lines) * LineSize }

// LineSize is how many bytes a Line takes.
const LineSize = 16

// Len is the number of fields.
func (h *Headers) Len() int { return len(h.Lines) }

// Name is field i's name as it came; "" when the line had no colon.
func (h *Headers) Name(i int) string {
	l := h.Lines[i]
	return h.Text[l.Name:l.NameEnd]
}

// Value is field i's value without the white space around it, on one line.
func (h *Headers) Value(i int) string {
	l := h.Lines[i]
	v := h.Text[l.Value:l.ValueEnd]
	if h.Folded {
		v = unfold(v)
	}
	return v
}

// ValueSpan is where field i's value stands in the message.
func (h *Headers) ValueSpan(i int) decode.Span {
	if h.Packed != (decode.Span{}) {
		return h.Packed
	}
	l := h.Lines[i]
	return decode.Span{Start: h.At + int(l.Value), End: h.At + int(l.ValueEnd)}
}

// Span is where the section's fields stand in the message, from the first name to the last value.
func (h *Headers) Span() decode.Span {
	switch {
	case h.Packed != (decode.Span{}):
		return h.Packed
	case len(h.Lines) == 0:
		return decode.Span{}
	}
	return decode.Span{Start: h.At + int(h.Lines[0].Name), End: h.At + int(h.Lines[len(h.Lines)-1].ValueEnd)}
}

// Find is the index of the first field of that name at or after from, -1 when there is none.
func (h *Headers) Find(name string, from int) int {
	n := len(h.Lines)
	if h.Torn {
		n--
	}
	for i := from; i < n; i++ {
		if l := h.Lines[i]; int(l.NameEnd-l.Name) == len(name) && EqualFold(h.Name(i), name) {
			return i
		}
	}
	return -1
}

// Get is the value of the first field of that name, "" when there is none.
func (h *Headers) Get(name string) string {
	if i := h.Find(name, 0); i >= 0 {
		return h.Value(i)
	}
	return ""
}

// All yields names and values in order.
func (h *Headers) All() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for i := range h.Lines {
			if !yield(h.Name(i), h.Value(i)) {
				return
			}
		}
	}
}

// Tokens yields the elements of the comma-separated list that all fields of that name make up (RFC 9110
// section 5.6.1), without white space, for which NUL stands too (RFC 9110 section 5.5), and empty elements.
func (h *Headers) Tokens(name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := h.Find(name, 0); i >= 0; i = h.Find(name, i+1) {
			for part := range strings.SplitSeq(h.Value(i), ",") {
				if part = strings.Trim(part, " \t\x00"); part != "" && !yield(part) {
					return
				}
			}
		}
	}
}

// HasToken says whether the list of that name has the element, in whatever case.
func (h *Headers) HasToken(name, token string) bool {
	for t := range h.Tokens(name) {
		if EqualFold(t, token) {
			return true
		}
	}
	return false
}

// members writes the section as an array of pairs.
func (h *Headers) members(o *decode.Object, name string) {
	o.Array(name)
	for i := range h.Lines {
		o.Array("")
		o.Str("", h.Name(i))
		o.Str("", h.Value(i))
		o.Close(']')
	}
	o.Close(']')
}

// EqualFold compares ASCII strings in whatever case: names in HTTP are ASCII, and nothing else may match them.
func EqualFold(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if a[i] != b[i] && lower(a[i]) != lower(b[i]) {
			return false
		}
	}
	return true
}

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

// unfold puts a value that goes on over several lines on one: each line break and the white space around it
// becomes a space (RFC 9112 section 5.2).
func unfold(v string) string {
	if strings.IndexByte(v, '\n') < 0 {
		return v
	}
	var b strings.Builder
	for line := range strings.SplitSeq(v, "\n") {
		if line = strings.Trim(line, " \t\r"); line == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(line)
	}
	return b.String()
}
