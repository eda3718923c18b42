package tlswire

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// A Cert is what one X.509 certificate says (RFC 5280, section 4.1). What a corrupt one does not say is zero. If RawKey, it is
// a public key that stands in a certificate's place, and Key, SHA256 and Bad are all there is.
type Cert struct {
	Subject, Issuer     string // as RFC 4514 writes names
	Serial              []byte // big-endian
	NotBefore, NotAfter time.Time
	DNSNames            []string
	Addresses           []netip.Addr
	Key                 string // "RSA 2048 bits", "ECDSA P-256"
	Signature           string // "sha256WithRSAEncryption"
	SHA256              [32]byte
	RawKey              bool
	SelfSigned          bool   // its own key signed it; where that signature is too old to be checked, its names agree
	Bad                 string // which rule its bytes break; "" for none

	rawSubject, rawIssuer []byte
	parsed                *x509.Certificate // nil where crypto/x509 refuses it
}

// parseCert reads a certificate. Nothing of der is kept but a copy.
func parseCert(der []byte) *Cert {
	c := &Cert{SHA256: sha256.Sum256(der)}
	whole, _, ok := nextElement(der)
	tbs, rest, ok2 := nextElement(whole.body)
	if !ok || !ok2 || whole.tag != tagSequence || tbs.tag != tagSequence {
		c.Bad = "it is not a certificate"
		return c
	}
	if whole.cut {
		c.Bad = "it is cut short"
	}
	c.readBody(tbs.body)
	if algorithm, _, ok := nextElement(rest); ok {
		c.Signature = signatureName(algorithm.body)
	}
	if p, err := x509.ParseCertificate(bytes.Clone(der)); err == nil {
		c.parsed = p
	}
	if bytes.Equal(c.rawSubject, c.rawIssuer) && len(c.rawSubject) > 2 {
		c.SelfSigned = true
		if p := c.parsed; p != nil && checkable(p.SignatureAlgorithm) {
			c.SelfSigned = p.CheckSignature(p.SignatureAlgorithm, p.RawTBSCertificate, p.Signature) == nil
		}
	}
	return c
}

// checkable says whether crypto/x509 still checks signatures of that kind.
func checkable(a x509.SignatureAlgorithm) bool {
	switch a {
	case x509.UnknownSignatureAlgorithm, x509.MD2WithRSA, x509.MD5WithRSA, x509.SHA1WithRSA, x509.ECDSAWithSHA1,
		x509.DSAWithSHA1, x509.DSAWithSHA256:
		return false
	}
	return true
}

// readBody reads the signed part, field by field.
func (c *Cert) readBody(b []byte) {
	field := 0
	for {
		e, rest, ok := nextElement(b)
		if !ok {
			break
		}
		whole := b[:e.size()]
		b = rest
		if e.tag == 0xa0 && field == 0 {
			continue // version
		}
		switch field {
		case 0:
			c.Serial = bytes.Clone(e.body)
		case 2:
			c.Issuer, c.rawIssuer = readName(whole), bytes.Clone(whole)
		case 3:
			from, rest, _ := nextElement(e.body)
			to, _, _ := nextElement(rest)
			c.NotBefore, c.NotAfter = from.time(), to.time()
		case 4:
			c.Subject, c.rawSubject = readName(whole), bytes.Clone(whole)
		case 5:
			c.Key = keyName(e.body)
		default:
			if e.tag == 0xa3 {
				c.readExtensions(e.body)
			}
		}
		field++
	}
	if field < 6 && c.Bad == "" {
		c.Bad = "it ends before its public key"
	}
}

// readExtensions looks for the subject's alternative names (RFC 5280, section 4.2.1.6).
func (c *Cert) readExtensions(b []byte) {
	list, _, _ := nextElement(b)
	for b = list.body; ; {
		e, rest, ok := nextElement(b)
		if !ok {
			return
		}
		b = rest
		id, value, ok := nextElement(e.body)
		if !ok || oid(id.body) != "2.5.29.17" {
			continue
		}
		octets, rest, _ := nextElement(value)
		if octets.tag == 0x01 { // critical
			octets, _, _ = nextElement(rest)
		}
		names, _, _ := nextElement(octets.body)
		c.readNames(names.body)
	}
}

func (c *Cert) readNames(b []byte) {
	for {
		e, rest, ok := nextElement(b)
		if !ok {
			return
		}
		b = rest
		switch e.tag {
		case 0x82:
			c.DNSNames = append(c.DNSNames, string(e.body))
		case 0x87:
			if a, ok := netip.AddrFromSlice(e.body); ok {
				c.Addresses = append(c.Addresses, a)
			}
		}
	}
}

// covers says whether the certificate is for host (RFC 9525, section 6.3). The common name counts only where
// there are no alternative names.
func (c *Cert) covers(host string) bool {
	if a, err := netip.ParseAddr(host); err == nil {
		return slices.Contains(c.Addresses, a) // no wildcard stands for an address (RFC 9525, section 6.4)
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	names := c.DNSNames
	if len(names) == 0 && len(c.Addresses) == 0 {
		names = []string{commonName(c.Subject)}
	}
	for _, n := range names {
		n = strings.ToLower(n)
		if n == host {
			return true
		}
		if suffix, ok := strings.CutPrefix(n, "*."); ok {
			if first, rest, ok := strings.Cut(host, "."); ok && first != "" && rest == suffix {
				return true
			}
		}
	}
	return false
}
