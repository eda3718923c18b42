package capture

import (
	"strings"
	"testing"

	"eavesdrop/decode"
)

// What connections say as a rule.
func TestTCP(t *testing.T) {
	playAll(t, map[string]scenario{
		"request and answer, closed by both": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "ping")
				w.server(flagsData, 1, 5, "pong")
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
				w.client(flagsData, 7, 1, "GHI")
				w.client(flagsData, 4, 1, "DEF")
				w.client(flagsData, 1, 1, "ABC")
				w.client(flagsData, 10, 1, "JKL")
			},
			client: "ABCDEFGHIJKL",
		},
		"retransmission, whole and with more behind it": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "ABCD")
				w.client(flagsData, 1, 1, "ABCD")
				w.client(flagsData, 3, 1, "CDEF")
			},
			client: "ABCDEF",
			check: func(t *testing.T, s decode.FlowStats) {
				if s.Retransmitted[0] != 6 || s.Conflicts != 0 {
					t.Errorf("stats: %+v", s)
				}
			},
		},
		"one direction only": {
			play: func(w *wire) {
				w.client(flagSYN, 0, 0, "")
				w.client(flagACK, 1, 1, "")
				w.client(flagsData, 1, 1, "AB")
			},
			client: "AB",
		},
		"bytes that the receiver had and the capture lost": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "AB")
				w.client(flagsData, 5, 1, "EF")
				for range patience {
					w.server(flagACK, 1, 7, "")
				}
				w.client(flagsData, 7, 1, "GH")
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
				w.client(flagsData, 3, 1, "CD")
			},
			client: "..CD",
			lines:  []string{"close 1 open"},
		},
		"every packet twice, as a mirror port may give them": {
			play: func(w *wire) {
				w.twice = true
				w.open()
				w.client(flagsData, 1, 1, "ping")
				w.client(flagsData, 9, 1, "late")
				w.client(flagsData, 5, 1, "soon")
				w.server(flagsData, 1, 13, "pong")
				w.client(flagACK|flagFIN, 13, 5, "")
				w.server(flagACK|flagFIN, 5, 14, "")
				w.client(flagACK, 14, 6, "")
			},
			client: "pingsoonlate", server: "pong",
			lines: []string{"end 1 client fin", "end 1 server fin", "close 1 closed"},
			check: counted(12, 0, 0),
		},
		"keep-alives, with the last byte, with another, and without": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "AB")
				w.client(flagACK, 2, 1, "B")
				w.client(flagACK, 2, 1, "\x00")
				w.client(flagACK, 2, 1, "")
				w.client(flagsData, 3, 1, "CD")
				w.server(flagACK, 1, 5, "")
				w.client(flagACK, 2, 1, "\x00") // it was long on its way
			},
			client: "ABCD",
			check:  counted(0, 3, 0),
		},
		"probes of a window of zero": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "AB")
				w.server(flagACK, 1, 3, "")
				w.client(flagACK, 3, 1, "C")
				w.server(flagACK, 1, 3, "")
				w.client(flagACK, 3, 1, "C")
				w.server(flagACK, 1, 3, "")
				w.client(flagsData, 3, 1, "CD")
			},
			client: "ABCD",
			check:  counted(1, 1, 0),
		},
		"acknowledgements that are captured before what they acknowledge": {
			play: func(w *wire) {
				w.open()
				for i := range uint32(3 * patience) {
					w.server(flagACK, 1, 3+2*i, "")
					w.client(flagsData, 1+2*i, 1, "AB")
				}
			},
			client: strings.Repeat("AB", 3*patience),
			check:  counted(0, 0, 0),
		},
		"a forged acknowledgement of what was never sent": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "AB")
				w.server(flagACK, 1, 9000, "")
				for i := range uint32(2 * patience) {
					w.server(flagACK, 1, 3+2*i, "")
					w.client(flagsData, 3+2*i, 1, "CD")
				}
			},
			client: "AB" + strings.Repeat("CD", 2*patience),
			check:  counted(0, 0, 0),
		},
		"data without an acknowledgement": {
			play: func(w *wire) {
				w.open()
				w.client(flagPSH, 1, 0, "forged")
				w.client(flagFIN, 1, 0, "")
				w.client(flagsData, 1, 1, "AB")
			},
			client: "AB",
			check:  counted(0, 6, 0),
		},
		"data far ahead of any window": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 1, 1, "AB")
				w.server(flagACK, 1, 3, "")
				w.client(flagsData, 1<<20, 1, "forged")
				w.client(flagsData, 3|1<<31, 1, "forged")
				w.client(flagsData, 3, 1, "CD")
				w.server(flagACK, 1, 5, "")
			},
			client: "ABCD",
			check:  counted(0, 12, 0),
		},
	})
}
