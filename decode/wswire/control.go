package wswire

import (
	"encoding/binary"
	"fmt"
	"iter"

	"eavesdrop/decode"
	"eavesdrop/decode/internal/httpsem"
)

// A Control is a frame about the connection (RFC 6455 section 5.5).
type Control struct {
	Type       string // "close", "ping" or "pong"
	Length     int    // of the payload, in bytes
	Code       int    // why the connection is closed; 0: not said
	Text       string // the reason, or a ping's payload, when it is printable text
	Incomplete bool   // it was cut off
	frame      header
}

// newControl makes the message of a control frame with this unmasked payload.
func newControl(h header, payload []byte) *Control {
	m := &Control{Type: h.op.String(), Length: len(payload), frame: h}
	if h.op == opClose && len(payload) >= 2 {
		m.Code = int(binary.BigEndian.Uint16(payload))
		payload = payload[2:]
	}
	if text, _, ok := httpsem.PrintableText(payload, maxControl); ok {
		m.Text = string(text)
	}
	return m
}

// codeName is the name of a reason for closing (RFC 6455 section 7.4.1 and its registry), "unknown(4000)" when it has
// none.
func codeName(code int) string {
	switch code {
	case 1000:
		return "normal closure"
	case 1001:
		return "going away"
	case 1002:
		return "protocol error"
	case 1003:
		return "unsupported data"
	case 1007:
		return "invalid payload data"
	case 1008:
		return "policy violation"
	case 1009:
		return "message too big"
	case 1010:
		return "mandatory extension"
	case 1011:
		return "internal error"
	case 1012:
		return "service restart"
	case 1013:
		return "try again later"
	case 1014:
		return "bad gateway"
	}
	return fmt.Sprintf("unknown(%d)", code)
}

// Partial says that the frame was cut off.
func (m *Control) Partial() bool { return m.Incomplete }

// Kind is "websocket.close", "websocket.ping" or "websocket.pong".
func (m *Control) Kind() string { return "websocket." + m.Type }

// Brief says what it is, and why a connection is closed.
func (m *Control) Brief() decode.Brief {
	b := decode.Brief{Sight: decode.Readable, Title: "WebSocket " + m.Type, Quote: m.Text}
	if m.Code != 0 {
		b.Detail = fmt.Sprintf("%d %s", m.Code, codeName(m.Code))
	} else if m.Length > 0 {
		b.Detail = httpsem.Count(int64(m.Length), "byte")
	}
	if m.Incomplete {
		b.Detail += "   incomplete"
	}
	return b
}

// Members writes the code of a close frame, and the payload.
func (m *Control) Members(o *decode.Object) {
	name := "text"
	if m.frame.op == opClose {
		name = "reason"
		if m.Code != 0 {
			o.Int("code", int64(m.Code))
			o.Str("code_name", codeName(m.Code))
		}
	} else {
		o.Int("length", int64(m.Length))
	}
	if m.Text != "" {
		o.Str(name, m.Text)
	}
	if m.Incomplete {
		o.Bool("incomplete", true)
	}
}

// Facts is empty.
func (*Control) Facts() iter.Seq[decode.Fact] { return func(func(decode.Fact) bool) {} }

// Fields explains the frame.
func (m *Control) Fields() iter.Seq[decode.Field] {
	return func(yield func(decode.Field) bool) {
		p := painter{yield: yield}
		p.frame(m.frame, 0, m.frame.size+m.Length, m.Text, false)
	}
}

// readControl takes payload of a control frame.
func (d *decoder) readControl(s *side, data []byte, off uint64) int {
	n := int(min(uint64(len(data)), s.frame.length-s.at))
	d.c.Follow(&s.pieces, s.dir, off, off+uint64(n), uint64(s.frame.size)+s.at)
	s.control = append(s.control, data[:n]...)
	s.at += uint64(n)
	d.endControl(s)
	return n
}

// endControl emits a control frame when all of it is there.
func (d *decoder) endControl(s *side) {
	if s.at == s.frame.length {
		d.tellControl(s)
	}
}

// tellControl emits the control frame in hand, as far as it is there.
func (d *decoder) tellControl(s *side) {
	s.state = atFrame
	if s.frame.masked {
		unmask(s.control, s.frame.key, 0)
	}
	m := newControl(s.frame, s.control)
	m.Incomplete = s.at < s.frame.length
	d.c.EmitTraced(s.dir, s.pieces, m)
	s.closed = s.closed || s.frame.op == opClose
}
