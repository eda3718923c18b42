package capture

import (
	"encoding/binary"
	"net/netip"
	"time"

	"eavesdrop/decode"
)

// An addr is an IP address in a form that compares and hashes fast: the two halves of its 16 bytes, an
// IPv4 address as ::ffff:a.b.c.d.
type addr struct{ hi, lo uint64 }

func addr4(b []byte) addr {
	return addr{0, 0xffff<<32 | uint64(binary.BigEndian.Uint32(b))}
}

func addr6(b []byte) addr {
	return addr{binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:])}
}

// netip is the address as everybody else knows it.
func (a addr) netip() netip.Addr {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:], a.hi)
	binary.BigEndian.PutUint64(b[8:], a.lo)
	return netip.AddrFrom16(b).Unmap()
}

// flowKey names a flow whichever way its packets go: the lower address and port first.
type flowKey struct {
	lo, hi addr
	ports  uint32 // the port at lo, the port at hi
	proto  uint8
}

// keyOf makes the key of a packet; swapped says that its source is the higher end.
func keyOf(p *peeled, src, dst uint16) (k flowKey, swapped bool) {
	a, b := p.src, p.dst
	swapped = a.hi > b.hi || a.hi == b.hi && (a.lo > b.lo || a.lo == b.lo && src > dst)
	if swapped {
		return flowKey{b, a, uint32(dst)<<16 | uint32(src), p.proto}, true
	}
	return flowKey{a, b, uint32(src)<<16 | uint32(dst), p.proto}, false
}

// A conn is one flow as the assembler keeps it.
type conn struct {
	flow    decode.Flow
	key     flowKey
	client  int       // which half is the client's, as capture saw it: 0 the lower end, 1 the higher
	half    [2]half   // by end: lower, higher
	ended   bool      // closed towards the sink; kept a while so that stragglers do not look like a new flow
	resetBy int       // the half that the last reset came from
	words   *segment  // the text that the last reset came with: in its data, which are a copy
	until   time.Time // when a reset flow ends if nobody talks on
	rival   *rival    // a segment that may begin another connection between the same ends
	links   [kinds]link
}

// dir is the direction of half h: Flow may have been turned round since capture named its ends.
func (c *conn) dir(h int) decode.Direction {
	d := decode.FromServer
	if h == c.client {
		d = decode.FromClient
	}
	if c.flow.Flipped() {
		d = d.Other()
	}
	return d
}

// table finds flows by key.
type table struct {
	byKey map[flowKey]*conn
	found *conn  // last
	live  roster // those that go on, the one that has been silent for longest first
	ended roster // those that have ended and are remembered, the one that ended first first
}

func newTable() table {
	return table{byKey: make(map[flowKey]*conn), live: roster{kind: byAge}, ended: roster{kind: byAge}}
}

// find returns the flow of a key, or nil.
func (t *table) find(k *flowKey) *conn {
	if t.found != nil && t.found.key == *k {
		return t.found
	}
	c := t.byKey[*k]
	if c != nil {
		t.found = c
	}
	return c
}

// add puts a new flow into the table.
func (t *table) add(c *conn) {
	t.byKey[c.key] = c
	t.found = c
	t.live.push(c)
}

// end remembers a flow as one that has ended, and forgets the one that ended first if they are more than most.
func (t *table) end(c *conn, most int) {
	t.live.remove(c)
	t.ended.push(c)
	for t.ended.len > most {
		t.forget(t.ended.first)
	}
}

// forget takes a flow out of the table.
func (t *table) forget(c *conn) {
	if t.byKey[c.key] == c {
		delete(t.byKey, c.key)
	}
	if t.found == c {
		t.found = nil
	}
	t.live.remove(c)
	t.ended.remove(c)
}

// ports reads the two port numbers that TCP and UDP headers begin with.
func ports(b []byte) (src, dst uint16) {
	return binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[2:])
}
