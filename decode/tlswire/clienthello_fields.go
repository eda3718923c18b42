package tlswire

import (
	"encoding/hex"
	"fmt"
	"iter"

	"eavesdrop/decode"
)

const (
	noteRandom  = "32 bytes that are never used twice; they go into the keys, and key logs name the session by the client's."
	noteSession = "Before TLS 1.3 the name of a session to resume; since then a decoy for middleboxes (RFC 8446, appendix D.4)."
	noteOffered = "What the client could do, best first: much the same for all copies of a program, so it gives the software away."
)

// Fields explains the hello's bytes.
func (m *ClientHello) Fields() iter.Seq[decode.Field] {
	if m.ssl2 {
		return fieldsOf(m.raw, walker.ssl2Hello)
	}
	return fieldsOf(m.raw, func(w walker) {
		w.header(m.head)
		w.handshakeHeader()
		w.Take(2, "Version", Version(w.Peek(2)).String(), decode.Readable, "TLS 1.3 stays at 1.2 here and says its version in an extension (RFC 8446, section 4.1.2).")
		w.Take(32, "Random", hex.EncodeToString(w.Bytes(32)), decode.Readable, noteRandom)
		n := w.Length(1, "Session id length")
		w.Take(n, "Session id", hex.EncodeToString(w.Bytes(n)), decode.Readable, noteSession)
		if m.Transport == DTLS {
			n = w.Length(1, "Cookie length")
			w.Opaque(n, "Cookie", decode.Readable, "Given back to show that the client's address is its own (RFC 6347, section 4.2.1).")
		}
		w.list(2, "Cipher suites", "Cipher suite", noteOffered, func(v uint16) string { return CipherSuite(v).String() })
		n = w.Length(1, "Compression methods length")
		w.Take(n, "Compression methods", hex.EncodeToString(w.Bytes(n)), decode.Readable, "Only 0, none, is left: compressing secrets gave them away (CRIME).")
		w.extensions(clientHello, m.Version())
	})
}

// extensions explains a vector of extensions; in is the message that it stands in.
func (w walker) extensions(in HandshakeType, v Version) {
	if w.Left() == 0 {
		return
	}
	outer := w.Vector(2, "Extensions", "", decode.Readable, "")
	for w.Left() >= 4 && !w.Stopped() {
		t := ExtensionType(w.Peek(2))
		n := 0
		if b := w.Bytes(4); len(b) == 4 {
			n = int(b[2])<<8 | int(b[3])
		}
		sight := decode.Readable
		if t == extServerName && in == clientHello {
			sight = decode.Claimed
		}
		one := w.Open(4+n, "Extension: "+t.String(), "", sight, t.note())
		w.Take(2, "Type", fmt.Sprintf("%s (%d)", t, uint16(t)), decode.Readable, "")
		w.Take(2, "Length", fmt.Sprint(w.Peek(2)), decode.Readable, "")
		w.extension(t, in)
		w.Close(one)
	}
	w.Close(outer)
}
