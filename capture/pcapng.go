package capture

import (
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
)

// A pcapng file is a row of blocks (draft-ietf-opsawg-pcapng, section 3.1), each
//
//	struct block {
//		uint32 type;
//		uint32 length; // of all of the block, both lengths included
//		uint8  body[]; // padded to 32 bits
//		uint32 length; // once more, for those who read backwards
//	}
//
// A section header block begins each section, and says the byte order of its numbers. Interfaces are numbered
// from 0 in each section.
type blockType uint32

// The block types (draft-ietf-opsawg-pcapng, section 10.1). All others are skipped.
const (
	blockSection    blockType = 0x0a0d0d0a // reads alike in both byte orders
	blockInterface  blockType = 1
	blockPacket     blockType = 2 // obsolete
	blockSimple     blockType = 3
	blockNames      blockType = 4
	blockStatistics blockType = 5
	blockEnhanced   blockType = 6
	blockSecrets    blockType = 10
)

const (
	blockHeadLen  = 8                // type and length
	blockFrameLen = 12               // and the length at the end
	maxBlock      = MaxFrame + 1<<20 // bytes of one block that is looked at; longer ones are left out
	byteOrder     = 0x1a2b3c4d
)

// pcapngFile reads the blocks of a pcapng file.
type pcapngFile struct {
	r       *Reader
	in      *window
	little  bool
	strange bool    // the section is of an unknown version, and passed over
	base    int     // index of the section's first interface in r.interfaces
	clocks  []clock // of the section's interfaces
}

func (p *pcapngFile) u16(b []byte) uint16 {
	v := binary.LittleEndian.Uint16(b)
	if !p.little {
		v = bits.ReverseBytes16(v)
	}
	return v
}

func (p *pcapngFile) u32(b []byte) uint32 {
	v := binary.LittleEndian.Uint32(b)
	if !p.little {
		v = bits.ReverseBytes32(v)
	}
	return v
}

func (p *pcapngFile) u64(b []byte) uint64 {
	v := binary.LittleEndian.Uint64(b)
	if !p.little {
		v = bits.ReverseBytes64(v)
	}
	return v
}

// next goes on to the next block that holds a frame.
func (p *pcapngFile) next(f *Frame) error {
	in := p.in
	for {
		typ, n, err := p.block()
		if err != nil {
			return err
		}
		if p.strange && typ != blockSection {
			in.take(n)
			continue
		}
		body := in.win[blockHeadLen : n-4]
		frame := false
		switch typ {
		case blockEnhanced:
			frame = p.enhanced(f, body)
		case blockSimple:
			frame = p.simple(f, body)
		case blockPacket:
			frame = p.obsolete(f, body)
		case blockSection:
			err = p.section(body)
		case blockInterface:
			err = p.describe(body)
		case blockStatistics:
			p.statistics(body)
		case blockNames:
			p.resolve(body)
		case blockSecrets:
			p.secrets(body)
		}
		if err != nil {
			return err
		}
		in.take(n)
		if frame {
			return nil
		}
	}
}

// block gets the next block into the window: n bytes, padding included. Blocks that can't be of use are
// passed over.
func (p *pcapngFile) block() (typ blockType, n int, err error) {
	in := p.in
	for {
		if len(in.win) < blockFrameLen && !in.fill(blockFrameLen) {
			if len(in.win) == 0 && in.failure() == nil {
				return 0, 0, io.EOF
			}
			return 0, 0, in.torn("the head of a block", blockFrameLen)
		}
		typ = blockType(p.u32(in.win))
		if typ == blockSection && !p.order(in.win[blockHeadLen:]) {
			return 0, 0, p.bad("a section header's byte order magic is % x", in.win[blockHeadLen:blockFrameLen])
		}
		length := p.u32(in.win[4:])
		if length < blockFrameLen {
			return 0, 0, p.bad("a block claims to be %d bytes long; none is shorter than %d", length, blockFrameLen)
		}
		// Section 3.1: "This value MUST be a multiple of 4." Some writers leave out the padding in the
		// length, though not in the file.
		padded := (int64(length) + 3) &^ 3
		if padded <= maxBlock {
			n = int(padded)
			if len(in.win) < n && !in.fill(n) {
				return 0, 0, in.torn("a block", padded)
			}
			if end := p.u32(in.win[n-4:]); end != length {
				return 0, 0, p.bad("a block of %d bytes says %d at its end", length, end)
			}
			return typ, n, nil
		}
		start := in.off
		if !in.skip(padded) {
			if err := in.failure(); err != nil {
				return 0, 0, in.torn("a block", padded)
			}
			cause := fmt.Sprintf("a block claims to be %d bytes long, but the file has only %d more", padded, in.off-start)
			return 0, 0, &FileError{Offset: start, Cause: cause, Err: io.ErrUnexpectedEOF}
		}
		if typ.known() {
			p.r.leaveOut(start, fmt.Sprintf("a block is %d bytes long, more than the %d that are looked at", padded, maxBlock))
		}
	}
}

// known says whether a block of this type would have been looked at.
func (t blockType) known() bool {
	return t == blockSection || t >= blockInterface && t <= blockEnhanced || t == blockSecrets
}

// order takes the byte order from a section header's magic number.
func (p *pcapngFile) order(magic []byte) bool {
	switch binary.LittleEndian.Uint32(magic) {
	case byteOrder:
		p.little = true
	case bits.ReverseBytes32(byteOrder):
		p.little = false
	default:
		return false
	}
	return true
}

// section begins a section.
//
//	uint32 byteOrder; uint16 major, minor; int64 length; options
func (p *pcapngFile) section(body []byte) error {
	if len(body) < 16 {
		return p.bad("a section header is too short")
	}
	major, minor := p.u16(body[4:]), p.u16(body[6:])
	// Section 4.1: "Some pcapng file writers have used a minor value of 2".
	if p.strange = major != 1 || minor != 0 && minor != 2; p.strange {
		p.leaveOut("a section is of pcapng version %d.%d, which is not known; 1.0 is", major, minor)
		return nil
	}
	p.base, p.clocks = len(p.r.interfaces), p.clocks[:0]
	p.comments(body[16:])
	return nil
}

// bad is the error for the block that stands at the window's front.
func (p *pcapngFile) bad(format string, args ...any) *FileError {
	return &FileError{Offset: p.in.off, Cause: fmt.Sprintf(format, args...)}
}

// leaveOut records that the block at the window's front is of no use.
func (p *pcapngFile) leaveOut(format string, args ...any) {
	p.r.leaveOut(p.in.off, fmt.Sprintf(format, args...))
}
