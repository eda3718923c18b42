package httpsem

import (
	"strings"

	"eavesdrop/decode"
)

// A Message is what requests and responses have in common.
type Message struct {
	Version    string // "1.1", "1.0", "0.9", "2"
	Headers    Headers
	Trailers   Headers
	Body       Body
	BodySpan   decode.Span // where the body stands in the message, framing included
	Incomplete bool        // the message was cut off, or its framing broke
	Label      string      // what it is beyond HTTP: "gRPC"; may be empty
	Protected  bool        // it was seen through a key: others could neither read nor change it
}

// Rest writes the members that only some messages have.
func (m *Message) Rest(o *decode.Object) {
	if m.Trailers.Len() > 0 {
		m.Trailers.members(o, "trailers")
	}
	if m.Incomplete {
		o.Bool("incomplete", true)
	}
	if m.Body.Lost > 0 {
		o.Int("lost", m.Body.Lost)
	}
}

// Partial says that the message was cut off.
func (m *Message) Partial() bool { return m.Incomplete }

// content describes the body in a few words: "text/plain, 11 bytes"; "" when there is none.
func (m *Message) content() string {
	if m.Body.Length == 0 {
		return ""
	}
	size := Count(m.Body.Length, "byte")
	if m.Body.Encoding != "" {
		size += " from " + Thousands(m.Body.Wire) + " (" + m.Body.Encoding + ")"
	}
	if kind := m.mediaType(); kind != "" {
		return kind + ", " + size
	}
	return size
}

// mediaType is the Content-Type without its parameters.
func (m *Message) mediaType() string {
	kind, _, _ := strings.Cut(m.Headers.Get("Content-Type"), ";")
	return strings.TrimSpace(kind)
}

// state says what is not as it should be, for the end of a brief's detail.
func (m *Message) state() string {
	switch {
	case m.Body.Lost > 0:
		return Count(m.Body.Lost, "byte") + " missing"
	case m.Incomplete:
		return "incomplete"
	}
	return ""
}

// quoteLimit is how much of a text body a brief quotes, in characters, and up to which length of body.
const (
	quoteLimit = 60
	quoteBody  = TextLimit
)

// quote is the start of a short text body.
func (m *Message) quote() string {
	if m.Body.Text == "" || m.Body.Length > quoteBody {
		return ""
	}
	return Quote(m.Body.Text)
}

// Quote is the start of a text, on one line: what a brief shows.
func Quote(text string) string {
	line, _, more := strings.Cut(strings.TrimSpace(text), "\n")
	line = strings.TrimRight(line, "\r")
	n := 0
	for i := range line {
		if n++; n > quoteLimit {
			return line[:i] + "…"
		}
	}
	if more {
		line += " …"
	}
	return line
}

// join puts the parts that are there behind one another.
func join(parts ...string) string {
	var there []string
	for _, p := range parts {
		if p != "" {
			there = append(there, p)
		}
	}
	return strings.Join(there, "   ")
}
