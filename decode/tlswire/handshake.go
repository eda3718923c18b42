package tlswire

import (
	"fmt"
	"iter"
	"strings"

	"eavesdrop/decode"

	"golang.org/x/crypto/cryptobyte"
)

// A Handshake is a handshake message that has no event of its own kind.
type Handshake struct {
	Type       HandshakeType
	Version    Version // agreed on; 0 where the server's hello was not captured
	FromClient bool
	Group      Group  // of a server_key_exchange; 0 where it names none
	Bits       int    // size of the prime of a server_key_exchange with finite fields; 0 in others
	Ticket     string // label of the ticket in a new_session_ticket; "" in others
	Missing    int    // bytes of the message that never came

	suite    suite
	exchange exchange // of a client_key_exchange: what the server's said; zero where it said nothing
	raw      []byte
	head     int
}

// Length is the length of the message's body in bytes, by its header.
func (m *Handshake) Length() int { return m.bodySize() }

func (m *Handshake) bodySize() int {
	if b := m.raw[m.head:]; len(b) >= 4 {
		return int(b[1])<<16 | int(b[2])<<8 | int(b[3])
	}
	return 0
}

// body is what there is of the message behind its header.
func (m *Handshake) body() []byte { return m.raw[min(len(m.raw), m.head+4):] }

// read understands what the decoder needs to know at once, and says which rule the bytes break.
func (m *Handshake) read() string {
	s := cryptobyte.String(m.body())
	switch m.Type {
	case serverKeyExchange:
		var kind uint8
		var group uint16
		var p cryptobyte.String
		if strings.HasSuffix(m.suite.exchange, "PSK") && !s.ReadUint16LengthPrefixed(&p) {
			break // it ends inside the hint which key is meant (RFC 4279, section 2)
		}
		switch {
		case strings.Contains(m.suite.exchange, "ECDH"):
			if s.ReadUint8(&kind) && kind == 3 && s.ReadUint16(&group) {
				m.Group = Group(group)
			}
		case m.suite.fresh():
			if s.ReadUint16LengthPrefixed(&p) {
				m.Bits = bitLength(p)
			}
		}
	case newSessionTicket:
		m.Ticket = ticketLabel(ticketOf(m.body(), m.Version))
	case helloRequest, serverHelloDone, endOfEarlyData:
		if !s.Empty() {
			return "it must be empty"
		}
	}
	return ""
}

// bitLength is the length in bits of a big-endian number.
func bitLength(b []byte) int {
	for len(b) > 0 && b[0] == 0 {
		b = b[1:]
	}
	if len(b) == 0 {
		return 0
	}
	n := 8 * len(b)
	for top := b[0]; top&0x80 == 0; top <<= 1 {
		n--
	}
	return n
}

// Kind is "tls.handshake".
func (*Handshake) Kind() string { return "tls.handshake" }

// Brief names the message.
func (m *Handshake) Brief() decode.Brief {
	b := decode.Brief{Sight: decode.Readable, Title: m.Type.String(), Detail: fmt.Sprintf("%d bytes", m.bodySize())}
	switch {
	case m.Group != 0:
		b.Detail = m.Group.String()
	case m.Ticket != "":
		b.Detail = "ticket " + m.Ticket
	case m.Bits != 0:
		b.Detail = fmt.Sprintf("Diffie-Hellman, %d bits", m.Bits)
	}
	return b
}

// Members writes type and length, and the group of a server_key_exchange.
func (m *Handshake) Members(o *decode.Object) {
	o.Str("type", m.Type.String())
	o.Int("length", int64(m.bodySize()))
	if m.Group != 0 {
		o.Str("group", m.Group.String())
	}
	if m.Ticket != "" {
		o.Str("ticket", m.Ticket)
	}
	if m.Bits != 0 {
		o.Int("dh_bits", int64(m.Bits))
	}
}

// Facts says how the two agree on a key, and what a server_key_exchange means for later.
func (m *Handshake) Facts() iter.Seq[decode.Fact] {
	return func(yield func(decode.Fact) bool) {
		if f, known := m.agreed(); known && !yield(f) {
			return
		}
		switch {
		case m.suite.export && m.Type == serverKeyExchange:
			return
		case m.Group != 0:
			yield(ephemeral(m.Group))
		case m.Bits != 0 && m.Bits < 1024:
			yield(decode.Fact{Question: decode.Later, Sight: decode.Derived, Text: fmt.Sprintf("yes: a %d-bit exchange is short enough to solve", m.Bits)})
		case m.Bits != 0:
			yield(decode.Fact{Question: decode.Later, Sight: decode.Sealed, Text: fmt.Sprintf("no: keys were ephemeral (Diffie-Hellman, %d bits)", m.Bits),
				Note: "Both sides forget them; a quantum computer, should there be one, could undo this exchange from a recording."})
		}
	}
}
