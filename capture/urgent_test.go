package capture

import (
	"encoding/binary"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
)

// Urgent bytes are told, with their place in the frame, and are no part of the stream. Which they are is proved with
// Linux itself, in TestAsTheKernelReads.
func TestUrgent(t *testing.T) {
	urge := func(w *wire, seq uint32, data string, pointer uint16) {
		b := tcpBytes(1000, 80, clientISN+seq, serverISN+1, flagsData|flagURG, data)
		binary.BigEndian.PutUint16(b[18:], pointer)
		w.frame(ip4(protoTCP, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, b))
	}
	playAll(t, map[string]scenario{
		"in order": {
			play: func(w *wire) {
				w.open()
				urge(w, 1, "AB!CD", 3)
				urge(w, 6, "!", 1)
				w.client(flagsData, 7, 1, "EF")
			},
			client: "ABCDEF",
			lines:  []string{`urgent 1 client "!" at 2`, `urgent 1 client "!" at 4`, "close 1 open"},
			check: func(t *testing.T, s decode.FlowStats) {
				if s.Urgent != [2]uint64{2, 0} || s.Bytes != [2]uint64{6, 0} {
					t.Errorf("%+v", s)
				}
			},
		},
		"out of order": {
			play: func(w *wire) {
				w.open()
				w.client(flagsData, 5, 1, "EF")
				urge(w, 3, "C!", 2)
				w.client(flagsData, 1, 1, "AB")
			},
			client: "ABCEF",
			lines:  []string{`urgent 1 client "!" at 3`, "close 1 open"},
		},
		"lost": {
			play: func(w *wire) {
				w.open()
				urge(w, 1, "AB", 3)
				w.client(flagsData, 4, 1, "CD")
				w.server(flagACK, 1, 6, "")
			},
			client: "AB.CD",
			lines:  []string{"close 1 open"},
		},
		"on a SYN and on a reset it means nothing": {
			play: func(w *wire) {
				w.client(flagSYN|flagURG, 0, 0, "")
				w.server(flagSYN|flagACK, 0, 1, "")
				w.client(flagsData, 1, 1, "ABCD")
				w.client(flagRST|flagURG, 5, 1, "no")
			},
			client: "ABCDno",
			lines:  []string{"end 1 client rst", "end 1 server rst", "close 1 reset"},
		},
	})
	w := newWire(t, Limits{})
	w.open()
	urge(w, 1, "AB!CD", 3)
	if diff := cmp.Diff(decode.Trace{{Off: 0, Len: 2, Frame: 4, At: 40}, {Off: 2, Len: 2, Frame: 4, At: 43}}, w.got.trace); diff != "" {
		t.Errorf("trace (-want +got)\n%s", diff)
	}
}
