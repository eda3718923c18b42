package capture

import (
	"testing"
	"time"

	"eavesdrop/decode"
)

// The round trip is from the SYN that was answered to the acknowledgement of the answer.
func TestRTT(t *testing.T) {
	rtt := func(want time.Duration) func(*testing.T, decode.FlowStats) {
		return func(t *testing.T, s decode.FlowStats) {
			if s.RTT != want {
				t.Errorf("round trip %v, want %v", s.RTT, want)
			}
		}
	}
	playAll(t, map[string]scenario{
		"as a rule": {
			play:  func(w *wire) { w.open() },
			check: rtt(2 * time.Millisecond),
		},
		"the SYN was sent again": {
			play: func(w *wire) {
				w.client(flagSYN, 0, 0, "")
				w.now = w.now.Add(time.Second)
				w.open()
			},
			check: rtt(2 * time.Millisecond),
		},
		"an acknowledgement of something else": {
			play: func(w *wire) {
				w.client(flagSYN, 0, 0, "")
				w.server(flagSYN|flagACK, 0, 1, "")
				w.client(flagACK, 1, 900, "")
				w.client(flagACK, 1, 1, "")
			},
			check: rtt(3 * time.Millisecond),
		},
		"data on the answer": {
			play: func(w *wire) {
				w.client(flagSYN, 0, 0, "")
				w.server(flagSYN|flagACK, 0, 1, "early")
				w.client(flagACK, 1, 6, "")
			},
			server: "early",
			check:  rtt(2 * time.Millisecond),
		},
		"the clock goes back": {
			play: func(w *wire) {
				w.client(flagSYN, 0, 0, "")
				w.server(flagSYN|flagACK, 0, 1, "")
				w.now = w.now.Add(-time.Second)
				w.client(flagACK, 1, 1, "")
			},
			check: rtt(0),
		},
	})
}
