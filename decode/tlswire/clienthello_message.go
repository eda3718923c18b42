package tlswire

import (
	"fmt"
	"iter"
	"strings"

	"eavesdrop/decode"
)

// Kind is "tls.client_hello".
func (*ClientHello) Kind() string { return "tls.client_hello" }

// Brief says which version is wanted, of whom, and for which protocol.
func (m *ClientHello) Brief() decode.Brief {
	var parts []string
	switch {
	case m.ServerName != "" && m.ECH != nil:
		parts = append(parts, "SNI "+m.ServerName+" (ECH: may be a cover)")
	case m.ServerName != "":
		parts = append(parts, "SNI "+m.ServerName)
	case m.Missing == 0:
		parts = append(parts, "no SNI")
	}
	if len(m.ALPN) > 0 {
		parts = append(parts, strings.Join(m.ALPN, ","))
	}
	if len(m.Tickets) > 0 {
		parts = append(parts, "ticket "+m.Tickets[0])
	}
	if m.Missing > 0 {
		parts = append(parts, "the rest was not captured")
	} else {
		parts = append(parts, "JA4 "+shortJA4(m.JA4()))
	}
	b := decode.Brief{Sight: decode.Claimed, Title: "TLS hello", Detail: strings.Join(parts, "   ")}
	if v := m.offered(); v != "" {
		b.Title = v + " hello"
	}
	if m.ServerName == "" {
		b.Sight = decode.Readable
	}
	return b
}

// Members writes the hello's members, ja3 and ja4 among them.
func (m *ClientHello) Members(o *decode.Object) {
	if m.RecordVersion != 0 {
		o.Str("record_version", m.RecordVersion.String())
	}
	if v := m.offered(); v != "" {
		o.Str("version", v)
	}
	o.Hex("random", m.Random)
	o.Hex("session_id", m.SessionID)
	names(o, "ciphers", m.Ciphers)
	o.Array("extensions")
	for _, e := range m.Extensions {
		o.Str("", e.Type.String())
	}
	o.Close(']')
	names(o, "groups", m.Groups)
	o.Array("key_shares")
	for _, k := range m.KeyShares {
		o.Str("", k.Group.String())
	}
	o.Close(']')
	if m.ServerName != "" {
		o.Str("sni", m.ServerName)
	}
	o.Strs("alpn", m.ALPN)
	if len(m.Tickets) > 0 {
		o.Strs("tickets", m.Tickets)
	}
	if m.ECH != nil {
		m.ECH.members(o, m.ServerName)
	}
	if m.Missing > 0 { // fingerprints of a part would be those of another client
		o.Bool("incomplete", true)
		return
	}
	o.Str("ja3", m.JA3())
	o.Str("ja4", m.JA4())
}

// names writes an array of names.
func names[T fmt.Stringer](o *decode.Object, member string, list []T) {
	o.Array(member)
	for _, v := range list {
		o.Str("", v.String())
	}
	o.Close(']')
}

// Facts are the server's name, and what gives the client's software away.
func (m *ClientHello) Facts() iter.Seq[decode.Fact] {
	return func(yield func(decode.Fact) bool) {
		name := decode.Fact{Question: decode.ServerName, Sight: decode.Claimed, Text: m.ServerName + " (SNI)", Span: m.sni,
			Note: "The client says it in the clear, so that one address can serve many names (RFC 6066, section 3)."}
		switch {
		case m.ServerName == "":
			name.Sight, name.Text, name.Note = decode.Absent, "the client sent none", ""
		case m.ECH != nil && m.ECH.looks(m.ServerName) == "real":
			name.Text = m.ServerName + " (cover name)"
			name.Note = "The name that was meant is in the sealed hello (RFC 9849)."
		case m.ECH != nil:
			name.Text = m.ServerName + " (SNI; may be a cover)"
			name.Note = "An encrypted hello is there too: real, then this name is a cover, or GREASE, then it is meant; by design nobody can tell (RFC 9849)."
		case m.Transport == QUIC:
			name.Note = "It is sealed, but with a key that everybody can compute, so it is as good as said in the clear (RFC 9001, section 5.2)."
		}
		ok := true
		if m.ServerName != "" || m.Missing == 0 {
			ok = yield(name)
		}
		if ok && m.Missing == 0 {
			ok = yield(m.software())
		}
		if linked, known := m.linked(); ok && known {
			yield(linked)
		}
	}
}

// software is what gives the client's away.
func (m *ClientHello) software() decode.Fact {
	ja4 := m.JA4()
	return decode.Fact{Question: decode.Software, Sight: decode.Derived, Text: "JA4 " + shortJA4(ja4) + m.offers(),
		Note: "What the client offers, and in which order, is much the same for all copies of a program: " + ja4 + "."}
}

// shortJA4 is the part of a JA4 that people can read: version, counts, first ALPN.
func shortJA4(ja4 string) string { return ja4[:strings.IndexByte(ja4, '_')+1] + "…" }

// someProtocols is how many application protocols an answer names.
const someProtocols = 3

// offers is which protocols the client would speak inside TLS (RFC 7301, section 3.1): ", offers h2, http/1.1".
func (m *ClientHello) offers() string {
	switch n := len(m.ALPN); {
	case n == 0:
		return ""
	case n > someProtocols:
		return ", offers " + strings.Join(m.ALPN[:someProtocols], ", ") + ", …"
	}
	return ", offers " + strings.Join(m.ALPN, ", ")
}
