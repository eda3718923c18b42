package tlswire

import (
	"crypto/sha256"
	"crypto/x509"
	"fmt"
	"time"
)

// A signing asks whether the key of one certificate signed another, or, with nothing for
// issuer, whether a chain, subject being the digest of all of it, leads to one of the roots.
type signing struct{ subject, issuer [32]byte }

// judge compares a certificate with the name that was asked for, with the capture's clock, with the chain that
// came with it and, when there are some, with the roots that are trusted.
func (p *protocol) judge(m *Certificate, fromClient bool, name string, now time.Time) {
	m.FromClient, m.name = fromClient, name
	if len(m.Chain) == 0 {
		return
	}
	leaf := m.Chain[0]
	if leaf.RawKey {
		return // it claims nothing that could be wrong
	}
	say := func(format string, a ...any) { m.Problems = append(m.Problems, fmt.Sprintf(format, a...)) }
	if leaf.SelfSigned {
		say("self-signed")
	}
	for i, c := range m.Chain[:len(m.Chain)-1] {
		switch next := m.Chain[i+1]; {
		case c.Bad != "" || next.Bad != "":
		case c.Issuer != next.Subject:
			say("certificate %d was not issued by the one that follows it", i+1)
		case !p.signed(c, next):
			say("certificate %d was not signed by the key of the one that follows it", i+1)
		}
	}
	if !leaf.NotAfter.IsZero() && now.After(leaf.NotAfter) {
		say("expired on %s", leaf.NotAfter.Format(time.DateOnly))
	}
	if !leaf.NotBefore.IsZero() && now.Before(leaf.NotBefore) {
		say("not valid before %s", leaf.NotBefore.Format(time.DateOnly))
	}
	if !fromClient && name != "" && !leaf.covers(name) && leaf.Bad == "" {
		say("wrong name: asked for %s", name)
	}
	if !fromClient && !leaf.SelfSigned && !p.rooted(m.Chain) {
		say("unknown issuer: %s", m.Chain[len(m.Chain)-1].Issuer)
	}
}

// signed says whether the issuer's key signed c. What can't be checked any more passes.
func (p *protocol) signed(c, issuer *Cert) bool {
	if c.parsed == nil || issuer.parsed == nil || !checkable(c.parsed.SignatureAlgorithm) {
		return true
	}
	return p.once(signing{subject: c.SHA256, issuer: issuer.SHA256}, func() bool {
		return issuer.parsed.CheckSignature(c.parsed.SignatureAlgorithm, c.parsed.RawTBSCertificate, c.parsed.Signature) == nil
	})
}

// rooted says whether a chain leads to one of the roots that are trusted. Dates and names are not its business, and what
// can't be checked any more passes.
func (p *protocol) rooted(chain []*Cert) bool {
	leaf := chain[0]
	if p.options.Roots == nil || leaf.parsed == nil {
		return true
	}
	digest := sha256.New()
	for _, c := range chain {
		if c.parsed != nil && !c.SelfSigned && !checkable(c.parsed.SignatureAlgorithm) {
			return true
		}
		digest.Write(c.SHA256[:])
	}
	return p.once(signing{subject: [32]byte(digest.Sum(nil))}, func() bool {
		between := x509.NewCertPool()
		for _, c := range chain[1:] {
			if c.parsed != nil {
				between.AddCert(c.parsed)
			}
		}
		_, err := leaf.parsed.Verify(x509.VerifyOptions{
			Roots: p.options.Roots, Intermediates: between, CurrentTime: leaf.NotBefore.Add(time.Second),
			KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
		})
		_, unknown := err.(x509.UnknownAuthorityError)
		return !unknown
	})
}

// once remembers what a question about signatures came to: asking is slow, and servers repeat themselves.
func (p *protocol) once(q signing, ask func() bool) bool {
	if v, known := p.signings[q]; known {
		return v
	}
	if p.signings == nil || len(p.signings) >= maxCached {
		p.signings = map[signing]bool{}
	}
	v := ask()
	p.signings[q] = v
	return v
}
