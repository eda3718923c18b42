package pki

import (
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"time"
)

// A Server is what a server proves itself with, and what its clients must trust.
type Server struct {
	Chain []*x509.Certificate // the server's own first
	Key   crypto.Signer
	CA    *x509.Certificate // nil when nobody vouches for it
}

// NewServer makes a CA, has it sign a certificate for the names, and throws the CA's private key away: whoever
// comes to trust this CA need not fear that it will ever sign another certificate.
func NewServer(now time.Time, names ...string) (*Server, error) {
	caKey, err := GenerateKey(P256)
	if err != nil {
		return nil, err
	}
	// A minute back, for clients whose clock is a little behind.
	life := Life{From: now.Add(-time.Minute)}
	ca, err := CA(caKey, Subject{Organization: "Secret Squirrels", CommonName: "Secret Squirrels demo CA"}, life)
	if err != nil {
		return nil, err
	}
	key, err := GenerateKey(P256)
	if err != nil {
		return nil, err
	}
	csr, err := Request(key, Subject{Organization: "Secret Squirrels", CommonName: names[0]}, names...)
	if err != nil {
		return nil, err
	}
	cert, err := Issuer{ca, caKey}.Sign(csr, life, SignOptions{})
	if err != nil {
		return nil, err
	}
	return &Server{Chain: []*x509.Certificate{cert}, Key: key, CA: ca}, nil
}

// TLS is what crypto/tls serves.
func (s *Server) TLS() tls.Certificate {
	c := tls.Certificate{PrivateKey: s.Key, Leaf: s.Chain[0]}
	for _, cert := range s.Chain {
		c.Certificate = append(c.Certificate, cert.Raw)
	}
	return c
}

// Pool is what a client that trusts the CA, and nobody else, checks against.
func (s *Server) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	if s.CA != nil {
		pool.AddCert(s.CA)
	}
	return pool
}

// Check says why a client that asks for name at the given time would refuse the server; nil: it would not.
func (s *Server) Check(name string, now time.Time) error {
	others := x509.NewCertPool()
	for _, c := range s.Chain[1:] {
		others.AddCert(c)
	}
	_, err := s.Chain[0].Verify(x509.VerifyOptions{DNSName: name, Roots: s.Pool(), Intermediates: others, CurrentTime: now})
	return err
}
