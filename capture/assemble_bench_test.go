package capture

import (
	"testing"
	"time"
)

// BenchmarkAssembler is one frame of a TCP connection over Ethernet, all in order.
func BenchmarkAssembler(b *testing.B) {
	a := NewAssembler(discard{}, Limits{})
	frame := append([]byte{12: 8, 13: 0}, ip4(protoTCP, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, tcpBytes(1000, 80, 1, 1, flagACK, string(make([]byte, 1000))))...)
	f := Frame{Number: 1, Time: time.Unix(1, 0), Link: LinkEthernet, Length: len(frame), Data: frame}
	seq := frame[14+20+4:]
	b.ReportAllocs()
	for n := uint32(1); b.Loop(); n += 1000 {
		seq[0], seq[1], seq[2], seq[3] = byte(n>>24), byte(n>>16), byte(n>>8), byte(n)
		a.Frame(&f)
	}
}
