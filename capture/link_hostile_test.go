package capture

import (
	"math/rand/v2"
	"testing"

	"eavesdrop/decode"
)

// Frames whose length fields say anything, of every link type that a file may name, cut off anywhere: each is
// counted, none makes the assembler or the dissector fail.
func TestHostileFrames(t *testing.T) {
	extremes := []byte{0, 0, 0, 1, 2, 4, 6, 8, 0x10, 0x20, 0x40, 0x45, 0x60, 0x7f, 0x80, 0x81, 0xff, 0xff}
	random := rand.New(rand.NewPCG(1, 2))
	data := make([]byte, 80)
	for link := range LinkType(300) {
		a := NewAssembler(discard{}, Limits{})
		for range 400 {
			for i := range data {
				data[i] = extremes[random.IntN(len(extremes))]
			}
			f := &Frame{Number: 1, Link: link, Length: 80, Data: data[:random.IntN(len(data)+1)]}
			func() {
				defer func() {
					if why := recover(); why != nil {
						t.Fatalf("link type %d, % x: %v", link, f.Data, why)
					}
				}()
				a.Frame(f)
				Dissect(f)
			}()
		}
		a.Flush()
		if c := a.Counts(); c.Seen != 400 || c.Seen != c.Decoded+total(c.Skipped) {
			t.Errorf("link type %d: %+v", link, c)
		}
	}
}

// discard is a sink that nothing is heard of.
type discard struct{}

func (discard) Open(*decode.Flow)    {}
func (discard) Feed(*decode.Segment) {}
func (discard) Close(*decode.Flow)   {}
