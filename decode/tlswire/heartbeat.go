package tlswire

import (
	"fmt"
	"iter"

	"eavesdrop/decode"
)

// A Heartbeat asks the other side for the same bytes back, or gives them (RFC 6520, section 4).
type Heartbeat struct {
	Answer bool
	Claims int // length of the payload, as it says
	raw    []byte
	head   int // size of the record's header in front of it
}

// heartbeat reads a heartbeat that is not sealed.
func (d *decoder) heartbeat(dir decode.Direction, rec []byte, start uint64) {
	m := newHeartbeat(clone(rec), headerSize)
	end := start + uint64(len(rec))
	d.c.Emit(dir, start, end, m)
	if why := m.overreach(); why != "" {
		d.c.Malformed(dir, start, end, why)
	}
}

// newHeartbeat reads a heartbeat behind head bytes of raw.
func newHeartbeat(raw []byte, head int) *Heartbeat {
	m := &Heartbeat{raw: raw, head: head}
	if body := raw[head:]; len(body) >= 3 {
		m.Answer = body[0] == 2
		m.Claims = int(body[1])<<8 | int(body[2])
	}
	return m
}

// overreach says when more is claimed than is there. At least 16 bytes of padding follow the payload.
func (m *Heartbeat) overreach() string {
	n := len(m.raw) - m.head
	if m.Claims+3+16 <= n {
		return ""
	}
	return fmt.Sprintf("a heartbeat of %d bytes claims %d bytes of payload (Heartbleed looks like this)", n, m.Claims)
}

func (m *Heartbeat) name() string {
	if m.Answer {
		return "heartbeat_response"
	}
	return "heartbeat_request"
}

// Kind is "tls.handshake", although the message has a record type of its own.
func (*Heartbeat) Kind() string { return "tls.handshake" }

// Brief says how much is asked back.
func (m *Heartbeat) Brief() decode.Brief {
	return decode.Brief{Sight: decode.Readable, Title: m.name(), Detail: fmt.Sprintf("%d bytes of payload claimed", m.Claims)}
}

// Members writes type and length.
func (m *Heartbeat) Members(o *decode.Object) {
	o.Str("type", m.name())
	o.Int("length", int64(len(m.raw)-m.head))
	o.Int("payload_length", int64(m.Claims))
}

// Facts is empty.
func (*Heartbeat) Facts() iter.Seq[decode.Fact] { return func(func(decode.Fact) bool) {} }

// Fields explains the record.
func (m *Heartbeat) Fields() iter.Seq[decode.Field] {
	return fieldsOf(m.raw, func(w walker) {
		w.header(m.head)
		w.Take(1, "Heartbeat type", m.name(), decode.Readable, "")
		w.Number(2, "Payload length", "Servers that believed this gave their memory away (CVE-2014-0160).")
		w.Opaque(min(m.Claims, w.Left()), "Payload", decode.Readable, "")
		w.Opaque(w.Left(), "Padding", decode.Readable, "")
	})
}
