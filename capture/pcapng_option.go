package capture

import (
	"iter"
	"strings"
)

// Option codes (draft-ietf-opsawg-pcapng, sections 3.5 and 4). Except for the first two their meaning depends
// on the block.
const (
	optEnd     = 0
	optComment = 1

	optSectionApplication = 4

	optDropCount = 4 // enhanced packet

	optInterfaceName        = 2
	optInterfaceDescription = 3
	optInterfaceResolution  = 9
	optInterfaceFilter      = 11
	optInterfaceFCS         = 13
	optInterfaceOffset      = 14

	optStatisticsReceived  = 4
	optStatisticsDropped   = 5
	optStatisticsOSDrop    = 7
	optStatisticsDelivered = 8
)

// options reads a block's options: uint16 code, length; value, padded to 32 bits. One that does not fit in the
// block ends them, and is recorded.
func (p *pcapngFile) options(b []byte) iter.Seq2[uint16, []byte] {
	return func(yield func(uint16, []byte) bool) {
		for len(b) >= 4 {
			code, n := p.u16(b), int(p.u16(b[2:]))
			b = b[4:]
			if code == optEnd {
				return
			}
			if n > len(b) {
				p.leaveOut("an option claims %d bytes, but its block has room for %d", n, len(b))
				return
			}
			if !yield(code, b[:n]) {
				return
			}
			b = b[min((n+3)&^3, len(b)):]
		}
	}
}

// text is what an option or name says. Some writers end it with a zero byte though it has a length.
func text(b []byte) string { return strings.TrimRight(string(b), "\x00") }

// keep says whether there is room to keep n more bytes of names and comments, and takes it.
func (r *Reader) keep(n int) bool {
	if n > r.budget {
		if r.budget >= 0 {
			r.leaveOut(r.in.off, "names and comments take more than 4 MiB; those that follow are not kept")
		}
		r.budget = -1
		return false
	}
	r.budget -= n
	return true
}

// comment keeps a comment about a frame; 0: about the capture.
func (r *Reader) comment(frame int, value []byte) {
	if r.OnComment != nil && r.keep(32+len(value)) {
		r.OnComment(Comment{Frame: frame, Text: text(value)})
	}
}

// comments reads options of which only comments, about the capture, are of interest.
func (p *pcapngFile) comments(options []byte) {
	for code, value := range p.options(options) {
		if code == optComment {
			p.r.comment(0, value)
		}
	}
}
