package capture

import (
	"math/rand/v2"
	"strings"
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

// No frame, whatever its bytes, makes the assembler fail.
func FuzzFrame(f *testing.F) {
	f.Add(uint16(LinkRaw), ip4(protoTCP, [4]byte{1, 2, 3, 4}, [4]byte{5, 6, 7, 8}, tcpBytes(1, 2, 3, 4, flagACK, "data")))
	f.Add(uint16(LinkEthernet), append([]byte{12: 8, 13: 0}, ip4(protoUDP, [4]byte{1}, [4]byte{2}, make([]byte, 20))...))
	f.Add(uint16(LinkLinuxSLL2), make([]byte, 80))
	f.Add(uint16(LinkNull), append([]byte{2, 0, 0, 0, 0x60}, make([]byte, 40)...))
	f.Add(uint16(LinkRaw), outer(108, inflatesToItself))
	for _, c := range linkCases() {
		f.Add(uint16(c.link), c.frame)
	}
	f.Fuzz(func(t *testing.T, link uint16, data []byte) {
		a := NewAssembler(&sink{streams: map[string]*strings.Builder{}}, Limits{})
		frame := &Frame{Number: 1, Link: LinkType(link), Length: len(data), Data: data}
		a.Frame(frame)
		a.Frame(frame)
		a.Flush()
		c := a.Counts()
		total := c.Decoded
		for _, n := range c.Skipped {
			total += n
		}
		if total != c.Seen {
			t.Errorf("seen %d, accounted for %d", c.Seen, total)
		}
		Dissect(frame)
	})
}
