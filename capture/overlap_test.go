package capture

import (
	"math/rand/v2"
	"strings"
	"testing"

	"eavesdrop/decode"
)

// Which of several bytes for one place the receiver reads, and that it is told when they differ. What Linux makes of
// them is proved with Linux itself, in TestAsTheKernelReads.
func TestOverlap(t *testing.T) {
	playAll(t, map[string]scenario{
		"retransmission with other bytes": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "ABCD")
				w.client(flagsData, 1, 1, "abcd")
			},
			client: "ABCD",
			check: func(t *testing.T, s decode.FlowStats) {
				if s.Conflicts != 1 {
					t.Errorf("stats: %+v", s)
				}
			},
		},
		"a waiting segment within another adds nothing": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 2, 1, "bcde")
				w.client(flagsData, 3, 1, "CD")
				w.client(flagsData, 1, 1, "a")
			},
			client: "abcde",
			check: func(t *testing.T, s decode.FlowStats) {
				if s.Conflicts == 0 {
					t.Errorf("stats: %+v", s)
				}
			},
		},
		"other bytes across the bounds of what was sent": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "ABCD")
				w.client(flagsData, 5, 1, "EFGH")
				w.client(flagsData, 3, 1, "CDEf")
				w.client(flagsData, 7, 1, "GHIJ")
				w.client(flagsData, 2, 1, "BCD")
			},
			client: "ABCDEFGHIJ",
			check:  counted(9, 0, 1),
		},
		"one other byte in a retransmission with more behind it": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "ABCD")
				w.client(flagsData, 1, 1, "ABcDEF")
			},
			client: "ABCDEF",
			check:  counted(4, 0, 1),
		},
		"other bytes than those that wait": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 3, 1, "CD")
				w.client(flagsData, 1, 1, "ABc")
			},
			client: "ABcD",
			check:  counted(1, 0, 1),
		},
		"what waits is covered by others": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 4, 1, "D")
				w.client(flagsData, 6, 1, "F")
				w.client(flagsData, 3, 1, "cdefg")
				w.client(flagsData, 1, 1, "AB")
			},
			client: "ABcdefg",
			check:  counted(2, 0, 1),
		},
		"other bytes after much else": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "ABCD")
				for i := range uint32(40) {
					w.server(flagsData, 1+i*100, 5, strings.Repeat("x", 100))
					w.client(flagsData, 5+i*10, 1, strings.Repeat("y", 10))
				}
				w.client(flagsData, 1, 1, "ABcD")
			},
			client: "ABCD" + strings.Repeat("y", 400), server: strings.Repeat("x", 4000),
			check: counted(4, 0, 1),
		},
	})
}

// However segments are shuffled and cut, the receiver's stream comes out.
func TestShuffled(t *testing.T) {
	text := strings.Repeat("0123456789abcdef", 64)
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 1))
		type piece struct{ from, to int }
		var pieces []piece
		for at := 0; at < len(text); {
			to := min(at+1+r.IntN(40), len(text))
			pieces = append(pieces, piece{max(0, at-r.IntN(20)), to}) // the front overlaps what came before
			at = to
		}
		r.Shuffle(len(pieces), func(i, j int) { pieces[i], pieces[j] = pieces[j], pieces[i] })
		w := newWire(t, Limits{})
		w.open()
		for _, p := range pieces {
			w.client(flagACK, 1+uint32(p.from), 1, text[p.from:p.to])
		}
		if got := w.got.stream("1 client"); got != text {
			t.Fatalf("seed %d: %d bytes, want %d", seed, len(got), len(text))
		}
		if c := w.got.last.Stats.Conflicts; c != 0 {
			t.Fatalf("seed %d: %d conflicts where no bytes differed", seed, c)
		}
		if w.a.waiting != 0 || w.a.waiters.len != 0 {
			t.Fatalf("seed %d: %d bytes still counted as waiting", seed, w.a.waiting)
		}
	}
}
