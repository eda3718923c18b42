package http2wire

import (
	"golang.org/x/net/http2"

	"eavesdrop/decode"
	"eavesdrop/decode/internal/httpsem"
)

// maxPayload is the length of a frame that is not DATA, in bytes. Others are passed over: no header section may be
// longer than 64 KiB, and the other frames are small.
const maxPayload = 64<<10 + 256

// A decoder decodes one connection.
type decoder struct {
	c        *decode.Conversation
	protocol *protocol
	sides    [2]*side
	proven   bool // the connection itself has shown which end is the client
	streams  streams
	spare    []*httpsem.Collector
	tunnels  int          // that were opened
	trace    decode.Trace // scratch
}

// A side is one direction.
type side struct {
	state   state
	dir     decode.Direction
	begun   bool // something was decoded
	guessed bool // where its frames begin was looked for: what looks like frames may be content
	left    int  // bytes to come of a payload
	frame   header
	pad     int // of them, padding
	hpack   table
	block   block
	kept    bool   // the conversation keeps the way back to the frames of a compressed body
	preface uint64 // where the connection preface begins, for the SETTINGS frame behind it
	greeted bool   // the preface was seen, and its SETTINGS frame not yet
}

// A state is what is expected next of a side.
type state uint8

const (
	atFrame state = iota // a frame's header, or the preface
	inData               // a DATA frame's data, and its padding
	inOther              // the payload of a frame that is passed over
	astray               // anything, until frames
)

func newDecoder(c *decode.Conversation, p *protocol) *decoder {
	d := &decoder{c: c, protocol: p}
	for dir := range d.sides {
		s := &side{dir: decode.Direction(dir)}
		s.hpack.init()
		d.sides[dir] = s
	}
	if o := p.options; o.Method != "" {
		d.streams.upgraded(o.Method, o.Target)
	}
	return d
}

// Decode takes the next part of a frame.
func (d *decoder) Decode(dir decode.Direction, data []byte) int {
	s := d.sides[dir]
	return d.step(s, data, d.c.Offset(dir))
}

// step takes the next part of a frame off data, which begins at stream offset off, and returns how many bytes
// that were. It returns 0 when more must be there first.
func (d *decoder) step(s *side, data []byte, off uint64) int {
	switch s.state {
	case inData:
		return d.readData(s, data, off)
	case inOther:
		n := min(s.left, len(data))
		d.passed(s, n)
		return n
	case astray:
		n, found := findFrame(data)
		if found && n == 0 {
			s.state, s.guessed = atFrame, true
			return d.step(s, data, off)
		}
		return n
	}
	if !s.begun {
		if n, ok := d.begin(s, data, off); !ok || n > 0 {
			return n
		}
	}
	if len(data) < headerLen {
		return 0
	}
	return d.readFrame(s, data, off)
}

// oldAnswer begins the answer of a server that speaks HTTP/1 only: it takes the preface for a request.
const oldAnswer = "HTTP/1."

// begin looks for the preface. ok is false when more bytes must be there first.
func (d *decoder) begin(s *side, data []byte, off uint64) (n int, ok bool) {
	n = min(len(data), len(preface))
	switch {
	case s.dir == decode.FromClient && string(data[:n]) == preface[:n]:
		if n < len(preface) {
			return 0, false
		}
		s.begun, s.greeted, s.preface = true, true, off
		d.proven = true
		d.c.Keep(s.dir, off)
		return n, true
	case len(data) < headerLen:
		return 0, false
	case s.dir == decode.FromServer && string(data[:len(oldAnswer)]) == oldAnswer:
		d.c.Handover()
		return 0, false
	}
	s.begun = true
	if h := parseHeader(data); h.kind != http2.FrameSettings || h.flags != 0 || off > 0 {
		s.hpack.blind() // the connection began before the capture did
		if ok, _ := h.plausible(); !ok {
			s.state = astray
			return d.step(s, data, off), false
		}
	}
	return 0, true
}

// readFrame reads a frame's header, and all of the frame unless it is DATA.
func (d *decoder) readFrame(s *side, data []byte, off uint64) int {
	h := parseHeader(data)
	if s.block.open && (h.kind != http2.FrameContinuation || h.stream != s.block.stream) {
		d.complain(s, off, "another frame between a HEADERS frame and its CONTINUATION frames (RFC 9113 section 6.10)")
		d.endBlock(s, false)
	}
	switch {
	case h.kind == http2.FrameData:
		return d.beginData(s, h, data, off)
	case h.length > maxPayload:
		d.complain(s, off, "a frame longer than any should be ("+h.name()+"); passed over")
		if h.kind == http2.FrameHeaders || h.kind == http2.FrameContinuation || h.kind == http2.FramePushPromise {
			s.hpack.blind()
		}
		s.state, s.left = inOther, h.length
		return headerLen
	case len(data) < headerLen+h.length:
		return 0
	}
	n := headerLen + h.length
	d.protocol.tools.reader.Reset(data[:n])
	f, err := d.protocol.tools.framer.ReadFrame()
	if err != nil {
		d.brokenFrame(s, h, off, err)
		return n
	}
	d.takeFrame(s, h, f, data[:n], off)
	return n
}

// complain tells of a broken rule.
func (d *decoder) complain(s *side, off uint64, why string) {
	d.c.Malformed(s.dir, off, off+1, why)
}
