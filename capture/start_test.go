package capture

import (
	"strings"
	"testing"
)

// How connections begin, and captures of them.
func TestStart(t *testing.T) {
	playAll(t, map[string]scenario{
		"data on the SYN": {
			play: func(w *wire) {
				w.client(flagSYN, 0, 0, "early")
				w.server(flagSYN|flagACK, 0, 6, "")
				w.client(flagsData, 6, 1, " late")
			},
			client: "early late",
		},
		"the capture begins in the middle": {
			play: func(w *wire) {
				w.client(flagsData, 100, 200, "AB")
				w.server(flagsData, 200, 102, "XY")
			},
			client: "AB", server: "XY",
		},
		"simultaneous open": {
			play: func(w *wire) {
				w.client(flagSYN, 0, 0, "")
				w.server(flagSYN, 0, 0, "")
				w.client(flagSYN|flagACK, 0, 1, "")
				w.server(flagSYN|flagACK, 0, 1, "")
				w.client(flagsData, 1, 1, "AB")
				w.server(flagsData, 1, 3, "XY")
			},
			client: "AB", server: "XY",
		},
		"data on the SYN that the server did not take": {
			play: func(w *wire) {
				w.client(flagSYN, 0, 0, "EARLY")
				w.server(flagSYN|flagACK, 0, 1, "")
				w.client(flagsData, 1, 1, "early late")
			},
			client: "early late",
			check:  counted(0, 5, 0),
		},
		"data on the SYN, sent again": {
			play: func(w *wire) {
				w.client(flagSYN, 0, 0, "EARLY")
				w.client(flagSYN, 0, 0, "EARLY")
				w.client(flagsData, 1, 1, "early late")
			},
			client: "early late",
			check:  counted(5, 5, 0),
		},
		"data on the SYN, one direction only": {
			play: func(w *wire) {
				w.client(flagSYN, 0, 0, "early")
				w.client(flagsData, 6, 1, " late")
			},
			client: "early late",
		},
		"data on the SYN-ACK that the client did not take": {
			play: func(w *wire) {
				w.client(flagSYN, 0, 0, "")
				w.server(flagSYN|flagACK, 0, 1, "EARLY")
				w.client(flagACK, 1, 1, "")
				w.server(flagsData, 1, 1, "early late")
			},
			server: "early late",
		},
		"the SYN is sent again": {
			play: func(w *wire) {
				w.client(flagSYN, 0, 0, "")
				w.client(flagSYN, 0, 0, "")
				w.server(flagSYN|flagACK, 0, 1, "")
				w.server(flagSYN|flagACK, 0, 1, "")
				w.client(flagsData, 1, 1, "AB")
			},
			client: "AB",
			lines:  []string{"close 1 open"},
		},
		"the SYN-ACK is captured before the SYN": {
			play: func(w *wire) {
				w.server(flagSYN|flagACK, 0, 1, "")
				w.client(flagSYN, 0, 0, "")
				w.client(flagACK, 1, 1, "")
				w.client(flagsData, 1, 1, "AB")
				w.server(flagsData, 1, 3, "XY")
			},
			client: "AB", server: "XY",
			lines: []string{"close 1 open"},
		},
		"data are captured before the SYN and the SYN-ACK": {
			play: func(w *wire) {
				w.client(flagsData, 1, 1, "AB")
				w.client(flagSYN, 0, 0, "")
				if got := w.got.stream("1 client"); got != "AB" {
					w.t.Errorf("behind the SYN: %q", got)
				}
				w.server(flagsData, 1, 3, "XY")
				w.server(flagSYN|flagACK, 0, 1, "")
				w.client(flagsData, 3, 3, "CD")
			},
			client: "ABCD", server: "XY",
			lines: []string{"close 1 open"},
		},
		"the SYN-ACK is not captured, nor the first data": {
			play: func(w *wire) {
				w.client(flagSYN, 0, 0, "")
				w.client(flagsData, 1, 1, "AB")
				w.server(flagsData, 3, 3, "CD")
			},
			client: "AB", server: "..CD",
		},
		"from the middle, the first segments in the wrong order": {
			play: func(w *wire) {
				w.client(flagsData, 105, 200, "FG")
				w.client(flagsData, 103, 200, "DE")
				w.client(flagsData, 100, 200, "ABC")
				w.server(flagACK, 200, 107, "")
				w.client(flagsData, 107, 200, "HI")
			},
			client: "ABCDEFGHI",
			check:  counted(0, 0, 0),
		},
		"from the middle, one direction only": {
			play: func(w *wire) {
				w.client(flagsData, 102, 200, "CD")
				w.client(flagsData, 100, 200, "AB")
				for i := range uint32(10) {
					w.client(flagsData, 104+i, 200, "x")
				}
				if got := w.got.stream("1 client"); got != "ABCDxxxxxxxxxx" {
					w.t.Errorf("while it goes on: %q", got)
				}
			},
			client: "ABCDxxxxxxxxxx",
		},
		"from the middle, one direction only and in no order": {
			play: func(w *wire) {
				for i := range uint32(26) {
					at := (13 + i*7) % 26
					w.client(flagsData, 100+at, 200, string(rune('a'+(at+4)%26))) // r, y, f, …
				}
				for i := range uint32(2 * startPatience) {
					w.client(flagsData, 126+i, 200, "!")
				}
				if got := w.got.stream("1 client"); got != "efghijklmnopqrstuvwxyzabcd!!!!!!!!" {
					w.t.Errorf("while it goes on: %q", got)
				}
			},
			client: "efghijklmnopqrstuvwxyzabcd!!!!!!!!",
			check:  counted(0, 0, 0),
		},
		"from the middle, the order is not waited for for ever": {
			play: func(w *wire) {
				w.step = lateness / 16
				for i := range uint32(20 + startPatience) {
					w.client(flagsData, 200-4*i, 200, "AB")
				}
				if got := w.got.stream("1 client"); got == "" {
					w.t.Errorf("nothing while it goes on")
				}
			},
			client: strings.Repeat("AB..", 20) + "AB",
			check:  counted(0, 6, 0),
		},
		"from the middle, what was sent before comes too late": {
			play: func(w *wire) {
				w.client(flagsData, 104, 200, "EF")
				for i := range uint32(2 * startPatience) {
					w.client(flagsData, 106+i, 200, "x")
				}
				w.client(flagsData, 100, 200, "ABCDEF")
			},
			client: "EFxxxxxxxx",
			check:  counted(2, 4, 0),
		},
		"from the middle, what was acknowledged begins at once": {
			play: func(w *wire) {
				w.server(flagACK, 200, 100, "")
				w.client(flagsData, 100, 200, "AB")
				if got := w.got.stream("1 server"); got != "AB" {
					w.t.Errorf("while it goes on: %q", got)
				}
			},
			server: "AB",
		},
		"from the middle, with a keep-alive": {
			play: func(w *wire) {
				w.server(flagACK, 200, 100, "")
				w.client(flagACK, 99, 200, "\x00")
				w.client(flagsData, 100, 200, "AB")
			},
			server: "AB",
		},
		"from the middle, request and answer keep their order": {
			play: func(w *wire) {
				w.client(flagsData, 100, 200, "ask")
				w.server(flagsData|flagFIN, 200, 0, "answer")
				w.client(flagsData|flagFIN, 103, 200, "")
			},
			client: "ask", server: "answer",
			lines: []string{"end 1 server fin", "end 1 client fin", "close 1 closed"},
		},
	})
}
