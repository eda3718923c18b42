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
	Heard    [2]uint64 // bytes that the listener heard, by direction
	Said     [2]uint64 // bytes that the ends really sent; zero when Recorded
	Recorded bool      // heard earlier: it comes from a capture file
}

// Lost says that the listener missed something of what was said.
func (t *Take) Lost() bool {
	return !t.Recorded && t.Heard != t.Said || t.Ledger.Counts().KernelDropped > 0
}

// An ear makes of frames what the listener learns: it is the same for what is heard now and what was recorded.
type ear struct {
	asm    *capture.Assembler
	ledger *report.Ledger
	taps   []func(*decode.Event)
	flows  int // that have begun
	over   int // of them, those that have ended
	heard  [2]uint64
}

// newEar listens to the scene of that name. Each event goes to the taps after the ledger.
func newEar(name string, o wiring.Options, taps ...func(*decode.Event)) *ear {
	e := &ear{taps: taps}
	e.ledger = wiring.Ledger(name, report.Passive, &o)
	e.asm = capture.NewAssembler(wiring.Inspector(e.event, &o), capture.Limits{})
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
