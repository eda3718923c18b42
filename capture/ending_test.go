package capture

import (
	"testing"
)

// How connections end.
func TestEnding(t *testing.T) {
	playAll(t, map[string]scenario{
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
				w.client(flagsData, 1, 1, "AB")
				w.server(flagRST, 1, 0, "")
				w.client(flagsData, 3, 1, "CD")
			},
			client: "ABCD",
			lines:  []string{"end 1 server rst", "end 1 client rst", "close 1 reset"},
		},
		"a reset that the other side never sent": {
			play: func(w *wire) {
				w.open()
				w.client(flagRST, 1, 0, "")
				w.client(flagsData, 1, 1, "AB")
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
		"a forged reset before anything was heard of who is said to have sent it": {
			play: func(w *wire) {
				w.client(flagsData, 1, 1<<31, "AB")
				w.server(flagRST, 1<<31, 0, "")
				w.server(flagsData, 1<<31, 3, "XY")
			},
			client: "AB", server: "XY",
			lines: []string{"close 1 open"},
		},
		"a forged reset with a text": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "AB")
				w.client(flagRST|flagFIN, 3, 1, "forged")
				w.client(flagsData, 3, 1, "CD")
				w.server(flagACK, 1, 5, "")
				w.client(flagRST, 1<<20, 1, "forged from far off")
			},
			client: "ABCD",
			lines:  []string{"close 1 open"},
			check:  counted(0, 25, 0),
		},
		"a reset that comes again is waited out again": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "AB")
				w.client(flagRST, 3, 0, "")
				w.now = w.now.Add(linger * 2 / 3)
				w.client(flagsData, 3, 1, "CD")
				w.now = w.now.Add(linger / 4)
				w.client(flagRST, 5, 0, "")
				w.now = w.now.Add(linger / 2)
				w.server(flagsData, 1, 3, "XY")
			},
			client: "ABCD", server: "XY",
			lines: []string{"end 1 client rst", "end 1 server rst", "close 1 reset"},
		},
		"a forged reset and FIN before the real SYN-ACK": {
			play: func(w *wire) {
				w.client(flagSYN, 0, 0, "")
				w.server(flagRST|flagACK, 900, 1, "")
				w.server(flagFIN|flagACK, 900, 1, "")
				w.server(flagSYN|flagACK, 0, 1, "")
				w.client(flagsData, 1, 1, "AB")
				w.server(flagsData, 1, 3, "XY")
			},
			client: "AB", server: "XY",
		},
		"a reset from far off ends nothing": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "AB")
				w.server(flagRST, 900, 0, "")
				w.client(flagsData, 3, 1, "CD")
			},
			client: "ABCD",
		},
		"one side closes, the other goes on": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData|flagFIN, 1, 1, "AB")
				w.server(flagsData, 1, 4, "XY")
			},
			client: "AB", server: "XY",
			lines: []string{"end 1 client fin", "close 1 half"},
		},
		"the end comes before the last bytes": {
			play: func(w *wire) {
				w.open()
				w.client(flagACK|flagFIN, 5, 1, "")
				w.client(flagsData, 1, 1, "ABCD")
			},
			client: "ABCD",
			lines:  []string{"end 1 client fin", "close 1 half"},
		},
		"bytes behind the end were never sent": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData|flagFIN, 1, 1, "AB")
				w.client(flagsData, 3, 1, "XX")
			},
			client: "AB",
		},
		"the FIN is sent again": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData|flagFIN, 1, 1, "AB")
				w.client(flagsData|flagFIN, 1, 1, "AB")
				w.client(flagACK|flagFIN, 3, 1, "")
				w.server(flagACK|flagFIN, 1, 4, "")
				w.client(flagACK, 4, 2, "")
				w.client(flagACK|flagFIN, 3, 2, "")
			},
			client: "AB",
			lines:  []string{"end 1 client fin", "end 1 server fin", "close 1 closed"},
			check:  counted(2, 0, 0),
		},
		"the FIN with data comes before other data": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData|flagFIN, 3, 1, "CD")
				w.client(flagsData, 1, 1, "AB")
				w.client(flagsData, 5, 1, "XX")
			},
			client: "ABCD",
			lines:  []string{"end 1 client fin", "close 1 half"},
			check:  counted(0, 2, 0),
		},
		"a forged FIN ahead, over which the data go": {
			play: func(w *wire) {
				w.open()
				w.client(flagACK|flagFIN, 4, 1, "")
				w.client(flagsData, 1, 1, "ABCDEF")
				w.client(flagsData, 7, 1, "GH")
			},
			client: "ABCDEFGH",
			lines:  []string{"close 1 open"},
		},
		"a forged FIN, which its receiver never has": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "AB")
				w.client(flagACK|flagFIN, 3, 1, "")
				w.client(flagsData, 3, 1, "CD")
				w.server(flagACK, 1, 5, "")
				w.client(flagsData, 5, 1, "EF")
				w.server(flagACK, 1, 7, "")
			},
			client: "ABCDEF",
			lines:  []string{"close 1 open"},
			check:  counted(0, 0, 0),
		},
		"the same, with data, and bytes that were not captured behind it": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData|flagFIN, 1, 1, "AB")
				w.client(flagsData, 5, 1, "EF")
				w.server(flagACK, 1, 7, "")
			},
			client: "AB..EF",
			lines:  []string{"close 1 open"},
			check:  counted(0, 0, 0),
		},
		"forged data behind a FIN before it is acknowledged": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData|flagFIN, 1, 1, "AB")
				w.client(flagsData, 3, 1, "forged")
				w.server(flagACK, 1, 4, "")
				w.client(flagsData, 3, 1, "forged")
			},
			client: "AB",
			lines:  []string{"end 1 client fin", "close 1 half"},
			check:  counted(0, 12, 0),
		},
		"a FIN that is answered with a reset": {
			play: func(w *wire) {
				w.open()
				w.server(flagsData|flagFIN, 1, 1, "AB")
				w.client(flagRST, 1, 0, "")
			},
			server: "AB",
			lines:  []string{"end 1 server fin", "end 1 client rst", "close 1 reset"},
		},
		"a FIN far ahead of what was acknowledged": {
			play: func(w *wire) {
				w.open()
				w.server(flagACK, 1, 1, "")
				w.client(flagACK|flagFIN, 1<<20, 1, "")
			},
			lines: []string{"close 1 open"},
		},
		"bytes before the FIN were not captured": {
			play: func(w *wire) {
				w.open()
				w.client(flagACK|flagFIN, 5, 1, "")
				w.server(flagACK|flagFIN, 1, 6, "")
				for range patience {
					w.client(flagACK, 6, 2, "")
				}
			},
			client: "....",
			lines:  []string{"end 1 server fin", "end 1 client fin", "close 1 closed"},
		},
		"a forged reset; whoever gave up acknowledges what was sent after": {
			play: func(w *wire) {
				w.open()
				w.client(flagRST, 1, 0, "")
				for i := range uint32(5) {
					w.now = w.now.Add(linger / 3)
					w.server(flagsData, 1+2*i, 1, "XY")
					w.client(flagACK, 1, 3+2*i, "")
				}
				w.client(flagACK|flagFIN, 1, 11, "")
			},
			server: "XYXYXYXYXY",
			lines:  []string{"end 1 client fin", "close 1 half"},
		},
		"a reset that is obeyed, and answered by nothing": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "AB")
				w.client(flagRST, 3, 0, "")
				w.server(flagACK, 1, 3, "")
				w.now = w.now.Add(linger)
				w.server(flagsData, 1, 3, "too late")
			},
			client: "AB",
			lines:  []string{"end 1 client rst", "end 1 server rst", "close 1 reset"},
		},
	})
}

// A straggler behind the end of a flow is counted with it and does not look like a new one.
func TestStraggler(t *testing.T) {
	w := newWire(t, Limits{})
	w.open()
	w.server(flagRST, 1, 0, "")
	w.now = w.now.Add(linger)
	w.client(flagACK, 1, 1, "")
	w.client(flagACK, 1, 1, "too late")
	if got := len(w.got.lines); got != 4 {
		t.Errorf("lines: %q", w.got.lines)
	}
}
