package capture

import (
	"encoding/binary"
	"time"

	"eavesdrop/decode"
)

// What becomes of a fragment that does not complete its datagram.
const (
	skipWaiting     skip = "IP fragment of a datagram that is not complete"
	skipRepeated    skip = "IP fragment that came before"
	skipContradicts skip = "IP fragment that came before with other bytes"      // receivers keep the first
	skipOverlap     skip = "IP fragments that overlap or contradict each other" // receivers drop the datagram
	skipTooLong     skip = "IP fragment beyond the longest datagram"
	skipUneven      skip = "IP fragment whose length is no multiple of eight"
)

// fragmentHeader is what a trail calls the part of a datagram that a frame brings.
const fragmentHeader = "Part of a fragmented payload"

// A fragment is one as it came.
type fragment struct {
	key    fragmentKey
	proto  uint8 // what the datagram carries; of IPv6, the first fragment's holds
	offset int
	more   bool // others follow it
	data   []byte
	pieces decode.Trace // where data stood
	frames int          // that brought it: several if it was put together itself
	time   time.Time
}

// fragment4 takes an IPv4 packet that is a fragment (RFC 791, section 3.2); b is its payload.
func (a *Assembler) fragment4(head, b []byte, at int, p *peeled, depth int) skip {
	field := binary.BigEndian.Uint16(head[6:])
	f := fragment{
		key:   fragmentKey{p.src, p.dst, uint32(binary.BigEndian.Uint16(head[4:])), head[9], 4},
		proto: head[9], offset: int(field&0x1fff) * 8, more: field&0x2000 != 0,
	}
	if f.more && p.missing == 0 {
		b = b[:len(b)&^7] // only the last may end anywhere
	}
	return a.fragment(&f, b, at, p, depth)
}

// fragment6 takes an IPv6 packet whose fragment header b begins with (RFC 8200, section 4.5): next header(1)
// reserved(1) offset and flags(2) identification(4).
func (a *Assembler) fragment6(b []byte, at int, p *peeled, depth int) skip {
	if len(b) < 8 {
		return skipShort
	}
	field := binary.BigEndian.Uint16(b[2:])
	f := fragment{
		key:   fragmentKey{p.src, p.dst, binary.BigEndian.Uint32(b[4:]), 0, 6},
		proto: b[0], offset: int(field &^ 7), more: field&1 != 0,
	}
	b = b[8:]
	if f.more && len(b)%8 != 0 && p.missing == 0 {
		return skipUneven // "that fragment must be discarded"
	}
	return a.fragment(&f, b, at+8, p, depth)
}

// fragment adds f, whose bytes b stand at, to its datagram, and goes on with that once it is complete. Frames
// that brought earlier fragments were counted as waiting; they are decoded, or not, as the one that completes
// the datagram.
func (a *Assembler) fragment(f *fragment, b []byte, at int, p *peeled, depth int) skip {
	if p.missing > 0 {
		if f.offset == 0 { // what is there of it says at least whose it is
			return a.transport(f.proto, b, at, p, depth+1)
		}
		return skipShort
	}
	if p.shared { // a frame is counted once
		return "IP fragment that shares its frame"
	}
	p.note(fragmentHeader, at, len(b))
	f.data, f.frames, f.time = b, 1+p.before, p.time
	if p.pieces == nil {
		f.pieces = decode.Trace{{Len: len(b), Frame: p.frame, At: at}}
	} else {
		f.pieces = p.pieces.AppendSlice(nil, uint64(at), uint64(at+len(b)), 0)
	}
	d, why := a.fragments.add(f)
	if why == skipOverlap {
		a.count(skipWaiting, -d.frames)
		a.count(skipOverlap, d.frames)
	}
	if why != "" {
		return why
	}
	whole, pieces := d.join()
	p.pieces, p.before = pieces, d.frames-1
	p.contradicted += d.contradicted
	return a.transport(d.proto, whole, 0, p, depth+1)
}

// count adds n frames to those skipped for a reason.
func (a *Assembler) count(why skip, n int) {
	if n == 0 {
		return
	}
	if a.counts.Skipped[string(why)] += n; a.counts.Skipped[string(why)] == 0 {
		delete(a.counts.Skipped, string(why))
	}
}
