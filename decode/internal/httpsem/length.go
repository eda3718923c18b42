package httpsem

import (
	"strconv"

	"eavesdrop/decode"
)

// length tells how long the body is, and how much of it was captured when that is not all.
func (f *facts) length(m *Message) {
	whole, captured := m.Body.Length, m.Body.Length-m.Body.Lost
	switch {
	case whole == 0:
		return
	case m.Incomplete:
		n, span, ok := m.announced()
		if !ok || n <= captured {
			f.tell(decode.Length, decode.Readable, "at least "+Count(whole, "byte"), m.BodySpan, "The end of the message is missing.")
			return
		}
		f.tell(decode.Length, decode.Readable, PartOf(n, captured), span, "The Content-Length header says so (RFC 9110, section 8.6).")
	case m.Body.Lost > 0:
		f.tell(decode.Length, decode.Readable, PartOf(whole, captured), m.BodySpan, "")
	default:
		f.tell(decode.Length, decode.Readable, Count(whole, "byte"), m.BodySpan, "")
	}
}

// PartOf is "3,000 bytes, 1,000 of them captured".
func PartOf(whole, captured int64) string {
	return Count(whole, "byte") + ", " + Thousands(captured) + " of them captured"
}

// announced is the body's length as its header says, and where that stands. ok is false when no header counts the
// bytes that Body.Length counts: there is none, another one rules, or a content coding was removed.
func (m *Message) announced() (n int64, span decode.Span, ok bool) {
	i := m.Headers.Find("Content-Length", 0)
	if i < 0 || m.Headers.Find("Transfer-Encoding", 0) >= 0 || m.Body.Encoding != "" {
		return 0, span, false
	}
	n, err := strconv.ParseInt(m.Headers.Value(i), 10, 64)
	return n, m.Headers.ValueSpan(i), err == nil
}
