package tlswire

import (
	"encoding/binary"
	"slices"

	"eavesdrop/decode"
)

const (
	helloVerifyRequest HandshakeType = 3
	extConnectionID    ExtensionType = 54

	fragmentHeaderSize = 12
	maxFragments       = 256 // of one message, that are kept
	maxEarly           = 16  // messages that wait for earlier ones
)

// A fragment is a piece of a handshake message, or all of it. Messages are cut so that they fit datagrams
// (RFC 6347, section 4.2.2):
//
//	fragment {
//	    type     uint8
//	    length   uint24  // of the whole message
//	    sequence uint16  // of the message, from 0, in each direction
//	    offset   uint24
//	    size     uint24
//	    body     [size]byte
//	}
type fragment struct {
	typ      HandshakeType
	length   int
	sequence int
	offset   int
	body     []byte
}

// parseFragment reads the fragment at the front of b. What the snap length cut off its body does not count.
func parseFragment(b []byte) (f fragment, ok bool) {
	if len(b) < fragmentHeaderSize {
		return f, false
	}
	uint24 := func(b []byte) int { return int(b[0])<<16 | int(b[1])<<8 | int(b[2]) }
	f = fragment{typ: HandshakeType(b[0]), length: uint24(b[1:]), sequence: int(binary.BigEndian.Uint16(b[4:])), offset: uint24(b[6:])}
	size := uint24(b[9:])
	if _, known := find(handshakeNames[:], uint16(b[0])); !known || f.offset+size > f.length || size == 0 && f.length > 0 {
		return f, false
	}
	f.body = b[fragmentHeaderSize:]
	f.body = f.body[:min(size, len(f.body))]
	return f, true
}

// A flight puts one side's handshake messages together and in order.
type flight struct {
	next    int      // sequence number of the message to be told next
	told    uint64   // of the first 64 messages, those that were told
	waiting []*parts // in order of their sequence number
	kept    int      // bytes of their bodies
	pieces  int      // how many they are in
}

// parts is what has come of one message.
type parts struct {
	typ      HandshakeType
	length   int
	sequence int
	head     []byte // the header of the first record
	front    decode.Trace
	pieces   []part // in order of their offset
	start    uint64 // in the stream, of the first byte that came
	end      uint64 // behind the last
}

// part is the body of one fragment.
type part struct {
	offset int
	body   []byte
	trace  decode.Trace // Off counted from the body's first byte
}

// was says whether the message has been told.
func (f *flight) was(sequence int) bool {
	return sequence < f.next && (sequence >= 64 || f.told>>sequence&1 == 1)
}

// find is the message of a fragment, made anew if need be; nil when there is no room for it.
func (f *flight) find(g *fragment) *parts {
	at, found := slices.BinarySearchFunc(f.waiting, g.sequence, func(p *parts, s int) int { return p.sequence - s })
	if found {
		if p := f.waiting[at]; p.typ == g.typ && p.length == g.length {
			return p
		}
		return nil
	}
	if len(f.waiting) >= maxEarly {
		return nil
	}
	p := &parts{typ: g.typ, length: g.length, sequence: g.sequence}
	f.waiting = slices.Insert(f.waiting, at, p)
	return p
}

// add keeps a fragment's body, which is copied, and says whether it did: a piece of one that is there already adds
// nothing, and there may be too many.
func (p *parts) add(g *fragment, trace decode.Trace) bool {
	for _, old := range p.pieces {
		if old.offset <= g.offset && old.offset+len(old.body) >= g.offset+len(g.body) && len(g.body) > 0 {
			return false // sent again
		}
	}
	if len(p.pieces) >= maxFragments {
		return false
	}
	at, _ := slices.BinarySearchFunc(p.pieces, g.offset, func(q part, offset int) int { return q.offset - offset })
	p.pieces = slices.Insert(p.pieces, at, part{g.offset, clone(g.body), slices.Clone(trace)})
	return true
}

// have is how many bytes of the body have come from its beginning on without a hole.
func (p *parts) have() (n int) {
	for _, q := range p.pieces {
		if q.offset > n {
			break
		}
		n = max(n, q.offset+len(q.body))
	}
	return n
}

// whole puts the message together as far as it has come, in the form that it has in TLS: without the header's
// fields about fragments, which its hashes leave out too (RFC 9147, section 5.2). head is the size of the record's
// header in front of it.
func (p *parts) whole() (raw []byte, head int, trace decode.Trace) {
	n := p.have()
	head = len(p.head)
	raw = make([]byte, 0, head+4+n)
	raw = append(raw, p.head...)
	raw = append(raw, byte(p.typ), byte(p.length>>16), byte(p.length>>8), byte(p.length))
	trace = p.front
	at := 0
	for _, q := range p.pieces {
		if q.offset > at {
			break
		}
		old := at - q.offset
		if old >= len(q.body) {
			continue
		}
		trace = q.trace.AppendSlice(trace, uint64(old), uint64(len(q.body)), uint64(head+4+at))
		raw = append(raw, q.body[old:]...)
		at = q.offset + len(q.body)
	}
	return raw, head, trace
}
