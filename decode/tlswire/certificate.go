package tlswire

import (
	"crypto/sha256"
	"fmt"
	"iter"
	"time"

	"eavesdrop/decode"

	"golang.org/x/crypto/cryptobyte"
)

const (
	maxCached      = 1024     // certificates that a protocol remembers
	maxCachedBytes = 16 << 10 // bytes of one of them
)

// certificateCache remembers certificates by their digest.
type certificateCache map[[32]byte]*Cert

// parse reads a certificate, or finds it read.
func (p *protocol) parse(der []byte) *Cert {
	digest := sha256.Sum256(der)
	if c := p.chains[digest]; c != nil {
		return c
	}
	c := parseCert(der)
	if len(der) > maxCachedBytes {
		return c
	}
	if p.chains == nil || len(p.chains) >= maxCached {
		p.chains = certificateCache{}
	}
	p.chains[digest] = c
	return c
}

// A Certificate is a certificate message: who a side says it is, and according to whom (RFC 5246, section
// 7.4.2; RFC 8446, section 4.4.2), or its key alone (RFC 7250).
type Certificate struct {
	Chain      []*Cert // the side's own first. Not to be changed: messages share them
	FromClient bool
	Problems   []string // what a careful peer would find wrong, as far as the wire shows it
	Missing    int      // bytes of the message that never came
	Bad        string

	name  string      // that the client asked for
	bare  bool        // the one certificate alone, without a message around it
	new13 bool        // of the form of TLS 1.3
	own   decode.Span // of the first of the chain in raw; empty while that is bare
	raw   []byte
	head  int
}

// parseCertificate reads a certificate message as parseClientHello reads a hello.
func (p *protocol) parseCertificate(raw []byte, head, missing int, v Version, holds holding) *Certificate {
	m := &Certificate{Missing: missing, raw: raw, head: head, new13: v.is13()}
	s := cryptobyte.String(raw[min(len(raw), head+4):])
	var list, context, der, extensions cryptobyte.String
	if m.new13 && !readVector8(&s, &context, &m.Bad, "request context") {
		return m
	}
	var n uint32
	if !s.ReadUint24(&n) {
		m.Bad = "it ends before its list of certificates"
		return m
	}
	readVector(&s, &list, int(n), &m.Bad, "list of certificates")
	if !m.new13 && !list.Empty() && holds.isRaw(list) {
		m.readRawKey(list)
		return m
	}
	for !list.Empty() {
		if !list.ReadUint24(&n) {
			m.Bad = "it ends inside a certificate's length"
			return m
		}
		whole := readVector(&list, &der, int(n), &m.Bad, "certificates")
		if len(m.Chain) == 0 {
			m.own = spanIn(m.raw, der)
		}
		var c *Cert
		switch {
		case holds.isRaw(der):
			c = parseRawKey(der)
		case whole:
			c = p.parse(der)
		default:
			c = parseCert(der) // not whole, so its digest is of no use to others
		}
		m.Chain = append(m.Chain, c)
		if !whole {
			return m
		}
		if c.Bad != "" && m.Bad == "" {
			m.Bad = fmt.Sprintf("certificate %d: %s", len(m.Chain), c.Bad)
		}
		if m.new13 && !readVector16(&list, &extensions, &m.Bad, "certificate's extensions") {
			return m
		}
	}
	if len(m.Chain) > 1 && m.Chain[0].RawKey && m.Bad == "" {
		m.Bad = "more than one raw public key (RFC 8446 section 4.4.2)"
	}
	return m
}

// Kind is "tls.certificate".
func (*Certificate) Kind() string { return "tls.certificate" }

// sentence is what a certificate says, in one sentence.
func (c *Cert) sentence() string { return c.say(c.Subject, c.Issuer) }

// short is the sentence with no more of the names than people go by.
func (c *Cert) short() string { return c.say(shortName(c.Subject), shortName(c.Issuer)) }

func (c *Cert) say(subject, issuer string) string {
	if c.RawKey {
		return c.sayRaw()
	}
	return fmt.Sprintf("From %s to %s I am %s according to %s", day(c.NotBefore), day(c.NotAfter), orNobody(subject), orNobody(issuer))
}

func day(t time.Time) string {
	if t.IsZero() {
		return "?"
	}
	return t.Format(time.DateOnly)
}

func orNobody(s string) string {
	if s == "" {
		return "?"
	}
	return s
}

// Facts is who a side says it is.
func (m *Certificate) Facts() iter.Seq[decode.Fact] {
	return func(yield func(decode.Fact) bool) {
		f := decode.Fact{Question: decode.Identity, Sight: decode.Claimed}
		if m.FromClient {
			f.Question = decode.Credentials
		}
		switch {
		case len(m.Chain) == 0 && !m.FromClient:
			return
		case len(m.Chain) == 0:
			f.Sight, f.Text = decode.Absent, "none: asked for a certificate, the client has none"
		default:
			f.Span = m.own
			f.Text = m.Chain[0].short() + inBrackets(m.Problems)
			if m.FromClient {
				f.Text = "client certificate: " + f.Text
			}
			f.Note = m.verdict()
		}
		yield(f)
	}
}

// verdict is one sentence about what the certificate is worth.
func (m *Certificate) verdict() string {
	if m.Chain[0].RawKey {
		return "Nobody vouches for the key: only a peer that knew beforehand whose it is can tell by it who is speaking (RFC 7250, section 6)."
	}
	if len(m.Problems) == 0 {
		return "Whether its signatures lead to somebody whom the peer trusts, the peer must check: the wire does not show it."
	}
	s := "A careful peer would refuse it: "
	for i, p := range m.Problems {
		if i > 0 {
			s += "; "
		}
		s += p
	}
	return s + "."
}
