package scene

import (
	"iter"

	"eavesdrop/decode"
)

// A conclusion is what a scene's listener makes of several messages; decoders see one conversation at a time.
type conclusion struct {
	kind  string // of the event: "demo.replayed"
	brief decode.Brief
	facts []decode.Fact
	write func(o *decode.Object)
}

// Kind is the event's name.
func (m *conclusion) Kind() string { return m.kind }

// Brief is what was concluded.
func (m *conclusion) Brief() decode.Brief { return m.brief }

// Members writes what was concluded.
func (m *conclusion) Members(o *decode.Object) { m.write(o) }

// Fields is empty: the bytes are explained by the messages that the conclusion was drawn from.
func (*conclusion) Fields() iter.Seq[decode.Field] { return func(func(decode.Field) bool) {} }

// Facts is what it means for the ledger.
func (m *conclusion) Facts() iter.Seq[decode.Fact] {
	return func(yield func(decode.Fact) bool) {
		for _, f := range m.facts {
			if !yield(f) {
				return
			}
		}
	}
}

// conclude is the event of a conclusion that the message of e completes, and that stands where e does.
func conclude(e *decode.Event, m *conclusion) *decode.Event {
	c := *e
	c.Message = m
	return &c
}
