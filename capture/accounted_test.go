package capture

import (
	"math/rand/v2"
	"testing"
)

// Every byte of payload is accounted for: it was handed on, or came again, or was urgent, or no receiver takes it. And
// what is kept is given back.
func TestEveryByteIsAccountedFor(t *testing.T) {
	for seed := range uint64(600) {
		r := rand.New(rand.NewPCG(seed, 5))
		w := newWire(t, Limits{OutOfOrder: 1000 + int(seed%3)*100_000, Memory: 3000})
		w.keep = false
		if seed%4 > 0 {
			w.open()
		}
		var payload uint64
		for range 5 + r.IntN(60) {
			flags, at := byte(flagACK), 1+r.Uint32N(60)
			data := make([]byte, r.IntN(8))
			for i := range data {
				data[i] = byte(at) + byte(i)
			}
			switch r.IntN(16) {
			case 0:
				flags |= flagURG
			case 1:
				data = append(data, 0xff) // another byte than at other times
			case 2:
				if seed%2 == 0 {
					flags |= flagSYN
					at = r.Uint32N(3) * 1000
				}
			case 3:
				if seed%3 == 0 {
					flags |= flagFIN
				}
			case 4:
				at += 1 << 20
			case 5:
				at -= 1 << 10
			case 6:
				flags |= flagRST
			case 7:
				flags = flagPSH
			case 8:
				at += 3 << 29 // further than any window
			}
			b := tcpBytes(1000, 80, clientISN+at, serverISN+1, flags, string(data))
			b[14], b[19] = byte(r.IntN(2)), byte(r.IntN(4))
			w.frame(ip4(protoTCP, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, b))
			payload += uint64(len(data))
			if r.IntN(3) == 0 {
				w.server(flagACK, 1, 1+r.Uint32N(70), "")
			}
		}
		w.a.Flush()
		var told uint64
		for _, st := range w.got.stats {
			told += st.Bytes[0] + st.Retransmitted[0] + st.Urgent[0] + st.Ignored[0]
			told += st.Bytes[1] + st.Retransmitted[1] + st.Urgent[1] + st.Ignored[1]
		}
		if told != payload {
			t.Errorf("seed %d: %d bytes of payload, %d accounted for: %+v", seed, payload, told, w.got.stats)
		}
		if w.a.waiting != 0 || w.a.waiters.len != 0 || w.a.lingerers.len != 0 {
			t.Errorf("seed %d: still kept: %d bytes, %d waiters, %d lingerers", seed, w.a.waiting, w.a.waiters.len, w.a.lingerers.len)
		}
		if t.Failed() {
			return
		}
	}
}
