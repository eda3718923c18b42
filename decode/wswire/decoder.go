package wswire

import (
	"hash"

	"eavesdrop/decode"
)

const (
	maxControl = 125       // bytes that a control frame may carry (RFC 6455 section 5.5)
	maxLength  = 1<<63 - 1 // bytes that a frame may carry
	scratch    = 4 << 10
)

// A decoder decodes one connection.
type decoder struct {
	c       *decode.Conversation
	deflate deflate
	tools   *Tools
	sides   [2]side
}

// A side is one direction.
type side struct {
	dir     decode.Direction
	state   state
	frame   header
	at      uint64 // bytes of its payload that are past
	control []byte // payload of the control frame in hand
	pieces  decode.Trail
	start   uint64 // stream offset of the control frame
	message *Message
	trail   decode.Trail
	first   uint64 // stream offset of the message's first frame
	shown   int    // bytes of content that watchers have seen
	coded   []byte // the payload of a compressed message
	hash    hash.Hash
	past    past
	closed  bool
	torn    bool // a hole may have swallowed the beginning of a message
}

// A state is what is expected next of a side.
type state uint8

const (
	atFrame   state = iota // a frame's header
	inData                 // payload of a message
	inControl              // payload of a control frame
	inRest                 // payload of a control frame of which bytes are missing
	astray                 // anything, until a frame
	deaf                   // nothing: what follows cannot be understood
)

func newDecoder(c *decode.Conversation, p *protocol) *decoder {
	n := &decoder{c: c, deflate: p.deflate, tools: p.tools}
	for dir := range n.sides {
		n.sides[dir].dir = decode.Direction(dir)
		n.sides[dir].past.fresh = p.deflate.fresh[dir]
	}
	return n
}

// Decode takes the next part of a frame.
func (d *decoder) Decode(dir decode.Direction, data []byte) int {
	return d.step(&d.sides[dir], data, d.c.Offset(dir))
}

// step takes the next part of a frame off data, which stands at stream offset off, and returns how many bytes that were.
func (d *decoder) step(s *side, data []byte, off uint64) int {
	switch s.state {
	case inData:
		return d.readData(s, data, off)
	case inControl:
		return d.readControl(s, data, off)
	case inRest:
		n := int(min(uint64(len(data)), s.frame.length-s.at))
		s.skip(uint64(n))
		return n
	case deaf:
		return len(data)
	case astray:
		if n := d.search(s, data); n > 0 || s.state == astray {
			return n
		}
	}
	h, ok := parseHeader(data)
	if !ok {
		return 0
	}
	d.begin(s, h, off)
	return h.size
}

// begin starts the frame whose header stands at stream offset off.
func (d *decoder) begin(s *side, h header, off uint64) {
	if problem := d.check(s, h); problem != "" {
		d.c.Malformed(s.dir, off, off+1, problem)
	}
	if h.length > maxLength || !h.op.known() || h.op.control() && h.length > maxControl {
		s.state = deaf
		return
	}
	s.frame, s.at = h, 0
	if h.op.control() {
		s.state, s.start, s.control = inControl, off, s.control[:0]
		s.pieces.Reset()
		d.c.Follow(&s.pieces, s.dir, off, off+uint64(h.size), 0)
		d.endControl(s)
		return
	}
	if h.op != opContinuation || s.message == nil {
		d.finish(s, false) // a message that was begun and not ended
		d.open(s, h, off)
		s.message.headless = s.torn && h.op == opContinuation
	}
	s.torn, s.state = s.torn && s.message.headless, inData
	s.message.add(h)
	d.own(s, off, h.size)
	d.endData(s)
}

// check says which rule of RFC 6455 a frame breaks.
func (d *decoder) check(s *side, h header) string {
	switch {
	case s.closed:
		return "a frame behind a close frame (RFC 6455 section 5.5.1)"
	case h.op == opContinuation && s.message == nil && !s.torn:
		return "a continuation of no message (RFC 6455 section 5.4)"
	case h.op != opContinuation && h.op.known() && !h.op.control() && s.message != nil:
		return "a new message before the last one ended (RFC 6455 section 5.4)"
	}
	return d.checkAlone(s, h)
}

// checkAlone says which rule a frame breaks that holds whatever came before.
func (d *decoder) checkAlone(s *side, h header) string {
	switch {
	case !h.op.known():
		return "a frame of a kind that does not exist; the rest is passed over (RFC 6455 section 5.2)"
	case h.reserved, h.compressed && (!d.deflate.agreed || h.op.control() || h.op == opContinuation):
		return "a reserved bit that means nothing (RFC 6455 section 5.2)"
	case h.length > maxLength:
		return "a frame longer than any may be; the rest is passed over (RFC 6455 section 5.2)"
	case h.op.control() && h.length > maxControl:
		return "a control frame longer than 125 bytes; the rest is passed over (RFC 6455 section 5.5)"
	case h.op.control() && !h.fin:
		return "a control frame in parts (RFC 6455 section 5.5)"
	case h.masked != (s.dir == decode.FromClient):
		return "a client masks its frames, and a server does not (RFC 6455 section 5.1)"
	case h.wasteful:
		return "a length that takes more bytes than it needs (RFC 6455 section 5.2)"
	}
	return ""
}

// End emits what is unfinished.
func (d *decoder) End(dir decode.Direction, pending []byte, _ decode.How) {
	s := &d.sides[dir]
	switch {
	case s.state == inControl:
		d.tellControl(s)
	case s.state == astray:
		d.last(s, pending, d.c.Offset(dir))
	case len(pending) > 0:
		d.c.Malformed(dir, d.c.Offset(dir), d.c.Offset(dir)+1, "a frame that was cut off")
	}
	d.finish(s, false)
	s.state = deaf
}
