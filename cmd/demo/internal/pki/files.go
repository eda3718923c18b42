package pki

import (
	"crypto"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// The names of the files, in a directory that holds one server's papers. A "public key" here is a
// certificate: the public key, and who says whose it is.
const (
	CAFile          = "ca-public-key.pem"
	ServerKeyFile   = "server-private-key.pem"
	CertificateFile = "server-public-key.pem"
)

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
	return s, s.write(dir)
}

// ReadServer reads a certificate, its private key and, unless caFile is "", the CA that clients trust. passphrase
// is asked when the key is encrypted.
func ReadServer(certFile, keyFile, caFile string, passphrase func() ([]byte, error)) (*Server, error) {
	s := &Server{}
	var err error
	text, err := os.ReadFile(certFile)
	if err != nil {
		return nil, err
	}
	if s.Chain, err = DecodeCertificates(text); err != nil {
		return nil, fmt.Errorf("%s: %w", certFile, err)
	}
	if text, err = os.ReadFile(keyFile); err != nil {
		return nil, err
	}
	if s.Key, err = DecodeKey(text, passphrase); err != nil {
		return nil, fmt.Errorf("%s: %w", keyFile, err)
	}
	public, ok := s.Key.Public().(interface{ Equal(crypto.PublicKey) bool })
	if !ok || !public.Equal(s.Chain[0].PublicKey) {
		return nil, fmt.Errorf("%s is not the private key that belongs to %s", keyFile, certFile)
	}
	if caFile == "" {
		return s, nil
	}
	if text, err = os.ReadFile(caFile); err != nil {
		return nil, err
	}
	cas, err := DecodeCertificates(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", caFile, err)
	}
	s.CA = cas[0]
	return s, nil
}

// write puts the papers into dir.
func (s *Server) write(dir string) error {
	key, err := EncodeKey(s.Key, nil)
	if err != nil {
		return err
	}
	return errors.Join(
		replace(filepath.Join(dir, ServerKeyFile), key, 0o600),
		replace(filepath.Join(dir, CertificateFile), EncodeCertificates(s.Chain...), 0o644),
		replace(filepath.Join(dir, CAFile), EncodeCertificates(s.CA), 0o644),
	)
}

// replace writes a file whole or not at all, with the given rights whatever stood there before.
func replace(path string, text []byte, mode os.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // no longer there when all went well
	_, err = f.Write(text)
	if err = errors.Join(err, f.Chmod(mode), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
