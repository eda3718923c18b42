package scene

import (
	"eavesdrop/capture"
	"eavesdrop/cmd/internal/wiring"
	"eavesdrop/decode"
	"eavesdrop/report"
)

// A Take is one performance of a scene: how it went for the members, and what the listener learned.
type Take struct {
	Scene    Scene
	Outcome  Outcome
	Ledger   *report.Ledger
	Held     []*report.Ledger // what the scene's Holders learned, in their order
	Keys     Keys             // that they have
	Heard    [2]uint64        // bytes that the listener heard, by direction
	Said     [2]uint64        // bytes that the ends really sent; zero when Recorded
	Recorded bool             // heard earlier: it comes from a capture file

	pcapng []byte // the capture, where there are Holders
}

// Lost says that the listener missed something of what was said.
func (t *Take) Lost() bool {
	return !t.Recorded && t.Heard != t.Said || t.Ledger.Counts().KernelDropped > 0
}

// Ledgers are the take's columns: the listener's, then those of who holds keys.
func (t *Take) Ledgers() []*report.Ledger { return append([]*report.Ledger{t.Ledger}, t.Held...) }

// An ear makes of frames what one observer learns: it is the same for what is heard now and what was recorded.
type ear struct {
	asm    *capture.Assembler
	ledger *report.Ledger
	taps   []func(*decode.Event)
	flows  int // that have begun
	over   int // of them, those that have ended
	heard  [2]uint64
	listen func(*decode.Event) // the scene's own; may be nil
}

// newEar listens to the scene. Each event goes to the taps after the ledger. tell is for what is overheard.
func newEar(s Scene, o wiring.Options, tell func(string), taps ...func(*decode.Event)) *ear {
	return s.ear(Holder{Name: s.Name}, o, tell, taps...)
}

// ear listens to the scene for somebody who holds the keys in o.
func (s Scene) ear(h Holder, o wiring.Options, tell func(string), taps ...func(*decode.Event)) *ear {
	e := &ear{taps: taps}
	e.ledger = wiring.Ledger(h.Name, h.Sees, &o)
	e.asm = capture.NewAssembler(wiring.Inspector(e.event, &o), capture.Limits{})
	if s.Listen != nil {
		e.listen = s.Listen(Listener{Learn: e.learn, Tell: tell})
	}
	return e
}

func (e *ear) event(ev *decode.Event) {
	switch m := ev.Message.(type) {
	case *decode.FlowOpen:
		e.flows++
	case *decode.FlowClose:
		e.over++
		e.heard[0] += m.Bytes[0]
		e.heard[1] += m.Bytes[1]
	}
	e.learn(ev)
	if e.listen != nil {
		e.listen(ev)
	}
}

// learn adds an event to what is known.
func (e *ear) learn(ev *decode.Event) {
	e.ledger.Add(ev)
	for _, tap := range e.taps {
		tap(ev)
	}
}

// quiet says that there were conversations, and that all have ended.
func (e *ear) quiet() bool { return e.flows > 0 && e.flows == e.over }

// finish ends the ledger with what the capture said about itself: the assembler's counts, and the kernel's in c.
func (e *ear) finish(kernel report.Counts) {
	e.asm.Flush()
	c := wiring.Counts(e.asm.Counts())
	c.KernelDropped, c.KernelKnown, c.Torn = kernel.KernelDropped, kernel.KernelKnown, kernel.Torn
	e.ledger.Finish(c)
}
