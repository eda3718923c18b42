package capture

import (
	"fmt"
	"math/rand/v2"
)

// urgentCases have urgent data. The program reads each byte as soon as it can, because what it gets depends on that.
func urgentCases() []kernelCase {
	urg := func(at uint32, data string, pointer int) kernelSegment {
		return kernelSegment{at: at, data: data, urgent: pointer, flags: flagURG}
	}
	plain := func(at uint32, data string) kernelSegment { return kernelSegment{at: at, data: data} }
	cases := []kernelCase{
		{name: "urgent: in the middle", segments: []kernelSegment{urg(0, "ab!cd", 3), plain(5, "ef")}},
		{name: "urgent: the first byte", segments: []kernelSegment{urg(0, "!abcd", 1), plain(5, "ef")}},
		{name: "urgent: pointer 0", segments: []kernelSegment{urg(0, "!abcd", 0), plain(5, "ef")}},
		{name: "urgent: the last byte", segments: []kernelSegment{urg(0, "abcd!", 5), plain(5, "ef")}},
		{name: "urgent: nothing else", segments: []kernelSegment{plain(0, "ab"), urg(2, "!", 1), plain(3, "cd")}},
		{name: "urgent: behind the segment", segments: []kernelSegment{urg(0, "ab", 4), plain(2, "c!d")}},
		{name: "urgent: far behind, as a sender in a hurry says", segments: []kernelSegment{urg(0, "ab", 9), urg(2, "cd", 7), urg(4, "efgh!", 5), plain(9, "ij")}},
		{name: "urgent: without data", segments: []kernelSegment{urg(0, "", 2), plain(0, "a!b")}},
		{name: "urgent: two in turn", segments: []kernelSegment{urg(0, "ab!c", 3), urg(4, "de!f", 3), plain(8, "gh")}},
		{name: "urgent: side by side", segments: []kernelSegment{urg(0, "ab!", 3), plain(3, "c"), urg(4, "!", 1), plain(5, "d")}},
		{name: "urgent: a later one takes its place", segments: []kernelSegment{urg(0, "ab", 4), urg(2, "", 4), plain(2, "c?d!ef")}},
		{name: "urgent: an earlier one comes later", segments: []kernelSegment{urg(0, "ab", 6), urg(2, "", 2), plain(2, "c?de!f")}},
		{name: "urgent: what was read", segments: []kernelSegment{plain(0, "abc"), urg(3, "", 0), plain(3, "!de")}},
		{name: "urgent: a pointer into what was read", segments: []kernelSegment{plain(0, "abcd"), urg(1, "bcdef", 2), plain(6, "gh")}},
		{name: "urgent: sent again", segments: []kernelSegment{urg(0, "ab!cd", 3), urg(0, "ab!cd", 3), urg(0, "ab!cdef", 3)}},
		{name: "urgent: out of order", segments: []kernelSegment{urg(3, "d!f", 2), plain(0, "abc"), plain(6, "gh")}},
		{name: "urgent: in a gap", segments: []kernelSegment{urg(4, "ef", 0), plain(0, "ab"), plain(2, "cd"), plain(6, "gh")}},
		{name: "urgent: with a FIN", segments: []kernelSegment{{at: 0, data: "abc!", urgent: 4, flags: flagURG | flagFIN}}},
		{name: "urgent: the FIN itself", segments: []kernelSegment{{at: 0, data: "abc", urgent: 4, flags: flagURG | flagFIN}}},
	}
	for i := range cases {
		cases[i].isn, cases[i].length = ^uint32(0)-2, 0
		for _, s := range cases[i].segments {
			cases[i].length = max(cases[i].length, s.at+uint32(len(s.data)))
		}
	}
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 9))
		c := kernelCase{name: fmt.Sprintf("urgent: random %d", seed), isn: r.Uint32(), length: 60}
		for i := range 3 + r.IntN(12) {
			from := 2 * r.Uint32N(25)
			s := fill('A'+byte(i), from, from+1+2*r.Uint32N(5))
			if r.IntN(2) == 0 {
				s.flags, s.urgent = flagURG, r.IntN(14)
			}
			c.segments = append(c.segments, s)
		}
		c.segments = append(c.segments, fill('y', 0, 60))
		cases = append(cases, c)
	}
	for i := range cases {
		cases[i].inStep = true
	}
	return cases
}
