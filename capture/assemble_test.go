package capture

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
)

func TestTCP(t *testing.T) {
	const psh = flagACK | 8
	for name, test := range map[string]struct {
		play           func(w *wire)
		client, server string
		lines          []string // after "open"; nil: not compared
		check          func(t *testing.T, s decode.FlowStats)
	}{
		"request and answer, closed by both": {
			play: func(w *wire) {
				w.open()
				w.client(psh, 1, 1, "ping")
				w.server(psh, 1, 5, "pong")
				w.client(flagACK|flagFIN, 5, 5, "")
				w.server(flagACK|flagFIN, 5, 6, "")
				w.client(flagACK, 6, 6, "")
			},
			client: "ping", server: "pong",
			lines: []string{"end 1 client fin", "end 1 server fin", "close 1 closed"},
			check: func(t *testing.T, s decode.FlowStats) {
				if s.Packets != 8 || s.Bytes != [2]uint64{4, 4} || s.RTT == 0 {
					t.Errorf("stats: %+v", s)
				}
			},
		},
		"out of order": {
			play: func(w *wire) {
				w.open()
				w.client(psh, 7, 1, "GHI")
				w.client(psh, 4, 1, "DEF")
				w.client(psh, 1, 1, "ABC")
				w.client(psh, 10, 1, "JKL")
			},
			client: "ABCDEFGHIJKL",
		},
		"retransmission, whole and with more behind it": {
			play: func(w *wire) {
				w.open()
				w.client(psh, 1, 1, "ABCD")
				w.client(psh, 1, 1, "ABCD")
				w.client(psh, 3, 1, "CDEF")
			},
			client: "ABCDEF",
			check: func(t *testing.T, s decode.FlowStats) {
				if s.Retransmitted[0] != 6 || s.Conflicts != 0 {
					t.Errorf("stats: %+v", s)
				}
			},
		},
		"retransmission with other bytes": {
			play: func(w *wire) {
				w.open()
				w.client(psh, 1, 1, "ABCD")
				w.client(psh, 1, 1, "abcd")
			},
			client: "ABCD",
			check: func(t *testing.T, s decode.FlowStats) {
				if s.Conflicts != 1 {
					t.Errorf("stats: %+v", s)
				}
			},
		},
		"data on the SYN": {
			play: func(w *wire) {
				w.client(flagSYN, 0, 0, "early")
				w.server(flagSYN|flagACK, 0, 6, "")
				w.client(psh, 6, 1, " late")
			},
			client: "early late",
		},
		"keep-alive repeats the last byte": {
			play: func(w *wire) {
				w.open()
				w.client(psh, 1, 1, "AB")
				w.client(flagACK, 2, 1, "B")
				w.client(flagACK, 2, 1, "")
				w.client(psh, 3, 1, "CD")
			},
			client: "ABCD",
		},
		"bytes that the receiver had and the capture lost": {
			play: func(w *wire) {
				w.open()
				w.client(psh, 1, 1, "AB")
				w.client(psh, 5, 1, "EF")
				for range patience {
					w.server(flagACK, 1, 7, "")
				}
				w.client(psh, 7, 1, "GH")
			},
			client: "AB..EFGH",
			check: func(t *testing.T, s decode.FlowStats) {
				if s.Lost[0] != 2 {
					t.Errorf("stats: %+v", s)
				}
			},
		},
		"lost for good when the capture ends": {
			play: func(w *wire) {
				w.open()
				w.client(psh, 3, 1, "CD")
			},
			client: "..CD",
			lines:  []string{"close 1 open"},
		},
		"the capture begins in the middle": {
			play: func(w *wire) {
				w.client(psh, 100, 200, "AB")
				w.server(psh, 200, 102, "XY")
			},
			client: "AB", server: "XY",
		},
		"reset in answer to the SYN": {
			play: func(w *wire) {
				w.client(flagSYN, 0, 0, "")
				w.server(flagRST|flagACK, 0, 1, "")
			},
			lines: []string{"end 1 server rst", "end 1 client rst", "close 1 refused"},
		},
		"reset; what was on its way is heard": {
			play: func(w *wire) {
				w.open()
				w.client(psh, 1, 1, "AB")
				w.server(flagRST, 1, 0, "")
				w.client(psh, 3, 1, "CD")
			},
			client: "ABCD",
			lines:  []string{"end 1 server rst", "end 1 client rst", "close 1 reset"},
		},
		"a reset that the other side never sent": {
			play: func(w *wire) {
				w.open()
				w.client(flagRST, 1, 0, "")
				w.client(psh, 1, 1, "AB")
				w.client(flagACK|flagFIN, 3, 1, "")
			},
			client: "AB",
			lines:  []string{"end 1 client fin", "close 1 half"},
		},
		"a reset with a text that explains it": {
			play: func(w *wire) {
				w.open()
				w.server(flagRST, 1, 1, "busy")
			},
			server: "busy",
			lines:  []string{"end 1 server rst", "end 1 client rst", "close 1 reset"},
		},
		"a forged reset and FIN before the real SYN-ACK": {
			play: func(w *wire) {
				w.client(flagSYN, 0, 0, "")
				w.server(flagRST|flagACK, 900, 1, "")
				w.server(flagFIN|flagACK, 900, 1, "")
				w.server(flagSYN|flagACK, 0, 1, "")
				w.client(psh, 1, 1, "AB")
				w.server(psh, 1, 3, "XY")
			},
			client: "AB", server: "XY",
		},
		"a reset from far off ends nothing": {
			play: func(w *wire) {
				w.open()
				w.client(psh, 1, 1, "AB")
				w.server(flagRST, 900, 0, "")
				w.client(psh, 3, 1, "CD")
			},
			client: "ABCD",
		},
		"one side closes, the other goes on": {
			play: func(w *wire) {
				w.open()
				w.client(psh|flagFIN, 1, 1, "AB")
				w.server(psh, 1, 4, "XY")
			},
			client: "AB", server: "XY",
			lines: []string{"end 1 client fin", "close 1 half"},
		},
		"the end comes before the last bytes": {
			play: func(w *wire) {
				w.open()
				w.client(flagACK|flagFIN, 5, 1, "")
				w.client(psh, 1, 1, "ABCD")
			},
			client: "ABCD",
			lines:  []string{"end 1 client fin", "close 1 half"},
		},
		"bytes behind the end were never sent": {
			play: func(w *wire) {
				w.open()
				w.client(psh|flagFIN, 1, 1, "AB")
				w.client(psh, 3, 1, "XX")
			},
			client: "AB",
		},
		"simultaneous open": {
			play: func(w *wire) {
				w.client(flagSYN, 0, 0, "")
				w.server(flagSYN, 0, 0, "")
				w.client(flagSYN|flagACK, 0, 1, "")
				w.server(flagSYN|flagACK, 0, 1, "")
				w.client(psh, 1, 1, "AB")
				w.server(psh, 1, 3, "XY")
			},
			client: "AB", server: "XY",
		},
		"one direction only": {
			play: func(w *wire) {
				w.client(flagSYN, 0, 0, "")
				w.client(flagACK, 1, 1, "")
				w.client(psh, 1, 1, "AB")
			},
			client: "AB",
		},
		"a waiting segment within another adds nothing": {
			play: func(w *wire) {
				w.open()
				w.client(psh, 2, 1, "bcde")
				w.client(psh, 3, 1, "CD")
				w.client(psh, 1, 1, "a")
			},
			client: "abcde",
			check: func(t *testing.T, s decode.FlowStats) {
				if s.Conflicts == 0 {
					t.Errorf("stats: %+v", s)
				}
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWire(t, Limits{})
			test.play(w)
			w.a.Flush()
			if got := w.got.stream("1 client"); got != test.client {
				t.Errorf("client said %q, want %q", got, test.client)
			}
			if got := w.got.stream("1 server"); got != test.server {
				t.Errorf("server said %q, want %q", got, test.server)
			}
			if slices.ContainsFunc(w.got.lines, func(l string) bool { return strings.HasPrefix(l, "WRONG") }) {
				t.Error(w.got.lines)
			}
			if test.lines != nil {
				if diff := cmp.Diff(test.lines, w.got.lines[1:]); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
			}
			if test.check != nil {
				test.check(t, w.got.last.Stats)
			}
			if c := w.a.Counts(); c.Seen != w.n || c.Decoded != w.n {
				t.Errorf("counts: %+v, played %d", c, w.n)
			}
		})
	}
}

