// Package pki makes and reads the papers that TLS asks for: private keys, certificate requests (PKCS #10,
// RFC 2986) and certificates (X.509, RFC 5280), in PEM files (RFC 7468) that other tools read too. A certificate
// says: "from A to B I am X according to Y".
//
// The clock is always an argument, so that a lesson can have a certificate that ran out yesterday.
package pki

import "time"

// DefaultLife is how long a certificate lasts unless said otherwise.
const DefaultLife = 30 * 24 * time.Hour

// A Life is a time during which a certificate holds. The zero Length is DefaultLife.
type Life struct {
	From   time.Time
	Length time.Duration
}

func (l Life) until() time.Time {
	if l.Length == 0 {
		return l.From.Add(DefaultLife)
	}
	return l.From.Add(l.Length)
}
