package capture

import (
	"strings"
	"testing"
)

// Segments without ACK count when their receiver acknowledges them, and never displace any with it.
func TestWithoutACK(t *testing.T) {
	playAll(t, map[string]scenario{
		"a forged one, and the true one's acknowledgement is captured before it": {
			play: func(w *wire) {
				w.open()
				w.client(flagPSH, 1, 0, "FALSE")
				w.server(flagACK, 1, 6, "")
				w.client(flagsData, 1, 1, "truth")
				w.client(flagsData, 6, 1, " and more")
				w.server(flagACK, 1, 15, "")
			},
			client: "truth and more",
			check:  counted(0, 5, 0),
		},
		"a forged one behind the acknowledgement": {
			play: func(w *wire) {
				w.open()
				w.server(flagACK, 1, 6, "")
				w.client(flagPSH, 1, 0, "FALSE")
				w.client(flagsData, 1, 1, "truth")
			},
			client: "truth",
			check:  counted(0, 5, 0),
		},
		"the answer acknowledges the request": {
			play: func(w *wire) {
				w.open()
				w.client(0, 1, 0, "ask")
				w.server(flagsData, 1, 4, "answer")
				if got := w.got.stream("1 client"); got != "ask" {
					w.t.Errorf("while it goes on: %q", got)
				}
			},
			client: "ask", server: "answer",
			check: counted(0, 0, 0),
		},
		"each is acknowledged": {
			play: func(w *wire) {
				w.open()
				for i := range uint32(3 * maxDoubts) {
					w.client(flagPSH, 1+2*i, 0, "AB")
					w.server(flagACK, 1, 3+2*i, "")
				}
			},
			client: strings.Repeat("AB", 3*maxDoubts),
			check:  counted(0, 0, 0),
		},
		"several are acknowledged together, the last of them not": {
			play: func(w *wire) {
				w.open()
				w.client(flagPSH, 3, 0, "CD")
				w.client(flagPSH, 1, 0, "AB")
				w.client(flagPSH, 5, 0, "EF")
				w.server(flagACK, 1, 5, "")
			},
			client: "ABCD",
			check:  counted(0, 2, 0),
		},
		"captured behind the acknowledgement": {
			play: func(w *wire) {
				w.open()
				w.server(flagACK, 1, 3, "")
				w.client(flagPSH, 1, 0, "AB")
			},
			client: "AB",
			check:  counted(0, 0, 0),
		},
		"sent again": {
			play: func(w *wire) {
				w.open()
				w.client(flagPSH, 1, 0, "AB")
				w.client(flagPSH, 1, 0, "AB")
				w.server(flagACK, 1, 3, "")
				w.client(flagPSH, 1, 0, "AB")
				w.server(flagACK, 1, 3, "")
			},
			client: "AB",
			check:  counted(0, 4, 0),
		},
		"the FIN": {
			play: func(w *wire) {
				w.open()
				w.client(flagFIN, 1, 0, "bye")
				w.server(flagACK|flagFIN, 1, 5, "")
				w.client(flagACK, 5, 2, "")
			},
			client: "bye",
			lines:  []string{"end 1 client fin", "end 1 server fin", "close 1 closed"},
		},
		"a forged one before the true one": {
			play: func(w *wire) {
				w.open()
				w.client(flagPSH, 1, 0, "XXXX")
				w.client(flagsData, 1, 1, "AB")
				w.server(flagACK, 1, 3, "")
				w.client(flagsData, 3, 1, "CD")
				w.server(flagACK, 1, 5, "")
			},
			client: "ABCD",
			check:  counted(0, 4, 0),
		},
		"a forged one that reaches over what is captured": {
			play: func(w *wire) {
				w.open()
				w.client(flagPSH, 1, 0, "XXXX")
				w.client(flagsData, 1, 1, "AB")
				w.server(flagACK, 1, 5, "")
			},
			client: "AB..",
			check:  counted(0, 4, 0),
		},
		"a forged one around what waits": {
			play: func(w *wire) {
				w.open()
				w.client(flagPSH, 1, 0, "XXXXXX")
				w.client(flagsData, 3, 1, "CD")
				w.server(flagACK, 1, 7, "")
				w.client(flagsData, 1, 1, "AB")
			},
			client: "ABCD..",
			check:  counted(0, 6, 0),
		},
		"a forged FIN": {
			play: func(w *wire) {
				w.open()
				w.client(flagFIN, 1, 0, "")
				w.client(flagsData, 1, 1, "AB")
				w.server(flagACK, 1, 3, "")
			},
			client: "AB",
			lines:  []string{"close 1 open"},
		},
	})
}

// What is in doubt is bounded, and counted all the same.
func TestLimitOfDoubts(t *testing.T) {
	w := newWire(t, Limits{})
	w.open()
	for i := range uint32(2 * maxDoubts) {
		w.client(flagPSH, 1+2*i, 0, "AB")
	}
	if h := &w.a.table.live.first.half[0]; h.doubts != maxDoubts || len(w.a.doubts) != maxDoubts {
		t.Errorf("%d of %d are kept", h.doubts, len(w.a.doubts))
	}
	w.server(flagACK, 1, 1+4*maxDoubts, "")
	w.a.Flush()
	if got, want := w.got.stream("1 client"), strings.Repeat("..", maxDoubts)+strings.Repeat("AB", maxDoubts); got != want {
		t.Errorf("%q", got)
	}
	if st := w.got.stats[0]; st.Ignored[0] != 2*maxDoubts || st.Lost[0] != 2*maxDoubts {
		t.Errorf("%d bytes ignored, %d lost", st.Ignored[0], st.Lost[0])
	}
}