func TestPortReuse(t *testing.T) {
	w := newWire(t, Limits{})
	w.open()
	w.client(flagACK, 1, 1, "first")
	w.client(flagSYN, 1_000_000, 0, "")
	w.client(flagACK, 1_000_001, 1, "second")
	w.a.Flush()
	if a, b := w.got.stream("1 client"), w.got.stream("2 client"); a != "first" || b != "second" {
		t.Errorf("%q, %q", a, b)
	}
}

// A straggler behind the end of a flow is counted with it and does not look like a new one.
func TestStraggler(t *testing.T) {
	w := newWire(t, Limits{})
	w.open()
	w.server(flagRST, 1, 0, "")
	w.now = w.now.Add(lingering)
	w.client(flagACK, 1, 1, "")
	w.client(flagACK, 1, 1, "too late")
	if got := len(w.got.lines); got != 4 {
		t.Errorf("lines: %q", w.got.lines)
	}
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
		if w.a.waiting != 0 {
			t.Fatalf("seed %d: %d bytes still counted as waiting", seed, w.a.waiting)
		}
	}
}

func TestLimits(t *testing.T) {
	t.Run("bytes that wait", func(t *testing.T) {
		w := newWire(t, Limits{OutOfOrder: 10_000})
		w.open()
		for i := range uint32(100) {
			w.client(flagACK, 2+i*1000, 1, strings.Repeat("x", 1000))
			if w.a.waiting > 11_000 {
				t.Fatalf("%d bytes wait", w.a.waiting)
			}
		}
		if got := w.got.stream("1 client"); got != "."+strings.Repeat("x", 100_000) {
			t.Errorf("%d bytes came", len(got))
		}
		if w.a.Counts().Forced == 0 {
			t.Error("the limit bit, and nobody says so")
		}
	})
	t.Run("flows", func(t *testing.T) {
		w := newWire(t, Limits{Flows: 3})
		for i := range uint16(5) {
			w.frame(ip4(protoTCP, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, tcpBytes(1000+i, 80, 1, 0, flagSYN, "")))
		}
		if c := w.a.Counts(); c.Evicted != 2 || w.a.table.live != 3 {
			t.Errorf("evicted %d, live %d", c.Evicted, w.a.table.live)
		}
		if got := w.got.lines[3]; got != "close 1 evicted" {
			t.Errorf("%q: the flow silent for longest goes first", got)
		}
	})
	t.Run("ended flows", func(t *testing.T) {
		w := newWire(t, Limits{Ended: 2})
		for i := range uint16(50) {
			w.frame(ip4(protoTCP, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, tcpBytes(1000+i, 80, 1, 0, flagSYN, "")))
			w.frame(ip4(protoTCP, [4]byte{10, 0, 0, 2}, [4]byte{10, 0, 0, 1}, tcpBytes(80, 1000+i, 1, 2, flagRST|flagACK, "")))
			w.now = w.now.Add(2 * lingering)
		}
		w.frame(nil)
		if n := len(w.a.table.byKey); n != 2 {
			t.Errorf("%d flows remembered", n)
		}
	})
}

func TestSkipped(t *testing.T) {
	w := newWire(t, Limits{})
	w.frame(ip4(1, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, make([]byte, 8))) // ICMP
	w.frame(ip4(2, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, make([]byte, 8))) // IGMP
	w.frame([]byte{0x45})
	w.frame(nil)
	w.frame([]byte{0xf0, 1, 2, 3})
	want := map[string]int{"ICMPv4": 1, "IGMP": 1, "shorter than its headers say": 2, "broken IP header": 1}
	if diff := cmp.Diff(want, w.a.Counts().Skipped); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
