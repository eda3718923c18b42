package capture

import (
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
	"time"
)

// A pcap file is a header and a row of records, in the byte order of the machine that wrote it
// (draft-ietf-opsawg-pcap):
//
//	struct header {
//		uint32 magic;             // says byte order, and whether fractions are micro- or nanoseconds
//		uint16 major, minor;
//		uint32 reserved1, reserved2;
//		uint32 snaplen;
//		uint32 linktype;          // FCS length in its top bits
//	}
//	struct record {
//		uint32 seconds, fraction; // since 1970
//		uint32 captured, original;
//		uint8  data[captured];
//	}
const (
	pcapHeaderLen = 24
	pcapRecordLen = 16

	usualFrame = 256 << 10 // bytes that a frame may have whatever snaplen says: libpcap's greatest
)

// The magic numbers, read as big-endian.
const (
	pcapMicro        = 0xa1b2c3d4
	pcapNano         = 0xa1b23c4d
	pcapMicroSwapped = 0xd4c3b2a1
	pcapNanoSwapped  = 0x4d3cb2a1
)

// pcapFile reads the records of a pcap file.
type pcapFile struct {
	r        *Reader
	in       *window
	little   bool
	lengths  lengthOrder
	records  int
	first    uint32 // seconds of the first record
	iface    *Interface
	longest  uint32 // that a record may claim to be, in bytes
	fraction uint32 // what a fraction is to be multiplied with to give nanoseconds
}

// A lengthOrder says which way round a record's two lengths stand. It has changed with version 2.3.
type lengthOrder uint8

const (
	capturedFirst lengthOrder = iota
	originalFirst
	smallerFirst // version 2.3 was written both ways; what was captured is never longer than the original
)

func newPcap(r *Reader) (*pcapFile, error) {
	p := &pcapFile{r: r, in: &r.in, fraction: 1000}
	if !p.in.fill(pcapHeaderLen) {
		return nil, p.in.torn("the pcap header", pcapHeaderLen)
	}
	h := p.in.win[:pcapHeaderLen]
	magic := binary.BigEndian.Uint32(h)
	p.little = magic == pcapMicroSwapped || magic == pcapNanoSwapped
	resolution := time.Microsecond
	if magic == pcapNano || magic == pcapNanoSwapped {
		p.fraction, resolution = 1, time.Nanosecond
	}
	var order binary.ByteOrder = binary.BigEndian
	if p.little {
		order = binary.LittleEndian
	}
	major, minor := order.Uint16(h[4:]), order.Uint16(h[6:])
	link := order.Uint32(h[20:])
	switch {
	case major == 2 && minor == 2 && aixLink(link):
		return nil, &FormatError{r.name, "is a pcap file of AIX's variant, which numbers link types in its own way" + convert}
	case major == 543 && minor == 0, // of DG/UX
		major == 2 && minor < 3:
		p.lengths = originalFirst
	case major == 2 && minor == 3:
		p.lengths = smallerFirst
	case major == 2 && minor == 4:
	default:
		return nil, &FormatError{r.name, fmt.Sprintf("is a pcap file of version %d.%d, which is not known; 2.4 is", major, minor)}
	}
	r.interfaces = []Interface{{
		Link:       LinkType(link), // the low 16 bits
		SnapLen:    int(order.Uint32(h[16:])),
		FCS:        pcapFCS(link),
		Resolution: resolution,
	}}
	p.iface = &r.interfaces[0]
	p.longest = min(max(uint32(p.iface.SnapLen), usualFrame), MaxFrame)
	p.in.take(pcapHeaderLen)
	return p, nil
}

// aixLink says whether link is one of AIX's numbers in a file of version 2.2. They are those of RFC 1573:
// Ethernet, Token Ring, FDDI, loopback.
func aixLink(link uint32) bool { return link == 6 || link == 9 || link == 15 || link == 24 }

// pcapFCS is how many bytes of frame check sequence end each frame, by the link type's top bits: whether it
// is said at all, and the length in 16-bit words. -1: not said.
func pcapFCS(link uint32) int {
	if link&0x04000000 == 0 {
		return -1
	}
	return int(link>>28) * 2
}

func (p *pcapFile) u32(b []byte) uint32 {
	v := binary.LittleEndian.Uint32(b)
	if !p.little {
		v = bits.ReverseBytes32(v)
	}
	return v
}

func (p *pcapFile) next(f *Frame) error {
	in := p.in
	if len(in.win) < pcapRecordLen && !in.fill(pcapRecordLen) {
		if len(in.win) == 0 && in.failure() == nil {
			return io.EOF
		}
		return in.torn("the head of a record", pcapRecordLen)
	}
	h := in.win[:pcapRecordLen]
	sec, fraction := p.u32(h), p.u32(h[4:])
	captured, original := p.u32(h[8:]), p.u32(h[12:])
	if p.lengths == originalFirst || p.lengths == smallerFirst && captured > original {
		captured, original = original, captured
	}
	if captured > p.longest {
		return p.tooLong(captured)
	}
	n := pcapRecordLen + int(captured)
	if len(in.win) < n && !in.fill(n) {
		return in.torn("a record", int64(n))
	}
	f.Time = time.Unix(int64(sec), int64(fraction)*int64(p.fraction)).UTC()
	f.Link = p.iface.Link
	f.Interface = 0
	f.Length = int(max(original, captured))
	f.Data = in.win[pcapRecordLen:n:n]
	in.take(n)
	if p.records == 0 {
		p.first = sec
	}
	p.records++
	p.iface.Frames++
	return nil
}

// tooLong is the error for a record whose length can't be.
func (p *pcapFile) tooLong(captured uint32) *FileError {
	cause := fmt.Sprintf("a record claims %d bytes, more than the %d that a frame may have here", captured, p.longest)
	if p.records == 1 && p.nokia() {
		cause += "; this may be a pcap file of Nokia's variant" + convert
	}
	return &FileError{Offset: p.in.off, Cause: cause}
}

// nokia says whether a record would stand here if heads had four bytes more. Nokia's have, under the same
// magic number, so that of such a file only the first record can be taken for one.
func (p *pcapFile) nokia() bool {
	if !p.in.fill(4 + pcapRecordLen) {
		return false
	}
	h := p.in.win[4:]
	sec, captured, original := p.u32(h), p.u32(h[8:]), p.u32(h[12:])
	return sec-p.first < 24*60*60 && captured > 0 && captured <= min(original, p.longest)
}
