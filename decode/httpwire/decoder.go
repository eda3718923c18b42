package httpwire

import (
	"eavesdrop/decode"
	"eavesdrop/decode/internal/httpsem"
)

const (
	maxHead      = 64 << 10 // bytes of a header section with its start line, and of a trailer section
	maxHeld      = 64 << 10 // bytes that wait for the answer to a CONNECT or an Upgrade
	maxChunkLine = 4 << 10  // bytes of a chunk's size line
)

// A decoder decodes one conversation.
type decoder struct {
	c        *decode.Conversation
	protocol *protocol
	sides    [2]side
	asked    queue
	roles    bool // it is known which side asks
	turned   bool // the side that opened the connection is the one that answers
	held     bool // what follows a CONNECT or an Upgrade waits for the answer
	answered bool // the answer is in hand, and it means to go on as before
	yield    bool // the side that asks is to be decoded first
	over     bool // the conversation was handed over
}

// A side is one direction.
type side struct {
	state     state
	dir       decode.Direction
	asks      bool   // it sends requests
	start     uint64 // stream offset of the message in hand
	scan      scan   // of its header or trailer section
	returns   uint64 // stream offset behind the last bare carriage returns before a message
	left      int64  // bytes to come of a counted body or of a chunk
	body      *httpsem.Collector
	codings   []string
	message   *httpsem.Message // the message in hand, of which
	layout    *layout          // these are parts
	request   *Request         // one of the two is it
	response  *Response
	odd       bool   // a chunk of the body had an odd size line
	waits     bool   // for what follows a request without a version
	alone     bool   // nothing follows it
	uncertain bool   // requests may have been answered where nothing was understood
	midline   bool   // when astray: inside a line
	behind    uint64 // stream offset behind the last gap
}

// A state is what is expected next of a side.
type state uint8

const (
	atStart    state = iota // a message, or empty lines before it
	inHead                  // the rest of a header section
	inBody                  // a counted body
	inRest                  // a body that ends with the connection
	atChunk                 // a chunk's size line
	inChunk                 // a chunk's data
	afterChunk              // the line end behind it
	inTrailers              // the trailer section
	astray                  // anything, until a start line
)

func newDecoder(c *decode.Conversation, p *protocol) *decoder {
	d := &decoder{c: c, protocol: p}
	d.sides[decode.FromServer].dir = decode.FromServer
	d.sides[decode.FromClient].asks = true
	return d
}

// Decode takes the next part of a message.
func (d *decoder) Decode(dir decode.Direction, data []byte) int {
	if !d.roles {
		d.assign(dir, data)
	}
	s := &d.sides[dir]
	if d.c.Datagrams() {
		d.datagram(s, data)
		return len(data)
	}
	if d.yield && !s.asks {
		d.yield = false
		d.c.Wake(dir)
		return 0
	}
	if d.answersOld(s) {
		return 0
	}
	return d.step(s, data, d.c.Offset(dir))
}

// datagram decodes a message that is a datagram, as SSDP sends them.
func (d *decoder) datagram(s *side, data []byte) {
	off := d.c.Offset(s.dir)
	n := d.last(s, data, off)
	d.finishOff(s, data[n:], off+uint64(n), decode.Finished)
	s.state = atStart
}

// assign finds out which side asks. That is mostly the one that opened the connection, but a server may ask too.
func (d *decoder) assign(dir decode.Direction, data []byte) {
	v := sniff(data)
	if v != decode.FromAClient && v != decode.FromAServer {
		return
	}
	d.roles = true
	if d.turned = (v == decode.FromAClient) != (dir == decode.FromClient); d.turned {
		d.sides[0].asks, d.sides[1].asks = false, true
	}
}

// step takes the next part of a message off data, which begins at stream offset off, and returns how many
// bytes that were. It returns 0 when more must be there first.
func (d *decoder) step(s *side, data []byte, off uint64) int {
	switch s.state {
	case atStart:
		return d.begin(s, data, off)
	case inHead:
		return d.readHead(s, data, off)
	case inBody, inRest, inChunk:
		return d.readBody(s, data, off)
	case atChunk:
		return d.readChunkLine(s, data, off)
	case afterChunk:
		return d.readChunkEnd(s, data, off)
	case inTrailers:
		return d.readTrailers(s, data, off)
	default:
		return d.search(s, data, off)
	}
}

// all steps through data as far as it goes.
func (d *decoder) all(s *side, data []byte, off uint64) (n int) {
	for n < len(data) && !d.over {
		m := d.step(s, data[n:], off+uint64(n))
		if m == 0 {
			break
		}
		n += m
	}
	return n
}

// last steps through data, behind which nothing follows for now.
func (d *decoder) last(s *side, data []byte, off uint64) (n int) {
	s.alone = true
	n = d.all(s, data, off)
	s.alone = false
	return n
}

// other is the side that s talks with.
func (d *decoder) other(s *side) *side { return &d.sides[s.dir.Other()] }

// End finishes what is unfinished.
func (d *decoder) End(dir decode.Direction, pending []byte, how decode.How) {
	s := &d.sides[dir]
	off := d.c.Offset(dir)
	if s.asks && d.held && !d.letGo(pending) {
		return
	}
	n := d.last(s, pending, off)
	if d.over {
		return
	}
	d.finishOff(s, pending[n:], off+uint64(n), how)
	s.state = atStart
}

// finishOff tells what is unfinished when nothing follows behind pending, which begins at off.
func (d *decoder) finishOff(s *side, pending []byte, off uint64, how decode.How) {
	end := off + uint64(len(pending))
	switch s.state {
	case atStart, inHead:
		d.partialHead(s, pending, off)
		if s.state == inRest { // the whole of an answer of HTTP/0.9
			d.finish(s, end, how == decode.Finished)
		}
	case inRest:
		d.finish(s, end, how == decode.Finished)
	case inTrailers:
		s.body.Raw(pending)
		d.cutTrailers(s, pending, off)
		d.finish(s, end, false)
	case astray:
	default:
		s.body.Raw(pending)
		d.finish(s, end, false)
	}
}

// Gap goes on with a body where its length is known, and looks for the next message otherwise.
func (d *decoder) Gap(dir decode.Direction, pending []byte, lost int) {
	s := &d.sides[dir]
	behind := d.c.Offset(dir)
	off := behind - uint64(lost) - uint64(len(pending))
	if s.asks {
		d.held = false
	}
	n := d.last(s, pending, off)
	pending, off = pending[n:], off+uint64(n)
	if d.over {
		return
	}
	if len(pending) == 0 && d.goOn(s, off, int64(lost)) {
		return
	}
	d.finishOff(s, pending, off, decode.Cut)
	s.stray(false)
	s.behind = behind
}

// goOn takes lost bytes for a part of the body in hand. It returns false when they go past it.
func (d *decoder) goOn(s *side, off uint64, lost int64) bool {
	switch s.state {
	case inRest:
		s.body.Lose(lost)
		return true
	case inBody, inChunk:
		if lost <= s.left {
			s.body.Lose(lost)
			d.passed(s, lost, off+uint64(lost))
			return true
		}
		s.body.Lose(s.left)
		d.finish(s, off+uint64(s.left), false)
	}
	return false
}
