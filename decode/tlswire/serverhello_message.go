package tlswire

import (
	"encoding/hex"
	"fmt"
	"iter"
	"strings"

	"eavesdrop/decode"
)

// Kind is "tls.server_hello".
func (*ServerHello) Kind() string { return "tls.server_hello" }

// Brief says what was agreed on.
func (m *ServerHello) Brief() decode.Brief {
	b := decode.Brief{Sight: decode.Readable, Title: "TLS hello", Detail: m.Cipher.String()}
	if v := m.agreedOn(); v != "" {
		b.Title = v + " hello"
	}
	if !m.Chosen {
		b.Detail = "the cipher suite was not captured"
	}
	if m.Group != 0 {
		b.Detail += ", " + m.Group.String()
	}
	if m.ALPN != "" {
		b.Detail += ", " + m.ALPN
	}
	switch {
	case m.Retry:
		b.Title += " retry request"
	case m.Resumed:
		b.Detail += "; an earlier session goes on"
	}
	if m.Version.is13() && !m.Retry {
		b.Detail += "; " + m.suite.onwards()
	}
	return b
}

// Members writes the hello's members, ja3s among them.
func (m *ServerHello) Members(o *decode.Object) {
	if v := m.agreedOn(); v != "" {
		o.Str("version", v)
	}
	if m.Chosen {
		o.Str("cipher", m.Cipher.String())
		o.Int("cipher_id", int64(m.Cipher))
	}
	o.Hex("random", m.Random)
	if m.Group != 0 {
		o.Str("group", m.Group.String())
	}
	if m.ALPN != "" {
		o.Str("alpn", m.ALPN)
	}
	if m.Missing == 0 && m.Chosen { // the fingerprint of a part would be another server's
		o.Str("ja3s", m.JA3S())
	}
	o.Bool("hello_retry", m.Retry)
	o.Bool("resumed", m.Resumed)
	if m.Missing > 0 {
		o.Bool("incomplete", true)
	}
}

// Facts are what the agreed suite and key exchange are worth.
func (m *ServerHello) Facts() iter.Seq[decode.Fact] {
	return func(yield func(decode.Fact) bool) {
		if m.Retry || m.suite.sealing == unknownSealing {
			return
		}
		ok := yield(m.changed()) && yield(m.replayed())
		if f, known := m.agreed(); ok && known {
			ok = yield(f)
		}
		if later, known := m.later(); ok && known {
			ok = yield(later)
		}
		if nobody, known := m.unproven(); ok && known {
			_ = yield(nobody)
		}
	}
}

// replayed says whether what is sealed can be sent again. Early data can: its keys do not depend on what the server says.
func (m *ServerHello) replayed() decode.Fact {
	if m.early {
		return decode.Fact{Question: decode.Replayed, Sight: decode.Derived, Text: "early data: yes, unless the server remembers it",
			Note: "What a client says with its hello is sealed before the server has put anything of its own into the keys (RFC 8446, section 8). The rest can't be sent again."}
	}
	f := decode.Fact{Question: decode.Replayed, Sight: decode.Sealed, Text: "no",
		Note: "Every connection has keys of its own, and what is sealed is numbered."}
	switch {
	case m.suite.protection() == "":
		f.Sight, f.Text, f.Note = decode.Readable, "yes: no MAC", ""
	case m.suite.sealing == nullSealing:
		f.Note = "Every connection has keys of its own, and the MAC counts the record's number in."
	}
	return f
}

// changed says whether what is sealed can be changed unnoticed.
func (m *ServerHello) changed() decode.Fact {
	f := decode.Fact{Question: decode.Changed, Sight: decode.Sealed}
	switch kind := m.suite.protection(); kind {
	case "":
		f.Sight, f.Text = decode.Readable, "yes: no MAC"
	case "AEAD":
		f.Text, f.Note = "no: AEAD", "What is sealed carries a tag that only who has the key can make (RFC 8446, section 5.2)."
	default:
		f.Text, f.Note = "no: HMAC", "Each record carries a MAC that only who has the key can make (RFC 5246, section 6.2.3)."
		if m.suite.sealing == nullSealing {
			f.Note = "Nothing is hidden, but each record carries a MAC over its number and content that only who has the key can make (RFC 5246, section 6.2.3.1)."
		}
	}
	return f
}

