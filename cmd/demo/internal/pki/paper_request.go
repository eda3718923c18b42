package pki

import (
	"crypto/x509"
	"fmt"
)

func requestPaper(csr *x509.CertificateRequest) Paper {
	p := Paper{Kind: "certificate request", Says: fmt.Sprintf("I ask to be %s; nobody has vouched for it yet.", nameOf(csr.RawSubject))}
	p.add("I am", nameOf(csr.RawSubject), "subject")
	p.key(csr.PublicKey)
	says := "good: whoever asks has the private key"
	if csr.CheckSignature() != nil {
		says = "BAD: it was not made with the private key of this public key, or something was changed since"
	}
	p.add("signature", csr.SignatureAlgorithm.String(), says)
	if len(csr.Extensions) == 0 {
		p.add("asks for", "nothing more", "no alternative names: clients would refuse the certificate")
	}
	p.extensions(csr.Extensions)
	return p
}
