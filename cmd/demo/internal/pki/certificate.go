package pki

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
)

// CA makes the certificate of a certificate authority, signed by itself. Basic constraints and key usage
// say that it may sign others (RFC 5280, 4.2.1.9 and 4.2.1.3); without them clients rightly refuse it.
func CA(key crypto.Signer, who Subject, life Life) (*x509.Certificate, error) {
	t := template(life)
	t.Subject = who.name()
	t.IsCA, t.BasicConstraintsValid = true, true
	t.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
	return create(t, t, key.Public(), key)
}

// SelfSigned makes a server's certificate that nobody but the server vouches for.
func SelfSigned(key crypto.Signer, who Subject, life Life, altNames ...string) (*x509.Certificate, error) {
	t := template(life)
	t.Subject = who.name()
	dns, ips := split(altNames)
	t.DNSNames, t.IPAddresses = dns, netIPs(ips)
	t.BasicConstraintsValid = true
	t.KeyUsage, t.ExtKeyUsage = usage(key.Public()), []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	return create(t, t, key.Public(), key)
}

// EncodeCertificates writes certificates as PEM, one after the other.
func EncodeCertificates(chain ...*x509.Certificate) []byte {
	var text []byte
	for _, c := range chain {
		text = append(text, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	return text
}

// DecodeCertificates reads all certificates of a PEM file; there is at least one unless err is set.
func DecodeCertificates(text []byte) (chain []*x509.Certificate, err error) {
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		chain = append(chain, c)
	}
	if len(chain) == 0 {
		return nil, none(text, "certificate", "CERTIFICATE")
	}
	return chain, nil
}

// selfIssued says whether a certificate names itself as its issuer and has signed itself.
func selfIssued(c *x509.Certificate) bool {
	return bytes.Equal(c.RawSubject, c.RawIssuer) && c.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) == nil
}

func template(life Life) *x509.Certificate {
	return &x509.Certificate{NotBefore: life.From, NotAfter: life.until()}
}

// usage is what a key of this kind does in TLS: sign; RSA keys also decrypt, in key exchanges up to TLS 1.2.
func usage(public any) x509.KeyUsage {
	if _, ok := public.(*rsa.PublicKey); ok {
		return x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment
	}
	return x509.KeyUsageDigitalSignature
}

// create signs t; the serial number is random (RFC 5280, 4.1.2.2).
func create(t, parent *x509.Certificate, public any, key crypto.Signer) (*x509.Certificate, error) {
	der, err := x509.CreateCertificate(rand.Reader, t, parent, public, key)
	if err != nil {
		return nil, fmt.Errorf("signing the certificate: %w", err)
	}
	return x509.ParseCertificate(der)
}
