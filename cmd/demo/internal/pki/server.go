package pki

import (
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"path/filepath"
	"time"
)

// A Server is what a server proves itself with, and what its clients must trust. A client that has to prove who it
// is has the same.
type Server struct {
	Chain []*x509.Certificate // the server's own first
	Key   crypto.Signer
	CA    *x509.Certificate // nil when nobody vouches for it
}

// club is who the demo's papers are for.
const club = "Secret Squirrels"

// NewAuthority makes a CA that will sign from the time now on.
func NewAuthority(now time.Time) (Issuer, error) {
	key, err := GenerateKey(P256)
	if err != nil {
		return Issuer{}, err
	}
	cert, err := CA(key, Subject{Organization: club, CommonName: club + " demo CA"}, LifeAt(now))
	return Issuer{cert, key}, err
}

// LifeAt is that of papers made at a time: from a minute before, for clients whose clock is a little behind.
func LifeAt(now time.Time) Life { return Life{From: now.Add(-time.Minute)} }

// Issue makes a key pair for the names, and signs the certificate that goes with it.
func (i Issuer) Issue(a Algorithm, life Life, o SignOptions, names ...string) (*Server, error) {
	key, err := GenerateKey(a)
	if err != nil {
		return nil, err
	}
	csr, err := Request(key, Subject{Organization: club, CommonName: names[0]}, names...)
	if err != nil {
		return nil, err
	}
	cert, err := i.Sign(csr, life, o)
	if err != nil {
		return nil, err
	}
	return &Server{Chain: []*x509.Certificate{cert}, Key: key, CA: i.Certificate}, nil
}

// NewServer makes a CA, has it sign a certificate for the names, and throws the CA's private key away: whoever
// comes to trust this CA need not fear that it will ever sign another certificate.
func NewServer(now time.Time, names ...string) (*Server, error) {
	ca, err := NewAuthority(now)
	if err != nil {
		return nil, err
	}
	return ca.Issue(P256, LifeAt(now), SignOptions{}, names...)
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

// OpenServer reads a server's papers from dir. Where there are none yet, or they no longer hold at the time
// now, it makes new ones for the names and writes them there, the private key for the owner's eyes only.
func OpenServer(dir string, now time.Time, names ...string) (*Server, error) {
	s, err := ReadServer(filepath.Join(dir, CertificateFile), filepath.Join(dir, ServerKeyFile), filepath.Join(dir, CAFile), nil)
	if err == nil && s.Check(names[0], now) == nil {
		return s, nil
	}
	if s, err = NewServer(now, names...); err != nil {
		return nil, err
	}
	return s, s.Write(dir, ServerKeyFile, CertificateFile)
}

// ReadServer reads certificates, the private key of the first and, unless caFile is "", the CA that clients
// trust. Without a CA, a certificate that signed itself is its own.
func ReadServer(certFile, keyFile, caFile string, passphrase Passphrase) (*Server, error) {
	s := &Server{}
	var err error
	if s.Chain, s.Key, err = ReadPair(certFile, keyFile, passphrase); err != nil {
		return nil, err
	}
	if caFile == "" {
		if selfIssued(s.Chain[0]) {
			s.CA = s.Chain[0]
		}
		return s, nil
	}
	cas, err := ReadCertificates(caFile)
	if err != nil {
		return nil, err
	}
	s.CA = cas[0]
	return s, nil
}

// Write puts the papers into dir, in files of these names, and the CA's certificate beside them.
func (s *Server) Write(dir, keyFile, certFile string) error {
	key, err := EncodeKey(s.Key, nil)
	if err != nil {
		return err
	}
	err = errors.Join(
		replace(filepath.Join(dir, keyFile), key, Private),
		replace(filepath.Join(dir, certFile), EncodeCertificates(s.Chain...), Public),
	)
	if s.CA != nil && err == nil {
		err = replace(filepath.Join(dir, CAFile), EncodeCertificates(s.CA), Public)
	}
	return err
}
