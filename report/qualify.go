package report

import (
	"fmt"
	"strings"

	"eavesdrop/decode"
)

// maxReasons bounds how many different reasons are told apart; those beyond are counted as "another reason".
const maxReasons = 16

// trouble counts what stands between the capture and a sure conclusion.
type trouble struct {
	gaps      int
	gapBytes  int64
	malformed int
	cut       int            // messages of which a part is missing
	givenUp   int            // conversations that were not decoded to their end
	unopened  map[string]int // why keys opened nothing, by reason
}

func (t *trouble) add(e *decode.Event) {
	switch m := e.Message.(type) {
	case *decode.Gap:
		t.gaps++
		t.gapBytes += int64(m.Bytes)
	case *decode.Malformed:
		if m.Cut {
			t.cut++
		} else {
			t.malformed++
		}
	case *decode.Limit:
		t.givenUp++
	default:
		if p, ok := m.(interface{ Partial() bool }); ok && p.Partial() {
			t.cut++
		}
		if m.Kind() != "tls.unopened" {
			return
		}
		b := m.Brief()
		why := b.Detail
		if why == "" {
			why = b.Title
		}
		if t.unopened == nil {
			t.unopened = map[string]int{}
		}
		if _, known := t.unopened[why]; !known && len(t.unopened) >= maxReasons {
			why = "another reason"
		}
		t.unopened[why]++
	}
}

// Qualifications say, one sentence each, what stands between the capture and a sure conclusion. There are
// none when everything was captured and understood. Valid after Finish.
func (l *Ledger) Qualifications() []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	c, f, t := &l.counts, &l.flows, &l.trouble
	if c.Torn != "" {
		say("The capture breaks off: %s. What comes after is not known.", c.Torn)
	}
	if c.KernelKnown && c.KernelDropped > 0 {
		say("%s dropped by the kernel, and never seen.", were(c.KernelDropped, "packet"))
	}
	if c.Cut > 0 {
		say("%s cut short: the rest was not captured.", were(c.Cut, "packet"))
	}
	if t.gaps > 0 {
		say("%s missing in %s: what stood there is not known.", plural(t.gapBytes, "byte"), plural(t.gaps, "place"))
	}
	if t.cut > 0 {
		say("%s cut off: a part is missing.", were(t.cut, "message"))
	}
	if f.unsure > 0 {
		say("%s already going on when the capture began: the beginning is missing.", were(f.unsure, "conversation"))
	}
	if f.evicted > 0 {
		say("%s dropped to stay within the limits of memory.", were(f.evicted, "conversation"))
	}
	if t.givenUp > 0 {
		say("%s not decoded to the end, to stay within the limits of memory: what was said then is not known.", were(t.givenUp, "conversation"))
	}
	if len(c.Limits) > 0 {
		say("Limits were reached: %s.", tally(c.Limits, " × "))
	}
	if f.conflicts > 0 {
		say("%s sent again with other bytes: the two ends may have seen something else than is shown.", were(f.conflicts, "segment"))
	}
	if t.malformed > 0 {
		say("%s the rules of the protocol: what could be understood is told.", breaks(t.malformed))
	}
	if f.strange > 0 {
		say("%s in a protocol that was not recognised.", were(f.strange, "conversation"))
	}
	if len(t.unopened) > 0 {
		say("Keys were given, and yet it stayed sealed: %s.", reasons(t.unopened))
	}
	return out
}

// reasons are why something stayed sealed, the most frequent first: "the tag is wrong (4 times), a gap".
func reasons(m map[string]int) string {
	all := byCount(m)
	for i, why := range all {
		if n := m[why]; n > 1 {
			all[i] += " (" + Thousands(n) + " times)"
		}
	}
	return strings.Join(all, "; ")
}

// were is "1 packet was", "3 packets were".
func were(n int, noun string) string {
	if n == 1 {
		return "1 " + noun + " was"
	}
	return plural(n, noun) + " were"
}

// breaks is "1 message breaks", "3 messages break".
func breaks(n int) string {
	if n == 1 {
		return "1 message breaks"
	}
	return plural(n, "message") + " break"
}
