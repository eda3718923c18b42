package report

import (
	"net/netip"
	"slices"
	"strings"

	"eavesdrop/decode"
)

// LedgerOptions say what a ledger is about. The zero value is the passive listener who looks for nothing.
type LedgerOptions struct {
	Name     string   // heading of its column: "http", a file's name
	Observer Observer // who listens
	Secrets  []string // the words that were looked for
	Forms    []string // the forms in which they were looked for: "base64", "hex"
}

// A Ledger folds the events of one capture into answers. Its memory is bounded, however long the capture.
// It is not safe for concurrent use.
type Ledger struct {
	opts    LedgerOptions
	folds   map[decode.Question]*fold
	headers [2]fold // by direction: they are counted apart
	flows   flowTally
	trouble trouble
	talk    talk
	opened  decode.Key // the first key that opened anything for the observer
	counts  Counts
	names   Names
}

// NewLedger begins an empty ledger.
func NewLedger(o LedgerOptions) *Ledger {
	l := &Ledger{opts: o, folds: map[decode.Question]*fold{}}
	for _, q := range Questions {
		l.folds[q] = &fold{}
	}
	return l
}

// Named takes a name that the capture file gives an address.
func (l *Ledger) Named(addr netip.Addr, name string) { l.names.Add(addr, name) }

// Name is the heading of the ledger's column.
func (l *Ledger) Name() string { return l.opts.Name }

// Observer is who listens.
func (l *Ledger) Observer() Observer { return l.opts.Observer }

// Counts is what the capture said about itself; valid after Finish.
func (l *Ledger) Counts() Counts { return l.counts }

// Empty says that there was no conversation to learn from. The verdict says whether nothing was captured or
// nothing seen.
func (l *Ledger) Empty() bool { return l.flows.count == 0 }

// Add takes the next event. Of what a key opened, only that counts which the observer's keys open.
func (l *Ledger) Add(e *decode.Event) {
	if !l.opts.Observer.Sees(e.Opened) {
		return
	}
	switch m := e.Message.(type) {
	case *decode.FlowOpen:
		l.flows.open(m.Flow)
	case *decode.FlowReversed:
		l.flows.reverse(m.Flow)
	case *decode.FlowClose:
		l.flows.close(m)
	}
	if l.opts.Observer.IsPassive() && e.Message.Kind() == "tls.unopened" {
		return // who has no key is not told why it opened nothing
	}
	l.trouble.add(e)
	if e.Opened != decode.InTheClear && l.opened == decode.InTheClear && e.Message.Brief().Sight != decode.Sealed {
		l.opened = e.Opened // a key that does not fit has opened nothing
	}
	var n finding
	prepared := false
	var told told
	for fact := range e.Message.Facts() {
		if !prepared {
			n, prepared = l.prepare(e), true
		}
		told.note(fact)
		l.learn(e, n, fact)
	}
	l.talk.add(e, told.open)
	if e.Opened != decode.InTheClear && e.Opened != decode.FernetKey { // a token says itself what it had sealed
		for _, q := range told.missing() {
			l.learn(e, n, decode.Fact{Question: q, Text: silence(q)})
		}
	}
}

// prepare fills in what all findings of an event have in common.
func (l *Ledger) prepare(e *decode.Event) finding {
	depth := len(e.Layers)
	// What was found inside a layer's content without being a layer of its own stands one deeper than its carrier.
	if kind, _, _ := strings.Cut(e.Message.Kind(), "."); depth > 0 && kind != e.Layers[depth-1] {
		depth++
	}
	return finding{depth: depth, opened: e.Opened, dir: e.Dir, extent: extentOf(e), certain: e.Message.Kind() == "secret.found"}
}

// learn takes one fact.
func (l *Ledger) learn(e *decode.Event, n finding, fact decode.Fact) {
	switch fact.Question {
	case decode.Who, decode.When, decode.HowMuch:
		return // the flows themselves tell that better
	case decode.Secret:
		if fact.Sight > decode.Derived && !n.certain && !l.sought(fact.Text) {
			return // what a message takes for the secret is not what was looked for
		}
	case decode.Length:
		if fact.Sight > decode.Derived && !n.certain && len(l.opts.Secrets) > 0 && !tells(e, decode.Secret) {
			return // how long something is that has not the secret in it, or has more; where it was found says better
		}
	case decode.Changed, decode.Replayed:
		// What can be done unnoticed depends on the outermost protection, not on what was found inside it.
		n.whole, n.amends = true, e.Opened != decode.InTheClear || e.Guarded
	case decode.Later:
		n.whole = true
		if e.Message.Kind() == "tls.unopened" {
			n.opened = decode.KeyLog // what it would take
		}
	}
	n.fact = fact
	n.where = evidence(e, fact.Span)
	if fact.Question == decode.Headers {
		l.headers[e.Dir].add(n)
		return
	}
	if f := l.folds[fact.Question]; f != nil {
		f.add(n)
	}
}

// tells says that an event answers a question.
func tells(e *decode.Event, q decode.Question) bool {
	for fact := range e.Message.Facts() {
		if fact.Question == q {
			return true
		}
	}
	return false
}

// sought says that a text has one of the words in it that were looked for, or that none were.
func (l *Ledger) sought(text string) bool {
	return len(l.opts.Secrets) == 0 ||
		slices.ContainsFunc(l.opts.Secrets, func(word string) bool { return strings.Contains(text, word) })
}

// evidence leads from the bytes span of an event's message, or from all of it, to the capture.
func evidence(e *decode.Event, span decode.Span) Evidence {
	v := Evidence{Flow: e.Flow.ID}
	if len(e.Frames) > 0 {
		v.Frame = e.Frames[0]
	}
	if span.Len() <= 0 {
		return v
	}
	if frame, at, ok := e.Locate(span); ok {
		if v.Frame = frame; at < 0 { // unpacked: no place in this frame is its own
			return v
		}
		v.At, v.Len = at, span.Len()
		for _, p := range e.Trace { // what lies in the next frame is not counted
			if p.Frame == frame && at >= p.At && at < p.At+p.Len {
				v.Len = min(v.Len, p.At+p.Len-at)
			}
		}
	}
	return v
}

// Finish says that the capture has ended, and what it said about itself. After it the answers are there.
func (l *Ledger) Finish(c Counts) {
	l.counts = c
	for _, f := range l.folds {
		f.finish()
	}
	for d := range l.headers {
		l.headers[d].finish()
	}
}
