package capture

import (
	"strings"
	"testing"

	"eavesdrop/decode"
)

// What the capture has not got: told as lost where it was, and no byte more.
func TestLoss(t *testing.T) {
	lost := func(n uint64) func(*testing.T, decode.FlowStats) {
		return func(t *testing.T, s decode.FlowStats) {
			if s.Lost[0] != n || s.Ignored[0] != 0 {
				t.Errorf("%d bytes lost, want %d; %d ignored", s.Lost[0], n, s.Ignored[0])
			}
		}
	}
	playAll(t, map[string]scenario{
		"the last bytes, which were acknowledged": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "AB")
				w.server(flagACK, 1, 9, "")
			},
			client: "AB......",
			check:  lost(6),
		},
		"the FIN, which counts as one": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "AB")
				for range 2 * patience {
					w.server(flagACK, 1, 4, "")
				}
			},
			client: "AB",
			check:  lost(0),
		},
		"one byte": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "AB")
				w.client(flagsData, 4, 1, "DE")
				for range patience {
					w.server(flagACK, 1, 6, "")
				}
				if got := w.got.stream("1 client"); got != "AB.DE" {
					w.t.Errorf("while it goes on: %q", got)
				}
			},
			client: "AB.DE",
			check:  lost(1),
		},
		"the acknowledgements are captured long before what they acknowledge": {
			play: func(w *wire) {
				w.open()
				w.step /= 100
				for i := range uint32(10 * patience) {
					w.server(flagACK, 1, 3+2*i, "")
				}
				for i := range uint32(10 * patience) {
					w.client(flagsData, 1+2*i, 1, "AB")
				}
			},
			client: strings.Repeat("AB", 10*patience),
			check:  lost(0),
		},
		"bytes that came late, when others are given up": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 3, 1, "CD")
				for range patience - 1 {
					w.server(flagACK, 1, 5, "")
				}
				w.server(flagACK, 1, 9, "") // what it acknowledges comes next
				w.client(flagsData, 7, 1, "GH")
				w.client(flagsData, 5, 1, "EF")
			},
			client: "..CDEFGH",
			check:  lost(2),
		},
		"a clock that stands still": {
			play: func(w *wire) {
				w.open()
				w.step = 0
				w.client(flagsData, 3, 1, "CD")
				for range patienceMost {
					w.server(flagACK, 1, 5, "")
				}
				if got := w.got.stream("1 client"); got != "..CD" {
					w.t.Errorf("while it goes on: %q", got)
				}
			},
			client: "..CD",
		},
		"what was told as lost comes after all": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "AB")
				w.client(flagsData, 5, 1, "EF")
				for range patience {
					w.server(flagACK, 1, 7, "")
				}
				w.client(flagsData, 7, 1, "GH")
				w.client(flagsData, 2, 1, "BCDE")
				w.client(flagsData, 3, 1, "CD")
			},
			client: "AB..EFGH",
			check:  counted(2, 4, 0),
		},
		"much was acknowledged behind what waits, and the capture ends": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 3, 1, "CD")
				w.client(flagsData, 300_005, 1, "YZ")
				w.server(flagACK, 1, 300_007, "")
			},
			client: "..CD" + strings.Repeat(".", 300_000) + "YZ",
			check:  lost(300_002),
		},
		"forged data from far ahead, behind a gap at the end of the capture": {
			play: func(w *wire) {
				w.open()
				w.server(flagACK, 1, 1, "")
				w.client(flagsData, 3, 1, "CD")
				w.client(flagsData, 1<<20, 1, "forged")
			},
			client: "..CD",
			check:  counted(0, 6, 0),
		},
	})
}

// When what waits is too much, that goes first which seems to be forged.
func TestForgedGoFirst(t *testing.T) {
	w := newWire(t, Limits{OutOfOrder: 10_000})
	w.open()
	w.client(flagsData, 3, 1, "CD")
	for i := range uint32(100) {
		w.client(flagACK, 1<<20+i*1000, 1, strings.Repeat("x", 900))
	}
	w.client(flagsData, 1, 1, "AB")
	if got := w.got.stream("1 client"); got != "ABCD" {
		t.Errorf("%.100q", got)
	}
	if w.a.Counts().Forced == 0 {
		t.Error("the limit bit, and nobody says so")
	}
}

// A stream is longer than its numbers go: offsets and what is missing are counted on.
func TestLongerThanNumbersGo(t *testing.T) {
	w := newWire(t, Limits{})
	w.keep = false
	w.open()
	const size, n = 60_000, 100_000 // 6 GB
	seq := uint32(clientISN + 1)
	for range n { // the snap length leaves nothing but headers
		packet := ip4(protoTCP, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, tcpBytes(1000, 80, seq, serverISN+1, flagACK, ""))
		packet[2], packet[3] = byte((40+size)>>8), byte((40+size)&0xff)
		w.n++
		w.a.Frame(&Frame{Number: w.n, Time: w.now, Link: LinkRaw, Length: 40 + size, Data: packet})
		seq += size
	}
	w.client(flagsData, seq-clientISN, 1, "the end")
	w.server(flagACK, 1, seq-clientISN+7, "")
	var last decode.Segment
	w.a.sink = lastFed{&last}
	w.client(flagsData, seq-clientISN+7, 1, ", really")
	w.a.Flush()
	if last.Offset != size*n+7 {
		t.Errorf("offset %d, want %d", last.Offset, size*n+7)
	}
	if st := last.Flow.Stats; st.Lost[0] != size*n || st.Bytes[0] != 15 || st.Retransmitted[0]+st.Ignored[0] != 0 {
		t.Errorf("%+v", st)
	}
}

// lastFed keeps what was fed last.
type lastFed struct{ s *decode.Segment }

func (lastFed) Open(*decode.Flow)        {}
func (l lastFed) Feed(s *decode.Segment) { *l.s = *s }
func (lastFed) Close(*decode.Flow)       {}
