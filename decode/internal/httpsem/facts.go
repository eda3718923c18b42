package httpsem

import "eavesdrop/decode"

// facts passes on facts until nobody wants more.
type facts struct {
	yield   func(decode.Fact) bool
	stopped bool
}

func (f *facts) tell(q decode.Question, s decode.Sight, text string, span decode.Span, note string) {
	if !f.stopped {
		f.stopped = !f.yield(decode.Fact{Question: q, Sight: s, Text: text, Span: span, Note: note})
	}
}

// headers tells how many there are.
func (f *facts) headers(m *Message) {
	if n := m.Headers.Len(); n > 0 {
		f.tell(decode.Headers, decode.Readable, Count(int64(n), "header"), m.Headers.Span(), "")
	}
}

// body tells what the body is.
func (f *facts) body(m *Message) {
	if what := m.content(); what != "" {
		if state := m.state(); state != "" {
			what += ", " + state
		}
		f.tell(decode.Body, decode.Readable, what, m.BodySpan, "")
	}
}

// software tells what the header says that made the message.
func (f *facts) software(m *Message, header string) {
	if i := m.Headers.Find(header, 0); i >= 0 && m.Headers.Value(i) != "" {
		f.tell(decode.Software, decode.Claimed, m.Headers.Value(i), m.Headers.ValueSpan(i), "It says so itself, in the "+header+" header.")
	}
}

// unprotected tells what follows from nothing protecting the message.
func (f *facts) unprotected(m *Message) {
	if m.Protected {
		return
	}
	f.tell(decode.Changed, decode.Readable, "yes", decode.Span{}, "Nothing protects the message: who can pass it on can rewrite it.")
	f.tell(decode.Replayed, decode.Readable, "yes", decode.Span{}, "Nothing in it tells a copy from the first one.")
	f.tell(decode.Later, decode.Readable, "now", decode.Span{}, "No key is needed, today or ever.")
}
