package capture

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// fill is a segment of a letter, [from, to) of the stream.
func fill(letter byte, from, to uint32) kernelSegment {
	return kernelSegment{at: from, data: strings.Repeat(string(letter), int(to-from))}
}

// overlapCases are the thirteen relations of two intervals (Allen), each before the bytes in front have come and
// with other bytes in each segment, and random mixtures.
func overlapCases() []kernelCase {
	var cases []kernelCase
	// The first segment is always [10, 20).
	for name, second := range map[string][2]uint32{
		"before": {2, 8}, "meets": {5, 10}, "overlaps": {5, 15}, "finished by": {5, 20}, "contains": {5, 25},
		"starts": {10, 15}, "equals": {10, 20}, "started by": {10, 25}, "during": {12, 18}, "finishes": {15, 20},
		"overlapped by": {15, 25}, "met by": {20, 25}, "after": {22, 28},
	} {
		last := max(uint32(20), second[1])
		for _, order := range []string{"queued", "behind a third", "first in order"} {
			c := kernelCase{name: name + ", " + order, isn: 1000, length: last}
			a, b := fill('A', 10, 20), fill('B', second[0], second[1])
			switch order {
			case "queued":
				c.segments = []kernelSegment{a, b, fill('f', 0, last)}
			case "behind a third":
				c.segments = []kernelSegment{fill('C', 8, 13), a, b, fill('D', 14, 22), fill('f', 0, 9), fill('g', 0, 30)}
				c.length = max(last, 30)
			case "first in order":
				c.segments = []kernelSegment{fill('f', 0, 10), a, b, fill('g', 0, last)}
			}
			cases = append(cases, c)
		}
	}
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 7))
		c := kernelCase{name: fmt.Sprintf("random %d", seed), isn: r.Uint32(), length: 60}
		if seed%3 == 0 {
			c.isn = ^uint32(0) - 30 // wraps in the middle
		}
		for i := range 3 + r.IntN(12) {
			from := 2 * (1 + r.Uint32N(25)) // even, and ends are odd: none ends where another begins
			c.segments = append(c.segments, fill('A'+byte(i), from, from+1+2*r.Uint32N(5)))
		}
		c.segments = append(c.segments, fill('z', 0, 1), fill('y', 0, 60)) // the rest, which fills the gaps
		cases = append(cases, c)
	}
	return cases
}

// finCases have FINs where the stream does not end yet, and segments without ACK.
func finCases() []kernelCase {
	fin := func(s kernelSegment) kernelSegment {
		s.flags |= flagFIN
		return s
	}
	end := func(at uint32) kernelSegment { return kernelSegment{at: at, flags: flagFIN} }
	cases := []kernelCase{
		{name: "FIN before data", segments: []kernelSegment{end(10), fill('a', 0, 10)}},
		{name: "FIN with data before other data", segments: []kernelSegment{fin(fill('b', 5, 10)), fill('a', 0, 5)}},
		{name: "data behind the FIN", segments: []kernelSegment{fin(fill('a', 0, 5)), fill('b', 5, 10)}},
		{name: "data behind a FIN that waits", segments: []kernelSegment{end(5), fill('b', 6, 10), fill('a', 0, 5)}},
		{name: "data go over the FIN", segments: []kernelSegment{end(5), fill('a', 0, 10), fill('b', 10, 12)}},
		{name: "data that wait cover the FIN", segments: []kernelSegment{end(5), fill('b', 5, 10), fill('a', 0, 5)}},
		{name: "data that wait cover the FIN from before", segments: []kernelSegment{end(5), fill('b', 3, 10), fill('a', 0, 3)}},
		{name: "the FIN lies in data that wait", segments: []kernelSegment{fill('b', 3, 10), end(5), fill('a', 0, 3)}},
		{name: "data with a FIN, overlapped from behind", segments: []kernelSegment{fin(fill('a', 3, 8)), fill('b', 6, 12), fill('c', 0, 3)}},
		{name: "data with a FIN, covered", segments: []kernelSegment{fin(fill('a', 3, 8)), fill('b', 2, 12), fill('c', 0, 3)}},
		{name: "data with a FIN, covered but for the FIN", segments: []kernelSegment{fin(fill('a', 3, 8)), fill('b', 3, 8), fill('c', 0, 3)}},
		{name: "a FIN comes with a retransmission", segments: []kernelSegment{fill('a', 0, 5), fin(fill('b', 0, 5))}},
		{name: "a FIN inside what was read", segments: []kernelSegment{fill('a', 0, 5), fin(fill('b', 0, 3)), end(4)}},
		{name: "data and FINs without ACK are dropped", segments: []kernelSegment{
			{at: 0, data: "XXX", noACK: true}, {at: 0, flags: flagFIN, noACK: true}, {at: 7, data: "XXX", noACK: true},
			fill('a', 0, 5), {at: 5, flags: flagFIN, noACK: true}, fill('b', 5, 10),
		}},
		{name: "the FIN comes twice", segments: []kernelSegment{end(5), end(5), fill('a', 0, 5), end(5)}},
	}
	for i := range cases {
		cases[i].isn = 1000
		for _, s := range cases[i].segments {
			cases[i].length = max(cases[i].length, s.at+uint32(len(s.data)))
		}
	}
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 8))
		c := kernelCase{name: fmt.Sprintf("random with FINs %d", seed), isn: r.Uint32(), length: 60}
		for i := range 3 + r.IntN(10) {
			from := 2 * (1 + r.Uint32N(25))
			s := fill('A'+byte(i), from, from+1+2*r.Uint32N(5))
			if r.IntN(4) == 0 { // the FIN makes its end odd again
				s = fin(fill('A'+byte(i), from, from+2*r.Uint32N(5)))
			}
			s.noACK = r.IntN(5) == 0
			c.segments = append(c.segments, s)
		}
		c.segments = append(c.segments, fill('z', 0, 1), fill('y', 0, 60))
		cases = append(cases, c)
	}
	return cases
}
