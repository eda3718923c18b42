package decode

import (
	"fmt"
	"iter"
)

// FlowReversed is the event of a flow, told of before, whose client and server turn out to be the other way round:
// its opening was not captured, and nothing until now showed which end is which. The Flow is right already.
type FlowReversed struct{ Flow *Flow }

// Kind is "flow.reversed".
func (*FlowReversed) Kind() string { return "flow.reversed" }

// Brief says which end is which.
func (m *FlowReversed) Brief() Brief {
	return Brief{
		Sight: Derived, Title: "client and server were taken for each other",
		Detail: fmt.Sprintf("%s → %s", m.Flow.Client, m.Flow.Server),
	}
}

// Members writes the flow's identity.
func (m *FlowReversed) Members(o *Object) { (&FlowOpen{Flow: m.Flow}).Members(o) }

// Fields is empty: a flow has no bytes of its own.
func (*FlowReversed) Fields() iter.Seq[Field] { return func(func(Field) bool) {} }

// Facts is empty: who talks to whom was told when the flow began, and the two are the same.
func (*FlowReversed) Facts() iter.Seq[Fact] { return func(func(Fact) bool) {} }
