package capture

import (
	"encoding/binary"
	"strings"
	"testing"
	"time"
)

// segmentsOf makes the frames of a client that sends segments of size bytes, opening and acknowledgements left out.
func segmentsOf(size int) (packet []byte, setSeq func(uint32)) {
	packet = ip4(protoTCP, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, tcpBytes(1000, 80, 0, 1, flagACK, string(make([]byte, size))))
	binary.BigEndian.PutUint16(packet[34:], 65535)
	return packet, func(seq uint32) { binary.BigEndian.PutUint32(packet[24:], seq) }
}

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

// BenchmarkInOrder is a download: full segments, every second one acknowledged.
func BenchmarkInOrder(b *testing.B) {
	const size = 1448
	packet, setSeq := segmentsOf(size)
	ack := ip4(protoTCP, [4]byte{10, 0, 0, 2}, [4]byte{10, 0, 0, 1}, tcpBytes(80, 1000, 1, 0, flagACK, ""))
	binary.BigEndian.PutUint16(ack[34:], 65535)
	a := NewAssembler(discard{}, Limits{})
	f := Frame{Link: LinkRaw, Time: time.Unix(1e9, 0)}
	seq := uint32(0)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		f.Number++
		setSeq(seq)
		f.Data, f.Length = packet, len(packet)
		a.Frame(&f)
		if seq += size; f.Number%2 == 0 {
			binary.BigEndian.PutUint32(ack[28:], seq)
			f.Data, f.Length = ack, len(ack)
			a.Frame(&f)
		}
	}
}

// BenchmarkSwapped has every second pair of segments in the wrong order.
func BenchmarkSwapped(b *testing.B) {
	const size = 1448
	packet, setSeq := segmentsOf(size)
	a := NewAssembler(discard{}, Limits{})
	f := Frame{Link: LinkRaw, Time: time.Unix(1e9, 0), Data: packet, Length: len(packet)}
	seq := uint32(0)
	b.SetBytes(4 * size)
	b.ReportAllocs()
	for b.Loop() {
		for _, i := range [4]uint32{0, 1, 3, 2} {
			f.Number++
			setSeq(seq + i*size)
			a.Frame(&f)
		}
		seq += 4 * size
	}
}

// BenchmarkHostile plays segments of one byte behind a gap that is never filled: 100,000 a round, in orders that are
// hard to keep sorted.
func BenchmarkHostile(b *testing.B) {
	const n = 100_000
	for name, at := range map[string]func(i uint32) uint32{
		"apart, falling": func(i uint32) uint32 { return 2 * (n - i) },
		"apart, random":  func(i uint32) uint32 { return 2 * (i * 40503 % 65536) },
		"apart, rising":  func(i uint32) uint32 { return 2 * i },
		"side by side":   func(i uint32) uint32 { return i },
	} {
		b.Run(name, func(b *testing.B) {
			packet, setSeq := segmentsOf(1)
			b.ReportAllocs()
			for b.Loop() {
				a := NewAssembler(discard{}, Limits{})
				f := Frame{Link: LinkRaw, Time: time.Unix(1e9, 0), Data: packet, Length: len(packet)}
				a.Frame(&f)
				for i := range uint32(n) {
					f.Number++
					setSeq(10 + at(i))
					a.Frame(&f)
				}
				a.Flush()
			}
		})
	}
}

// BenchmarkManyFlows opens flows beyond what is followed at a time.
// Bytes in doubt, over much that waits, are acknowledged one by one.
func BenchmarkDoubts(b *testing.B) {
	const reach = 10_000
	from, to := [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}
	said := func(seq uint32, flags byte, data string) []byte {
		return ip4(protoTCP, from, to, tcpBytes(1000, 80, seq, 501, flags, data))
	}
	a := NewAssembler(discard{}, Limits{})
	frame := func(data []byte) { a.Frame(&Frame{Number: 1, Link: LinkRaw, Length: len(data), Data: data}) }
	frame(said(100, flagSYN, ""))
	frame(ip4(protoTCP, to, from, tcpBytes(80, 1000, 500, 101, flagSYN|flagACK, "")))
	frame(said(101, flagACK, ""))
	for i := range uint32(4000) {
		frame(said(101+reach+2*i, flagACK, "A"))
	}
	for range maxDoubts {
		frame(said(101, flagPSH, strings.Repeat("A", 3*reach)))
	}
	b.ReportAllocs()
	for i := uint32(0); b.Loop(); i++ {
		frame(ip4(protoTCP, to, from, tcpBytes(80, 1000, 501+i, 102+i%reach, flagACK, "x")))
	}
}

func BenchmarkManyFlows(b *testing.B) {
	packet, _ := segmentsOf(1)
	a := NewAssembler(discard{}, Limits{})
	f := Frame{Link: LinkRaw, Time: time.Unix(1e9, 0), Data: packet, Length: len(packet)}
	port := uint32(0)
	b.ReportAllocs()
	for b.Loop() {
		port++
		binary.BigEndian.PutUint32(packet[12:], port)
		a.Frame(&f)
	}
}