// later says whether a recording can be read one day. known is false when a later message tells.
func (m *ServerHello) later() (f decode.Fact, known bool) {
	f = decode.Fact{Question: decode.Later, Sight: decode.Derived}
	s := &m.suite
	switch {
	case m.Version.is13() && m.Group != 0:
		return ephemeral(m.Group), true
	case m.Version.is13():
		f.Text = "if the pre-shared key ever leaks"
		f.Note = "No fresh keys were exchanged (psk_ke; RFC 8446, section 4.2.9)."
	case s.sealing == nullSealing:
		f.Sight, f.Text, f.Note = decode.Readable, "now: nothing is encrypted", ""
	case s.export:
		f.Text, f.Note = "yes: export-grade keys are short enough to try", ""
	case m.Resumed:
		f.Text = "as well as the session that it goes on from, or if the key of the server's tickets leaks"
		f.Note = "A resumed session has keys made of the first one's secret (RFC 5246, section 7.3; RFC 5077, section 5)."
	case s.fresh():
		return f, false // ServerKeyExchange names the group
	case s.exchange == "RSA_PSK":
		f.Text = "if both the server's private key and the pre-shared key ever leak"
	case strings.HasPrefix(s.exchange, "RSA"), strings.HasPrefix(s.exchange, "DH"), strings.HasPrefix(s.exchange, "ECDH"):
		f.Text = "if the server's private key ever leaks"
		f.Note = "The secret crossed the wire encrypted to the certificate's key: who gets that key later opens all recordings (RFC 5246, section 7.4.7.1)."
	case strings.HasPrefix(s.exchange, "PSK"):
		f.Text = "if the pre-shared key ever leaks"
	default:
		f.Text = "if the key behind " + s.exchange + " ever leaks"
	}
	return f, true
}

// ephemeral says that the keys were fresh.
func ephemeral(g Group) decode.Fact {
	f := decode.Fact{Question: decode.Later, Sight: decode.Sealed, Text: fmt.Sprintf("no: keys were ephemeral (%s)", g)}
	if g.postQuantum() {
		f.Note = "Both sides forget them; the exchange is made to hold against quantum computers too."
	} else {
		f.Note = "Both sides forget them; a quantum computer, should there be one, could undo this exchange from a recording."
	}
	return f
}

// unproven says when the server will prove nothing about itself with a certificate.
func (m *ServerHello) unproven() (decode.Fact, bool) {
	f := decode.Fact{Question: decode.Identity, Sight: decode.Derived}
	switch {
	case m.Resumed:
		f.Sight, f.Text = decode.Sealed, "no certificate: an earlier session goes on"
	case strings.Contains(m.suite.exchange, "anon"):
		f.Sight, f.Text = decode.Absent, "nobody checked: the exchange is anonymous"
	case m.PSK, strings.HasSuffix(m.suite.exchange, "PSK") && m.suite.exchange != "RSA_PSK":
		f.Text = "no certificate: both sides know a key"
	default:
		return f, false
	}
	return f, true
}

// Fields explains the hello's bytes.
func (m *ServerHello) Fields() iter.Seq[decode.Field] {
	return fieldsOf(m.raw, func(w walker) {
		w.header(m.head)
		w.handshakeHeader()
		w.Take(2, "Version", Version(w.Peek(2)).String(), decode.Readable, "TLS 1.3 stays at 1.2 here and says its version in an extension (RFC 8446, section 4.1.3).")
		note := noteRandom
		if m.Retry {
			note = "This value asks for another hello (RFC 8446, section 4.1.3)."
		} else if v := m.downgraded(); v != "" {
			note = "Its end says that the server can do " + v + " as well, so that nobody can talk the two down (RFC 8446, section 4.1.3)."
		}
		w.Take(32, "Random", hex.EncodeToString(w.Bytes(32)), decode.Readable, note)
		if !m.LegacyVersion.is13() {
			n := w.Length(1, "Session id length")
			w.Take(n, "Session id", hex.EncodeToString(w.Bytes(n)), decode.Readable, noteSession)
		}
		w.Take(2, "Cipher suite", CipherSuite(w.Peek(2)).String(), decode.Readable, "How all is sealed from now on.")
		if !m.LegacyVersion.is13() {
			w.Take(1, "Compression method", fmt.Sprint(w.Peek(1)), decode.Readable, "")
		}
		w.extensions(serverHello, m.Version)
	})
}
