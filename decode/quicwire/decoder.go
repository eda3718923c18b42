package quicwire

import (
	"bytes"

	"eavesdrop/decode"
)

// A decoder follows one flow.
type decoder struct {
	p           *protocol
	c           *decode.Conversation
	connections []*connection // the newest last
	legacy      Version       // of Google's QUIC with public headers; 0: none was seen
	sides       [2]struct {
		run    run
		closed bool // that it stays closed, in spite of keys, was told
	}
	named    []byte // the connection id that the datagram in hand goes to; valid until Decode returns
	flight   int    // bytes of the server's part of the handshake
	shown    bool   // the server has sent its certificate
	asked    int    // parts of what the client has asked: of application data between which the server spoke
	answered bool   // the server has spoken since, or nobody: what the client says next is another part
	answers  int    // parts of what the server has answered
	answer   int    // bytes of the next of them so far, at most
}

// newest is the connection that packets without a name belong to, nil before any was opened.
func (d *decoder) newest() *connection {
	if n := len(d.connections); n > 0 {
		return d.connections[n-1]
	}
	return nil
}

// client is the direction of the client's packets: of the flow's client, mostly.
func (d *decoder) client() decode.Direction {
	if c := d.newest(); c != nil {
		return c.client
	}
	return decode.FromClient
}

// Decode takes one datagram.
func (d *decoder) Decode(dir decode.Direction, datagram []byte) int {
	start := d.c.Offset(dir)
	if d.legacy == 0 && len(d.connections) == 0 {
		d.legacy = googleVersion(datagram)
	}
	for at := 0; at < len(datagram); {
		at += d.packet(dir, datagram[at:], start+uint64(at), at == 0)
	}
	return len(datagram)
}

// packet takes the packet at the front of b, which runs to the end of the datagram, and returns its size. start
// is its offset in the stream; first says that the datagram begins with it.
func (d *decoder) packet(dir decode.Direction, b []byte, start uint64, first bool) int {
	if b[0]&longForm == 0 {
		d.short(dir, b, start, first)
		return len(b)
	}
	h, why := parseLong(b)
	if !first && h.scheme == nil {
		d.behind(dir, b, start)
		return len(b)
	}
	if why != "" {
		d.turn(dir)
		d.flush(dir, false)
		d.c.Malformed(dir, start, start+uint64(len(b)), why)
		return len(b)
	}
	size := min(h.size, len(b))
	p := sealedPacket{typ: h.typ, version: h.version, start: start, raw: b[:size], headSize: h.numberAt}
	if first {
		d.named = h.dcid
	} else if !bytes.Equal(h.dcid, d.named) {
		d.turn(dir)
		d.flush(dir, false)
		d.c.Malformed(dir, start, start+uint64(size), "a packet for another connection than the one before it in the datagram: receivers pass it over (RFC 9000, section 12.2)")
	}
	switch h.typ {
	case negotiationPacket:
		d.tell(dir, start, size, parseNegotiation(&h, clone(b)))
	case retryPacket:
		d.retry(dir, &h, b, start)
	case initialPacket:
		d.initial(dir, &h, p)
	case handshakePacket:
		p.phase = InHandshake
		d.sealed(dir, p)
	case zeroRTTPacket:
		p.phase = EarlyData
		d.sealed(dir, p)
	default:
		p.headSize = -1
		d.sealed(dir, p)
	}
	if h.size > len(b) {
		d.c.EndsEarly(dir, start, start+uint64(size), "a packet ends before its length")
	}
	return size
}

// tell passes on a message of its own behind what was said before.
func (d *decoder) tell(dir decode.Direction, start uint64, size int, m decode.Message) {
	d.turn(dir)
	d.flush(dir, false)
	d.c.Emit(dir, start, start+uint64(size), m)
}

// short takes what begins like a packet with a short header, and reaches to the end of the datagram. The second
// bit should be 1, but may be random once a side has said in the handshake that it does not mind (RFC 9287), so
// it decides only where there is doubt.
func (d *decoder) short(dir decode.Direction, b []byte, start uint64, first bool) {
	p := sealedPacket{phase: Application, typ: oneRTTPacket, start: start, raw: b, headSize: -1}
	switch c := d.newest(); {
	case d.legacy != 0:
		p.phase, p.version = Unknown, d.legacy
		if v := googleVersion(b); v != 0 {
			p.version, d.legacy = v, v
		}
	case first && foreign(b):
		return // another protocol shares the ports (RFC 9443, section 3)
	case !first && (foreign(b) || filled(b)):
		d.behind(dir, b, start)
		return
	case c != nil:
		p.version = c.version
		if dir == c.client {
			c.rest()
		}
		if n := c.idSize(dir); n >= 0 && len(b) > n {
			p.headSize = 1 + n
		}
	}
	d.sealed(dir, p)
}

// foreign says whether a datagram can't be a packet with a short header: it is too short for the sample that
// protects its header, or it is of STUN (RFC 8489, section 5).
func foreign(b []byte) bool {
	return len(b) < 1+4+sampleSize || b[0]&0xc0 == 0 && bytes.Equal(b[4:8], []byte{0x21, 0x12, 0xa4, 0x42})
}

// filled says whether b is the same byte over and over, with which some senders fill up a datagram.
func filled(b []byte) bool { return bytes.Count(b, b[:1]) == len(b) }

// behind deals with bytes behind the last packet of a datagram.
func (d *decoder) behind(dir decode.Direction, b []byte, start uint64) {
	if !filled(b) {
		d.turn(dir)
		d.flush(dir, false)
		d.c.Malformed(dir, start, start+uint64(len(b)), "bytes behind a packet that are not another packet")
	}
}

// Gap never comes: datagrams that were lost leave no hole in a stream.
func (d *decoder) Gap(decode.Direction, []byte, int) {}

// End tells what was left unfinished.
func (d *decoder) End(dir decode.Direction, _ []byte, how decode.How) {
	d.flush(dir, true)
	d.flush(dir.Other(), true)
	for _, c := range d.connections {
		c.finish(how)
	}
}
