package quicwire

import (
	"iter"

	"eavesdrop/decode"
)

const whyKeys = "QUIC is not opened with keys" // Initial packets take none

// An Unopened tells that all packets of one side from a sealed one on stay closed, although keys were given.
type Unopened struct {
	Data           // the first of them
	elsewhere bool // the key log has a line for the connection: who can use it opens them
}

// tellClosed tells, with the first sealed packets of dir, that all of them stay closed although keys were given.
func (d *decoder) tellClosed(dir decode.Direction, m *Data, start, end uint64) {
	s := &d.sides[dir]
	if s.closed || m.Phase == InInitial || d.p.options.Keys == nil {
		return
	}
	some, line := d.p.options.Keys(d.newest().random())
	if !some {
		return
	}
	s.closed = true
	d.c.EmitAside(dir, start, end, decode.InTheClear, &Unopened{*m, line})
}

// random is the client random, with which its hello begins behind type, length and version (RFC 8446, section 4.1.2); nil
// where that was not captured.
func (c *connection) random() []byte {
	if c == nil || len(c.streams[c.client].said) < 4+2+32 {
		return nil
	}
	return c.streams[c.client].said[4+2:][:32]
}

// Kind is "tls.unopened": the keys are those of TLS.
func (*Unopened) Kind() string { return "tls.unopened" }

// Brief says why.
func (m *Unopened) Brief() decode.Brief {
	return decode.Brief{Sight: decode.Sealed, Title: "sealed packets stay closed", Detail: whyKeys}
}

// Members writes reason, and the packets and bytes of the first.
func (m *Unopened) Members(o *decode.Object) {
	o.Str("reason", whyKeys)
	o.Int("records", int64(m.Packets))
	o.Int("bytes", int64(m.Bytes))
}

// Facts are for who has the keys: nobody else is told.
func (m *Unopened) Facts() iter.Seq[decode.Fact] {
	return func(yield func(decode.Fact) bool) {
		if m.elsewhere {
			yield(decode.Fact{Question: decode.Later, Sight: decode.Derived, Text: "yes, with the key log",
				Note: "The log has a line for this client random: other programs open QUIC with it."})
		}
	}
}
