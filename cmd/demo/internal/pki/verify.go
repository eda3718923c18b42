package pki

import (
	"bytes"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// maxPath bounds how many certificates lead from a server to whom its client trusts.
const maxPath = 10

// Trust is what a client goes by when it looks at a certificate.
type Trust struct {
	Roots []*x509.Certificate // whom it trusts without proof
	Name  string              // whom it asked for; empty: it doesn't compare
	Now   time.Time
	Peer  x509.ExtKeyUsage // what the certificate must be for: x509.ExtKeyUsageServerAuth, say
}

// A Check is one question that a client asks of a certificate.
type Check struct {
	Name  string // "chain", "authority", "clock", "name", "purpose"
	Found string // when all is well: what was found
	Err   error  // why the client refuses; nil: it doesn't
}

// Verify asks of a certificate, with those that were sent along behind it, what a client asks (RFC 5280, 6, and
// RFC 9525). Unlike a client it goes on after the first question that fails.
func Verify(chain []*x509.Certificate, t Trust) []Check {
	leaf := chain[0]
	path, err := pathOf(chain, t.Roots)
	checks := []Check{{Name: "chain", Err: err, Found: told(path)}}
	add := func(name, found string, err error) { checks = append(checks, Check{name, found, err}) }
	if len(path) > 1 {
		add("authority", "each that signs is a CA", allMaySign(path[1:]))
	}
	add("clock", fmt.Sprintf("all hold on %s", clock(t.Now)), inTime(path, t.Now))
	if t.Name != "" {
		add("name", t.Name+" is among its names", Named(leaf, t.Name))
	}
	add("purpose", "it is for "+peer(t.Peer), fit(leaf, t.Peer))
	failed := slices.ContainsFunc(checks, func(c Check) bool { return c.Err != nil })
	// The library has the last word: it looks at more, such as name constraints and critical extensions.
	if err := verify(chain, t); err != nil && !failed {
		add("the rest", "", plain(err))
	}
	return checks
}

// verify asks crypto/x509.
func verify(chain []*x509.Certificate, t Trust) error {
	pool := func(certs []*x509.Certificate) *x509.CertPool {
		p := x509.NewCertPool()
		for _, c := range certs {
			p.AddCert(c)
		}
		return p
	}
	_, err := chain[0].Verify(x509.VerifyOptions{
		DNSName: t.Name, Roots: pool(t.Roots), Intermediates: pool(chain[1:]), CurrentTime: t.Now,
		KeyUsages: []x509.ExtKeyUsage{t.Peer},
	})
	return err
}

// pathOf follows issuers from the first certificate to one that is trusted. When there is an error, path is as far
// as it came.
func pathOf(chain, roots []*x509.Certificate) (path []*x509.Certificate, err error) {
	at := chain[0]
	for path = []*x509.Certificate{at}; len(path) <= maxPath; path = append(path, at) {
		if slices.ContainsFunc(roots, at.Equal) {
			return path, nil
		}
		if selfIssued(at) {
			return path, errors.New("it leads to a certificate that signed itself, and that is not among the trusted: " + nameOf(at.RawSubject))
		}
		var next *x509.Certificate
		called := false
		for _, c := range slices.Concat(roots, chain[1:]) {
			if !bytes.Equal(c.RawSubject, at.RawIssuer) {
				continue
			}
			called = true
			err := c.CheckSignature(at.SignatureAlgorithm, at.RawTBSCertificate, at.Signature)
			var weak x509.InsecureAlgorithmError
			if errors.As(err, &weak) {
				return path, fmt.Errorf("it is signed with %v, which anybody could forge", at.SignatureAlgorithm)
			}
			if err == nil {
				next = c
				break
			}
		}
		switch {
		case !called:
			return path, fmt.Errorf("it says that %s signed it, and nobody of that name is known", nameOf(at.RawIssuer))
		case next == nil:
			return path, fmt.Errorf("it says that %s signed it, but the signature is not made with that one's key", nameOf(at.RawIssuer))
		}
		at = next
	}
	return path, fmt.Errorf("more than %d certificates lead to nobody who is trusted", maxPath)
}

// told tells a path: "signed by CN=my-ca.com, who is trusted".
func told(path []*x509.Certificate) string {
	if len(path) == 1 {
		return "it is itself trusted"
	}
	var names []string
	for _, c := range path[1:] {
		names = append(names, nameOf(c.RawSubject))
	}
	return "signed by " + strings.Join(names, ", who is vouched for by ") + ", who is trusted"
}

// allMaySign says which of the signers may not sign.
func allMaySign(signers []*x509.Certificate) error {
	for _, c := range signers {
		if err := maySign(c); err != nil {
			return fmt.Errorf("the certificate of %s is %w", nameOf(c.RawSubject), err)
		}
	}
	return nil
}

// inTime says which of the certificates doesn't hold yet or any more.
func inTime(path []*x509.Certificate, now time.Time) error {
	for _, c := range path {
		switch {
		case now.Before(c.NotBefore):
			return fmt.Errorf("the certificate of %s holds only from %s; the clock says %s", nameOf(c.RawSubject), clock(c.NotBefore), clock(now))
		case now.After(c.NotAfter):
			return fmt.Errorf("the certificate of %s held until %s; the clock says %s", nameOf(c.RawSubject), clock(c.NotAfter), clock(now))
		}
	}
	return nil
}

// Named says why a certificate is not for a name; nil: it is.
func Named(c *x509.Certificate, name string) error {
	err := c.VerifyHostname(name)
	if err == nil {
		return nil
	}
	own := slices.Clone(c.DNSNames)
	for _, ip := range c.IPAddresses {
		own = append(own, ip.String())
	}
	if len(own) == 0 {
		return fmt.Errorf("it has no alternative names, so it is for no name at all; most clients don't look at the CN any more")
	}
	return fmt.Errorf("it is for %s, not for %s", strings.Join(own, ", "), name)
}

// fit says why a certificate is not for such a peer (RFC 5280, 4.2.1.12). Without the extension, it is for all.
func fit(c *x509.Certificate, want x509.ExtKeyUsage) error {
	if len(c.ExtKeyUsage)+len(c.UnknownExtKeyUsage) == 0 ||
		slices.Contains(c.ExtKeyUsage, want) || slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageAny) {
		return nil
	}
	return fmt.Errorf("its extKeyUsage leaves out %s", want)
}

// peer is who has a certificate for such a purpose.
func peer(u x509.ExtKeyUsage) string {
	if u == x509.ExtKeyUsageClientAuth {
		return "clients"
	}
	return "servers"
}

// clock writes a time to the second, in UTC, as certificates have it.
func clock(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// plain takes the package's name off an error of crypto/x509.
func plain(err error) error { return errors.New(strings.TrimPrefix(err.Error(), "x509: ")) }
