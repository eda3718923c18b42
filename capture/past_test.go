package capture

import (
	"math/rand/v2"
	"testing"
)

// What came again is compared with what was passed on lately: what is the same never differs, and what differs is seen
// as long as it is remembered, wherever the bounds of segments were.
func TestPast(t *testing.T) {
	var p past
	r := rand.New(rand.NewPCG(1, 2))
	var halves [3]half
	var streams [3][]byte
	const start = ^uint32(0) - 100_000 // so that the numbers wrap
	for i := range 20_000 {
		h := r.IntN(3)
		if i%1000 > 900 {
			h = 0 // for a while one alone
		}
		stream := &streams[h]
		data := make([]byte, 1+r.IntN(2000))
		if i%500 == 0 {
			data = make([]byte, longRun+r.IntN(1000))
		}
		for j := range data {
			data[j] = byte(r.Uint32())
		}
		p.add(&halves[h], start+uint32(len(*stream)), data)
		*stream = append(*stream, data...)

		h = r.IntN(3)
		stream = &streams[h]
		if len(*stream) < 40_000 {
			continue
		}
		from := len(*stream) - 1 - r.IntN(30_000)
		again := append([]byte(nil), (*stream)[from:min(from+1+r.IntN(2000), len(*stream))]...)
		if p.contradicts(&halves[h], start+uint32(from), again) {
			t.Fatalf("segment %d: the same bytes are taken for others", i)
		}
		again[r.IntN(len(again))] ^= 1
		if !p.contradicts(&halves[h], start+uint32(from), again) {
			t.Fatalf("segment %d: another byte, %d back, is not seen", i, len(*stream)-from)
		}
		old := r.IntN(len(*stream))
		if p.contradicts(&halves[h], start+uint32(old), (*stream)[old:min(old+100, len(*stream))]) {
			t.Fatalf("segment %d: the same bytes, from long ago, are taken for others", i)
		}
	}
	if len(p.bytes) > pastBytes || len(p.runs) > pastRuns {
		t.Errorf("%d bytes and %d runs are kept", len(p.bytes), len(p.runs))
	}
}
