package httpsem

import (
	"iter"

	"eavesdrop/decode"
)

// An Either is a request or a response: which of them is not known, nor which end said it.
type Either struct{ Message }

// Kind is "http.message".
func (*Either) Kind() string { return "http.message" }

// Brief says with what it came.
func (m *Either) Brief() decode.Brief {
	return decode.Brief{
		Sight: decode.Readable, Title: "a request or an answer, its beginning not known (HTTP/" + m.Version + ")",
		Detail: join(m.Label, m.content(), m.state()), Quote: m.quote(),
	}
}

// Contract writes the members that every message has. Those of its version may follow, then Rest.
func (m *Either) Contract(o *decode.Object) {
	o.Str("version", m.Version)
	m.Headers.members(o, "headers")
	m.Body.members(o)
}

// Facts is what a listener learns from it.
func (m *Either) Facts() iter.Seq[decode.Fact] {
	return func(yield func(decode.Fact) bool) {
		f := facts{yield: yield}
		f.headers(&m.Message)
		f.body(&m.Message)
		f.length(&m.Message)
		f.unprotected(&m.Message)
	}
}
