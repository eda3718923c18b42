package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Counts is what a capture says about itself. All numbers are frames unless they say otherwise.
type Counts struct {
	Seen          int            // frames that the capture gave
	Decoded       int            // of those, frames that were followed down to a flow
	Skipped       map[string]int // the others, by reason: "ARP", "IGMP", "fragment incomplete"
	KernelDropped int            // frames that the kernel had no room for; valid if KernelKnown
	KernelKnown   bool           // the capture says how many the kernel dropped
	Cut           int            // frames that were captured in part: cut by the snap length, or by a mirror
	Limits        map[string]int // how often each limit bit: "reassembly memory", "flows"
	Torn          string         // why the file's end could not be read; "" when it could
}

// SkippedTotal is the number of skipped frames.
func (c Counts) SkippedTotal() int {
	n := 0
	for _, k := range c.Skipped {
		n += k
	}
	return n
}

// Line is the balance in one sentence: "Packets: 31 seen = 31 decoded + 0 skipped; 0 dropped by the kernel." How
// many were not captured whole is said when some were not.
func (c Counts) Line() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Packets: %s seen = %s decoded + %s skipped", Thousands(c.Seen), Thousands(c.Decoded), Thousands(c.SkippedTotal()))
	if len(c.Skipped) > 0 {
		fmt.Fprintf(&b, " (%s)", tally(c.Skipped, " "))
	}
	if c.KernelKnown {
		fmt.Fprintf(&b, "; %s dropped by the kernel", Thousands(c.KernelDropped))
	}
	if c.Cut > 0 {
		fmt.Fprintf(&b, "; %s not captured whole", Thousands(c.Cut))
	}
	b.WriteByte('.')
	return b.String()
}

// tally writes counts with their names, the greatest first: "12 ARP, 3 IGMP".
func tally(m map[string]int, times string) string {
	names := byCount(m)
	for i, name := range names {
		names[i] = Thousands(m[name]) + times + name
	}
	return strings.Join(names, ", ")
}

// byCount are the names of what was counted, the greatest count first.
func byCount(m map[string]int) []string {
	return slices.SortedFunc(maps.Keys(m), func(a, b string) int {
		if m[a] != m[b] {
			return m[b] - m[a]
		}
		return strings.Compare(a, b)
	})
}

// Thousands writes n with commas between its thousands: 1,312.
func Thousands[N int | int64 | uint64](n N) string {
	s := fmt.Sprint(n)
	start := 0
	if s[0] == '-' {
		start = 1
	}
	for i := len(s) - 3; i > start; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// plural is "1 packet", "2 packets", "1,312 packets".
func plural[N int | int64 | uint64](n N, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return Thousands(n) + " " + noun + "s"
}
