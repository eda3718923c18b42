package pki

import (
	"crypto/x509"
	"fmt"
)

// Wish is what a request says, in one sentence.
func Wish(csr *x509.CertificateRequest) string {
	return fmt.Sprintf("I am %s, and ask somebody to vouch for it.", nameOf(csr.RawSubject))
}

func requestPaper(csr *x509.CertificateRequest) Paper {
	p := Paper{Kind: "certificate request", Says: []string{Wish(csr)}}
	p.add("I am", nameOf(csr.RawSubject), "subject")
	p.key(csr.PublicKey)
	says := "good: whoever asks has the private key"
	if err := proof(csr); err != nil {
		says = "BAD: " + err.Error()
	}
	p.add("signature", csr.SignatureAlgorithm.String(), says)
	if len(csr.Extensions) == 0 {
		p.add("asks for", "nothing more", "no alternative names: clients would refuse the certificate")
	}
	p.extensions(csr.Extensions)
	return p
}
