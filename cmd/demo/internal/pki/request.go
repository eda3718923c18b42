package pki

import (
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"
	"net/netip"
)

// Request makes a certificate signing request: somebody's name, alternative names (DNS names and IP addresses)
// and public key, signed with the private key to prove that it is theirs.
func Request(key crypto.Signer, who Subject, altNames ...string) (*x509.CertificateRequest, error) {
	dns, ips := split(altNames)
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{
		Subject: who.name(), DNSNames: dns, IPAddresses: netIPs(ips),
	}, key)
	if err != nil {
		return nil, fmt.Errorf("making the request: %w", err)
	}
	return x509.ParseCertificateRequest(der)
}

// EncodeRequest writes a request as PEM.
func EncodeRequest(csr *x509.CertificateRequest) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: csr.Raw})
}

// DecodeRequest reads the first request of a PEM file. Its signature is not checked: Sign does that.
func DecodeRequest(text []byte) (*x509.CertificateRequest, error) {
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "CERTIFICATE REQUEST" || block.Type == "NEW CERTIFICATE REQUEST" {
			return x509.ParseCertificateRequest(block.Bytes)
		}
	}
	return nil, none(text, "certificate request", "CERTIFICATE REQUEST")
}

// netIPs is what crypto/x509 wants addresses as.
func netIPs(addrs []netip.Addr) (ips []net.IP) {
	for _, a := range addrs {
		ips = append(ips, a.AsSlice())
	}
	return ips
}
