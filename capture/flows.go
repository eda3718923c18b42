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
	client  int     // which half is the client's, as capture saw it: 0 the lower end, 1 the higher
	half    [2]half // by end: lower, higher
	ended   bool    // closed towards the sink; kept a while so that stragglers do not look like a new flow
	lingers bool    // a reset came; the flow ends at until if nobody talks on
	until   time.Time
	resetBy int // the half that the last reset came from
	// The least recently used end of the list is dropped first.
	older, newer *conn
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

// table finds flows by key, and the one that has been silent for longest.
type table struct {
	byKey          map[flowKey]*conn
	oldest, newest *conn
	live           int // flows not ended
	last           *conn
}

func newTable() table { return table{byKey: make(map[flowKey]*conn)} }

// find returns the flow of a key, or nil.
func (t *table) find(k *flowKey) *conn {
	if t.last != nil && t.last.key == *k {
		return t.last
	}
	c := t.byKey[*k]
	if c != nil {
		t.last = c
	}
	return c
}

// add puts a new flow into the table.
func (t *table) add(c *conn) {
	t.byKey[c.key] = c
	t.last = c
	t.live++
	t.link(c)
}

// remove forgets a flow.
func (t *table) remove(c *conn) {
	if t.byKey[c.key] == c {
		delete(t.byKey, c.key)
	}
	if t.last == c {
		t.last = nil
	}
	t.unlink(c)
}

// touch marks c as used just now.
func (t *table) touch(c *conn) {
	if t.newest != c {
		t.unlink(c)
		t.link(c)
	}
}

func (t *table) link(c *conn) {
	c.older, c.newer = t.newest, nil
	if t.newest != nil {
		t.newest.newer = c
	} else {
		t.oldest = c
	}
	t.newest = c
}

func (t *table) unlink(c *conn) {
	if c.older != nil {
		c.older.newer = c.newer
	} else {
		t.oldest = c.newer
	}
	if c.newer != nil {
		c.newer.older = c.older
	} else {
		t.newest = c.older
	}
	c.older, c.newer = nil, nil
}

// ports reads the two port numbers that TCP and UDP headers begin with.
func ports(b []byte) (src, dst uint16) {
	return binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[2:])
}
