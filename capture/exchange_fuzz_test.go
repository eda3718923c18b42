package capture

import (
	"math/rand/v2"
	"testing"
)

// choices are what a fuzzer wants to be drawn; when it has no more to say, chance decides.
type choices struct {
	said   []byte
	chance *rand.PCG
}

func (c *choices) Uint64() uint64 {
	if len(c.said) == 0 {
		return c.chance.Uint64()
	}
	b := c.said[0]
	c.said = c.said[1:]
	return uint64(b) * 0x01_01_01_01_01_01_01_01
}

// FuzzExchange chooses what two hosts do, and how their packets come to be in a capture that lacks none of them, or all of
// one side: whatever was captured comes out, each byte in its place.
func FuzzExchange(f *testing.F) {
	captures := []faults{
		{},
		{disorder: patience - 2},
		{disorder: patience / 2, twice: 0.2},
		{only: 1, disorder: 30, twice: 0.1},
		{only: 2, disorder: 30, twice: 0.1},
		{noEnd: true, disorder: patience / 2, twice: 0.2},
		{snap: 50, disorder: patience / 2},
		{bare: maxDoubts / 2, skew: patience, twice: 0.2},
	}
	for i := range captures {
		f.Add([]byte{}, uint8(i), uint64(1))
		f.Add([]byte("\x40\x00\xff\x80\x00\x10\x20\xf0\x00\x00\xc0\xc0\x80\x90\x10\xff\xff\xff"), uint8(i), uint64(2))
	}
	f.Fuzz(func(t *testing.T, said []byte, capture uint8, chance uint64) {
		r := rand.New(&choices{said, rand.NewPCG(chance, 13)})
		hear(t, r, captures[int(capture)%len(captures)])
	})
}
