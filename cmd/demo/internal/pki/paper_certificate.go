package pki

import (
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"time"
)

// Sentence is all that a certificate says, in one sentence.
func Sentence(c *x509.Certificate) string {
	day := func(t time.Time) string { return t.UTC().Format(time.DateOnly) }
	return fmt.Sprintf("From %s to %s I am %s according to %s", day(c.NotBefore), day(c.NotAfter), nameOf(c.RawSubject), nameOf(c.RawIssuer))
}

func certificatePaper(c *x509.Certificate, now time.Time) Paper {
	p := Paper{Kind: "certificate", Says: []string{Sentence(c) + "."}}
	self := selfIssued(c)
	if self {
		p.Says = append(p.Says, "Signed by itself: nobody else vouches for it.")
	}
	p.add("from", clock(c.NotBefore), "notBefore")
	p.add("to", clock(c.NotAfter), "notAfter: "+left(c, now))
	p.add("I am", nameOf(c.RawSubject), "subject")
	p.add("according to", nameOf(c.RawIssuer), "issuer")
	p.key(c.PublicKey)
	signed := "made by the issuer over all of this"
	if self {
		signed = "made with its own private key"
	}
	p.add("signature", c.SignatureAlgorithm.String(), signed)
	p.add("serial number", colons(c.SerialNumber.Bytes()), "of all that this issuer signs, only this one has it")
	p.add("version", fmt.Sprintf("X.509 v%d", c.Version), "")
	p.extensions(c.Extensions)
	sum := sha256.Sum256(c.Raw)
	p.add("fingerprint", fmt.Sprintf("%x", sum), "SHA-256 of the whole certificate")
	return p
}

// left says how far the end of a certificate is.
func left(c *x509.Certificate, now time.Time) string {
	switch {
	case now.Before(c.NotBefore):
		return "it does not hold yet"
	case now.After(c.NotAfter):
		return span(now.Sub(c.NotAfter)) + " ago"
	}
	return span(c.NotAfter.Sub(now)) + " left"
}

// span writes a time in the unit that a person would choose, rounded.
func span(d time.Duration) string {
	n, unit := d.Round(time.Minute)/time.Minute, "minute"
	switch {
	case d >= 24*time.Hour:
		n, unit = d.Round(24*time.Hour)/(24*time.Hour), "day"
	case d >= time.Hour:
		n, unit = d.Round(time.Hour)/time.Hour, "hour"
	}
	if n != 1 {
		unit += "s"
	}
	return fmt.Sprintf("%d %s", n, unit)
}

// extensions adds a fact for each extension.
func (p *Paper) extensions(all []pkix.Extension) {
	for _, raw := range all {
		e := describe(raw)
		if raw.Critical {
			e.value = "critical, " + e.value // a client that doesn't know it has to refuse
		}
		p.add(e.name, e.value, e.note)
	}
}
