package capture

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"testing"
)

// benchmarkFile writes a pcap file of n frames, every other one full, the others acknowledgements.
func benchmarkFile(b *testing.B, n int) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "bench.pcap")
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(file)
	w.Write(fileBytes(b, "d4c3b2a1 0200 0400 00000000 00000000 00000400 01000000"))
	record := make([]byte, pcapRecordLen+1514)
	for i := range n {
		size := 66 + i%2*(1514-66)
		binary.LittleEndian.PutUint32(record, uint32(1697603072+i/1000))
		binary.LittleEndian.PutUint32(record[8:], uint32(size))
		binary.LittleEndian.PutUint32(record[12:], uint32(size))
		w.Write(record[:pcapRecordLen+size])
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	file.Close()
	return path
}

func readFile(tb testing.TB, path string) (frames int) {
	r, err := OpenFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer r.Close()
	var f Frame
	for {
		if err := r.Next(&f); err == io.EOF {
			return frames
		} else if err != nil {
			tb.Fatal(err)
		}
		frames++
	}
}

func BenchmarkReader(b *testing.B) {
	const frames = 40_000
	path := benchmarkFile(b, frames)
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(info.Size())
	b.ReportAllocs()
	for b.Loop() {
		if n := readFile(b, path); n != frames {
			b.Fatal(n)
		}
	}
}

// All names of a file may be one address's.
func BenchmarkNames(b *testing.B) {
	r := Reader{budget: 4 << 20}
	addr := netip.MustParseAddr("10.0.0.1")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		r.nameAddress(addr, fmt.Appendf(nil, "%d", i))
	}
}

func BenchmarkWriter(b *testing.B) {
	w, err := NewWriter(io.Discard, WriterOptions{})
	if err != nil {
		b.Fatal(err)
	}
	f := Frame{Time: at(1697603072, 0), Link: LinkEthernet, Data: make([]byte, 1514)}
	b.SetBytes(1514)
	b.ReportAllocs()
	for b.Loop() {
		if err := w.Frame(&f); err != nil {
			b.Fatal(err)
		}
	}
}
