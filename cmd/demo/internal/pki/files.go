package pki

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// The names of the files, in a directory that holds one server's papers. A "public key" here is a
// certificate: the public key, and who says whose it is.
const (
	CAKeyFile       = "ca-private-key.pem"
	CAFile          = "ca-public-key.pem"
	ServerKeyFile   = "server-private-key.pem"
	RequestFile     = "server-csr.pem"
	CertificateFile = "server-public-key.pem"
)

// The names of the files of a server that nobody else vouches for.
const (
	SelfSignedFile    = "cert.pem"
	SelfSignedKeyFile = "key.pem"
)

// What files may be read by: private keys by their owner alone.
const (
	Private fs.FileMode = 0o600
	Public  fs.FileMode = 0o644
)

// maxFile bounds what is read of a file, in bytes; papers are much smaller.
const maxFile = 1 << 20

// ReadFile reads a file of papers.
func ReadFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return Read(f, path)
}

// Read reads papers from r, which is called name.
func Read(r io.Reader, name string) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err == nil && len(text) > maxFile {
		err = fmt.Errorf("%s is too big for keys or certificates", name)
	}
	return text, err
}

// none says what to look for in a file that has none of what was looked for in it.
func none(text []byte, what, label string) error {
	begin := "-----BEGIN " + label + "-----"
	if bytes.Contains(text, []byte(begin)) {
		return fmt.Errorf("no %s in the file: after the line %s something is damaged", what, begin)
	}
	return fmt.Errorf("no %s in the file: it should have a line like %s", what, begin)
}

// ReadCertificates reads the certificates of a file; there is at least one unless err is set.
func ReadCertificates(path string) ([]*x509.Certificate, error) {
	text, err := ReadFile(path)
	if err != nil {
		return nil, err
	}
	chain, err := DecodeCertificates(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return chain, nil
}

// ReadKey reads the first private key of a file.
func ReadKey(path string, passphrase Passphrase) (crypto.Signer, error) {
	text, err := ReadFile(path)
	if err != nil {
		return nil, err
	}
	key, err := DecodeKey(text, passphrase)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return key, nil
}

// ReadPair reads certificates and the private key that belongs to the first of them.
func ReadPair(certFile, keyFile string, passphrase Passphrase) ([]*x509.Certificate, crypto.Signer, error) {
	chain, err := ReadCertificates(certFile)
	if err != nil {
		return nil, nil, err
	}
	key, err := ReadKey(keyFile, passphrase)
	if err != nil {
		return nil, nil, err
	}
	public, ok := key.Public().(interface{ Equal(crypto.PublicKey) bool })
	if !ok || !public.Equal(chain[0].PublicKey) {
		return nil, nil, fmt.Errorf("%s is not the private key that belongs to %s", keyFile, certFile)
	}
	return chain, key, nil
}

// ReadIssuer reads a CA's certificate and private key.
func ReadIssuer(certFile, keyFile string, passphrase Passphrase) (Issuer, error) {
	chain, key, err := ReadPair(certFile, keyFile, passphrase)
	if err != nil {
		return Issuer{}, err
	}
	if err := maySign(chain[0]); err != nil {
		return Issuer{}, fmt.Errorf("%s: %w", certFile, err)
	}
	return Issuer{chain[0], key}, nil
}

// WriteFile writes a file that is not there yet; the error is fs.ErrExist if it is. With force, it replaces what
// is there, whole or not at all.
func WriteFile(path string, text []byte, mode fs.FileMode, force bool) error {
	if force {
		return replace(path, text, mode)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, bytes.NewReader(text))
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(path) // half a key is of no use
	}
	return err
}

// replace writes a file whole or not at all, with the given rights whatever stood there before.
func replace(path string, text []byte, mode fs.FileMode) error {
	if st, err := os.Lstat(path); err == nil && !st.Mode().IsRegular() && st.Mode()&fs.ModeSymlink == 0 {
		return fmt.Errorf("%s is not a file that can be replaced", path) // a device, say
	}
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
