package quicwire

import (
	"bytes"

	"eavesdrop/decode"
)

const (
	maxConnections = 8 // of one flow that are remembered, the newest ones
	maxKeySets     = 4 // of one connection: its first, after a Retry, each again in another version
)

// A connection is one connection of QUIC. Several can follow upon each other in one flow, and run side by side.
type connection struct {
	client   decode.Direction // which side opened it
	version  Version          // of the newest packet
	clientID []byte           // the source connection id of the client: the server's destination
	firstID  []byte           // the destination connection id of the client's first Initial
	retryID  []byte           // the source connection id of the Retry; nil without one
	serverID []byte           // the source connection id of the server; nil before it spoke
	spoken   bool             // the server has
	sets     []keySet         // the newest last
	largest  [2]int64         // the largest packet number opened, by direction; -1 for none
	streams  [2]cryptoStream
	inner    *decode.Conversation // the handshake; nil when nobody decodes it
	finished bool                 // nothing more comes of the handshake
}

// A keySet opens the Initial packets of one version.
type keySet struct {
	version        Version
	scheme         *scheme
	id             []byte // that the keys are made of
	client, server *keys  // nil until they are needed
}

// side is the keys of the client or of the server.
func (s *keySet) side(client bool) *keys {
	if s.client == nil {
		s.client, s.server = initialKeys(s.scheme, s.id)
	}
	if client {
		return s.client
	}
	return s.server
}

// rest gives up keys that are hardly needed any more: the client has gone on to later ones. They can be made
// again.
func (c *connection) rest() {
	for i := range c.sets {
		c.sets[i].client, c.sets[i].server = nil, nil
	}
}

// owns says whether a packet can belong to the connection: its connection ids say so.
func (c *connection) owns(dir decode.Direction, h *header) bool {
	if dir == c.client {
		return bytes.Equal(h.scid, c.clientID)
	}
	return bytes.Equal(h.dcid, c.clientID)
}

// over says whether a client's packet shows that it has begun anew in another version: its own was refused, so it has
// heard of no other connection id yet (RFC 9000, section 6.2).
func (c *connection) over(dir decode.Direction, h *header) bool {
	return dir == c.client && h.version != c.sets[0].version && bytes.Equal(h.dcid, c.firstID)
}

// open tries the connection's keys on an Initial packet. The version may change on the way without a new
// handshake (RFC 9368, section 2.3); then the keys are made anew of the same connection id.
func (c *connection) open(dst []byte, dir decode.Direction, h *header, packet []byte) (opened []byte, headerSize int, number int64, ok bool) {
	known := false
	for i := len(c.sets) - 1; i >= 0; i-- {
		if s := &c.sets[i]; s.version == h.version {
			known = true
			if opened, headerSize, number, ok = s.side(dir == c.client).open(dst, packet, h.numberAt, c.largest[dir]); ok {
				return opened, headerSize, number, true
			}
		}
	}
	if known || len(c.sets) >= maxKeySets {
		return dst, 0, 0, false
	}
	s := keySet{version: h.version, scheme: h.scheme, id: c.sets[len(c.sets)-1].id}
	if opened, headerSize, number, ok = s.side(dir == c.client).open(dst, packet, h.numberAt, c.largest[dir]); ok {
		c.sets = append(c.sets, s)
	}
	return opened, headerSize, number, ok
}

// saw notes what an opened packet says about the connection.
func (c *connection) saw(dir decode.Direction, h *header, number int64) {
	c.version = h.version
	c.largest[dir] = max(c.largest[dir], number)
	if dir != c.client && !c.spoken {
		c.spoken, c.serverID = true, clone(h.scid)
	}
}

// again makes the keys for a client that begins anew because of a Retry, whose source connection id is id. h is the
// header of the Retry, or of what followed it.
func (c *connection) again(h *header, id []byte) {
	if c.retryID != nil || c.spoken {
		return // only one is accepted, and none after another answer (RFC 9000, section 17.2.5.2)
	}
	c.retryID = clone(id)
	c.sets = append(c.sets, keySet{version: h.version, scheme: h.scheme, id: c.retryID})
}

// idSize is the length of the connection id in the short headers of dir; -1 where that is not known. It may
// change later, sealed, though hardly anybody does that.
func (c *connection) idSize(dir decode.Direction) int {
	switch {
	case dir != c.client:
		return len(c.clientID)
	case c.spoken:
		return len(c.serverID)
	}
	return -1
}
