package tlswire

import (
	"fmt"
	"strings"

	"eavesdrop/decode"
)

// An exchange is where two agree on a key in the open: one of the two is set, or neither.
type exchange struct {
	group Group // a named one
	bits  int   // size of the prime, where the server names a prime itself
}

// String names it: "x25519", "Diffie-Hellman, 2048 bits".
func (x exchange) String() string {
	if x.group != 0 {
		return x.group.String()
	}
	return fmt.Sprintf("Diffie-Hellman, %d bits", x.bits)
}

// noteExchange keeps where the server has said its public value, until the client says its own.
func (d *decoder) noteExchange(m *Handshake) {
	switch m.Type {
	case serverKeyExchange:
		d.agreed.exchange = exchange{m.Group, m.Bits}
	case clientKeyExchange:
		m.exchange = d.agreed.exchange
	}
}

// inTheOpen says that both public values can be read, and what they lead to can't.
func inTheOpen(x exchange, section string) decode.Fact {
	return decode.Fact{Question: decode.KeyExchange, Sight: decode.Readable, Text: x.String() + ": both public values readable, the secret not",
		Note: "Out of the other's public value and a private one of its own each side works out the same secret, which never crosses the wire (" + section + ")."}
}

// agreed says how the keys of TLS 1.3 come about. known is false where a later message tells.
func (m *ServerHello) agreed() (f decode.Fact, known bool) {
	switch {
	case m.Version.is13() && m.Group != 0:
		f = inTheOpen(exchange{group: m.Group}, "RFC 8446, section 4.2.8")
		f.Span = m.share
		return f, true
	case m.Version.is13():
		return decode.Fact{Question: decode.KeyExchange, Sight: decode.Readable, Text: "a key that both had before",
			Note: "No public values are there (RFC 8446, section 4.2.9)."}, true
	}
	return f, false
}

// agreed says how the keys came about before TLS 1.3. known is false where the message tells nothing about it.
func (m *Handshake) agreed() (f decode.Fact, known bool) {
	f = decode.Fact{Question: decode.KeyExchange, Sight: decode.Readable}
	switch {
	case m.Type == serverKeyExchange && (m.Group != 0 || m.Bits != 0):
		f.Text = exchange{m.Group, m.Bits}.String() + ": the server's public value readable"
		f.Note = "The client has still to answer with its own (RFC 5246, section 7.4.3)."
	case m.Type == clientKeyExchange && m.exchange != exchange{}:
		f = inTheOpen(m.exchange, "RFC 5246, section 8.1.2")
	case m.Type == clientKeyExchange && m.suite.exchange == "RSA_PSK":
		f.Text = "RSA and a key that both had before"
		f.Note = "The client sent a secret, sealed to the server's key; the one that both had before goes into the keys as well (RFC 4279, section 4)."
	case m.Type == clientKeyExchange && strings.HasPrefix(m.suite.exchange, "RSA"):
		f.Text = "RSA: the client sent a secret, sealed to the server's key"
		f.Note = "The key in the certificate seals it, so the private one opens it, whenever that may be (RFC 5246, section 7.4.7.1)."
	default:
		return f, false
	}
	f.Span = decode.Span{Start: min(len(m.raw), m.head+4), End: len(m.raw)}
	return f, true
}
