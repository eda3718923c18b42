package tlswire

import (
	"cmp"
	"crypto/sha256"
	"slices"

	"eavesdrop/decode"

	"golang.org/x/crypto/cryptobyte"
)

// A holding is what a side's certificate message holds, as the server has chosen (RFC 7250, section 4.2).
type holding uint8

const (
	unsaid    holding = iota // the choice was not captured: what is there must show it
	x509Chain                // also where the server said nothing
	rawKey                   // a public key alone
)

// certificateTypes is the IANA registry "TLS Certificate Types".
var certificateTypes = [...]name{{0, "X509"}, {1, "OpenPGP"}, {2, "Raw Public Key"}, {3, "1609Dot2"}}

// choose takes over what the certificate messages are to hold: the server says so in its hello, in TLS 1.3 in its
// encrypted extensions, of which missing bytes never came.
func (d *decoder) choose(server decode.Direction, chosen []Extension, missing int) {
	for _, dir := range []decode.Direction{server, server.Other()} {
		t := extServerCertType
		if dir != server {
			t = extClientCertType
		}
		s := &d.sides[dir]
		switch i := slices.IndexFunc(chosen, func(e Extension) bool { return e.Type == t }); {
		case i >= 0 && string(chosen[i].Data) == "\x02":
			s.holds = rawKey
		case i < 0 && missing > 0:
			s.holds = unsaid
		default:
			s.holds = x509Chain
		}
	}
}

// isRaw says whether a public key stands where holds leaves it open. A certificate's first member is a sequence too, but
// that begins with a version or a serial number, not with the name of an algorithm (RFC 5280, section 4.1).
func (holds holding) isRaw(der []byte) bool {
	info, _, _ := nextElement(der)
	algorithm, _, _ := nextElement(info.body)
	id, _, _ := nextElement(algorithm.body)
	return holds == rawKey || holds == unsaid && info.tag == tagSequence && algorithm.tag == tagSequence && id.tag == tagOID
}

// parseRawKey reads a public key that stands in a certificate's place: the same SubjectPublicKeyInfo as in a certificate
// (RFC 7250, section 3).
func parseRawKey(der []byte) *Cert {
	c := &Cert{RawKey: true, SHA256: sha256.Sum256(der)}
	switch info, _, _ := nextElement(der); {
	case !unsaid.isRaw(der):
		c.Bad = "it is not a public key"
	case info.cut:
		c.Bad = "it is cut short"
	default:
		c.Key = keyName(info.body)
	}
	return c
}

// readRawKey reads what follows the message's header up to TLS 1.2: no list, but one key.
func (m *Certificate) readRawKey(der cryptobyte.String) {
	c := parseRawKey(der)
	m.Chain, m.own = []*Cert{c}, spanIn(m.raw, der)
	m.Bad = cmp.Or(m.Bad, c.Bad)
}

// sayRaw is what a raw public key says.
func (c *Cert) sayRaw() string {
	if c.Key == "" {
		return "raw public key: no name, no issuer"
	}
	return "raw public key, " + c.Key + ": no name, no issuer"
}

// rawKey explains a raw public key of n bytes.
func (w walker) rawKey(n int, key string) {
	w.Take(n, "Raw public key", key, decode.Claimed, "A key alone in a certificate's place: it has no name, and nobody vouches for it (RFC 7250, section 3).")
}
