package quicwire

import (
	"slices"

	"eavesdrop/decode"
)

const (
	whyNoStart  = "the client's first packet was not captured, and the keys are made of its connection id"
	whyWrongTag = "its tag is wrong: it was damaged, or somebody else made it"
	whyCut      = "the capture cut it, and what opens it stands at its end"
)

// initial opens an Initial packet, if that can be done.
func (d *decoder) initial(dir decode.Direction, h *header, p sealedPacket) {
	c, opened, headerSize, number := d.open(dir, h, p.raw)
	if c == nil {
		p.phase, p.why = InInitial, d.whyClosed(dir, h, len(p.raw))
		d.sealed(dir, p)
		return
	}
	c.saw(dir, h, number)
	m, why := parseInitial(h, clone(opened), headerSize, number)
	end := p.start + uint64(len(p.raw))
	d.tell(dir, p.start, len(p.raw), m)
	if why != "" {
		d.c.Malformed(dir, p.start, end, "Initial packet: "+why)
	}
	m.crypto(func(offset uint64, data []byte, at int) {
		from := p.start + uint64(at)
		d.p.trace = d.c.Trace(d.p.trace[:0], dir, from, from+uint64(len(data)), 0)
		if why := c.crypto(dir, offset, data, d.p.trace); why != "" {
			d.c.Malformed(dir, from, from+uint64(len(data)), why)
		}
	})
}

// whyClosed says why an Initial packet, of which got bytes are there, was not opened. If it was cut and no
// answer came before it, it may still be a client's first: the keys of both sides are made of its connection id, so the answer
// opens.
func (d *decoder) whyClosed(dir decode.Direction, h *header, got int) string {
	known := slices.ContainsFunc(d.connections, func(c *connection) bool { return c.owns(dir, h) })
	switch {
	case h.size > got:
		if !known && dir == decode.FromClient && len(h.dcid) >= minFirstID && d.c.Offset(decode.FromServer) == 0 {
			d.begin(dir, h, keySet{version: h.version, scheme: h.scheme, id: clone(h.dcid)})
		}
		return whyCut
	case known:
		return whyWrongTag
	}
	return whyNoStart
}

// open finds the connection that an Initial packet belongs to by opening it. The result is valid until the next
// call.
func (d *decoder) open(dir decode.Direction, h *header, packet []byte) (c *connection, opened []byte, headerSize int, number int64) {
	ok := false
	for i := len(d.connections) - 1; i >= 0; i-- {
		if c = d.connections[i]; !c.owns(dir, h) || c.over(dir, h) {
			continue
		}
		if opened, headerSize, number, ok = c.open(d.p.opened[:0], dir, h, packet); ok {
			d.p.opened = opened
			return c, opened, headerSize, number
		}
	}
	set := keySet{version: h.version, scheme: h.scheme, id: clone(h.dcid)}
	if opened, headerSize, number, ok = set.side(true).open(d.p.opened[:0], packet, h.numberAt, -1); !ok {
		return nil, nil, 0, 0
	}
	d.p.opened = opened
	return d.begin(dir, h, set), opened, headerSize, number
}

// begin makes the connection that a client's packet opens. With a token it may go on from a Retry that was not
// captured.
func (d *decoder) begin(dir decode.Direction, h *header, set keySet) *connection {
	if len(h.token) > 0 && len(h.scid) > 0 {
		for _, c := range d.connections {
			if c.client == dir && c.owns(dir, h) && !c.spoken && c.retryID == nil {
				c.again(h, h.dcid)
				return c
			}
		}
	}
	c := &connection{client: dir, clientID: clone(h.scid), firstID: set.id, sets: []keySet{set}, largest: [2]int64{-1, -1}}
	if d.p.options.Handshake != nil {
		c.inner = d.c.Inner(decode.InTheClear, d.p.options.Handshake)
	}
	if len(d.connections) == maxConnections {
		d.connections[0].finish(decode.Cut)
		d.connections = append(d.connections[:0], d.connections[1:]...)
	}
	d.connections = append(d.connections, c)
	d.shown, d.asked, d.answers = false, 0, 0
	d.flight, d.answer = 0, 0
	d.sides[0].closed, d.sides[1].closed = false, false
	return c
}

// retry takes a Retry packet, which reaches to the end of the datagram.
func (d *decoder) retry(dir decode.Direction, h *header, b []byte, start uint64) {
	m := parseRetry(h, clone(b))
	for i := len(d.connections) - 1; i >= 0; i-- {
		c := d.connections[i]
		if dir == c.client || !c.owns(dir, h) {
			continue
		}
		m.check(c.firstID)
		if m.Genuine || !m.Checked {
			c.again(h, h.scid)
			break
		}
	}
	d.tell(dir, start, len(b), m)
}
