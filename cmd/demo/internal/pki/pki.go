// Package pki makes the papers that TLS asks for: private keys, certificate requests (PKCS #10, RFC 2986) and
// certificates (X.509, RFC 5280), in PEM files (RFC 7468) that other tools read too. A certificate says:
// "from A to B I am X according to Y".
//
// The clock is always an argument, so that a lesson can have a certificate that ran out yesterday.
package pki

import (
	"crypto/x509/pkix"
	"net/netip"
	"time"
)

// DefaultLife is how long a certificate lasts unless said otherwise.
const DefaultLife = 30 * 24 * time.Hour

// A Subject says who somebody is. Empty parts are left out.
type Subject struct {
	Country      string // two letters, ISO 3166-1
	State        string
	Locality     string
	Organization string
	CommonName   string
}

func (s Subject) name() pkix.Name {
	list := func(part string) []string {
		if part == "" {
			return nil
		}
		return []string{part}
	}
	return pkix.Name{
		Country:      list(s.Country),
		Province:     list(s.State),
		Locality:     list(s.Locality),
		Organization: list(s.Organization),
		CommonName:   s.CommonName,
	}
}

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

// split sorts alternative names into IP addresses and DNS names.
func split(names []string) (dns []string, ips []netip.Addr) {
	for _, n := range names {
		if ip, err := netip.ParseAddr(n); err == nil {
			ips = append(ips, ip)
		} else {
			dns = append(dns, n)
		}
	}
	return dns, ips
}
