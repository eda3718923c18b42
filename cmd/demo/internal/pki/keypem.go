package pki

import (
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"

	"github.com/youmark/pkcs8"
)

// ErrPassphrase says that a key is encrypted, and that the passphrase given does not open it.
var ErrPassphrase = errors.New("wrong passphrase")

// sealing is how keys are encrypted: PBES2 (RFC 8018, 6.2) with PBKDF2 and HMAC-SHA-256, then AES-256-CBC,
// which every OpenSSL since 1.0 reads.
var sealing = &pkcs8.Opts{
	Cipher:  pkcs8.AES256CBC,
	KDFOpts: pkcs8.PBKDF2Opts{SaltSize: 16, IterationCount: 600_000, HMACHash: crypto.SHA256},
}

// EncodeKey writes a private key as PEM: PKCS #8 (RFC 5958), encrypted when there is a passphrase.
func EncodeKey(key crypto.Signer, passphrase []byte) ([]byte, error) {
	block := &pem.Block{Type: "PRIVATE KEY"}
	var err error
	if len(passphrase) == 0 {
		block.Bytes, err = x509.MarshalPKCS8PrivateKey(key)
	} else {
		block.Type = "ENCRYPTED PRIVATE KEY"
		block.Bytes, err = pkcs8.MarshalPrivateKey(key, passphrase, sealing)
	}
	if err != nil {
		return nil, fmt.Errorf("encoding the private key: %w", err)
	}
	return pem.EncodeToMemory(block), nil
}

// DecodeKey reads the first private key of a PEM file: PKCS #8, PKCS #1 (RFC 8017) or SEC 1 (RFC 5915).
// passphrase is asked only when the key is encrypted; nil means that there is none to ask for.
func DecodeKey(text []byte, passphrase func() ([]byte, error)) (crypto.Signer, error) {
	for {
		block, rest := pem.Decode(text)
		if block == nil {
			return nil, errors.New("no private key in the file: it should have a line like -----BEGIN PRIVATE KEY-----")
		}
		text = rest
		var key any
		var err error
		switch block.Type {
		case "PRIVATE KEY":
			key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
		case "ENCRYPTED PRIVATE KEY":
			key, err = openPKCS8(block.Bytes, passphrase)
		case "RSA PRIVATE KEY", "EC PRIVATE KEY":
			key, err = openTraditional(block, passphrase)
		default:
			continue // certificates and parameters may stand in the same file
		}
		if err != nil {
			return nil, err
		}
		signer, ok := key.(crypto.Signer)
		if !ok {
			return nil, fmt.Errorf("a %T can't sign", key)
		}
		return signer, nil
	}
}

func openPKCS8(der []byte, passphrase func() ([]byte, error)) (key any, err error) {
	secret, err := ask(passphrase)
	if err != nil {
		return nil, err
	}
	defer func() {
		// The library trusts the lengths of IV and ciphertext in the file.
		if recover() != nil {
			key, err = nil, errors.New("a damaged private key")
		}
	}()
	key, err = pkcs8.ParsePKCS8PrivateKey(der, secret)
	if err != nil {
		// A wrong passphrase gives wrong bytes, which are no key; nothing in the file tells the two apart.
		return nil, fmt.Errorf("%w, or a damaged key", ErrPassphrase)
	}
	return key, nil
}

// openTraditional reads what OpenSSL wrote before PKCS #8. Its encryption (RFC 1423) is weak: it is read, and
// never written.
func openTraditional(block *pem.Block, passphrase func() ([]byte, error)) (any, error) {
	der := block.Bytes
	//lint:ignore SA1019 files encrypted like this are still about
	if x509.IsEncryptedPEMBlock(block) {
		secret, err := ask(passphrase)
		if err != nil {
			return nil, err
		}
		//lint:ignore SA1019 files encrypted like this are still about
		der, err = x509.DecryptPEMBlock(block, secret)
		if err != nil {
			return nil, fmt.Errorf("%w, or a damaged key", ErrPassphrase)
		}
	}
	if block.Type == "EC PRIVATE KEY" {
		return x509.ParseECPrivateKey(der)
	}
	return x509.ParsePKCS1PrivateKey(der)
}

func ask(passphrase func() ([]byte, error)) ([]byte, error) {
	if passphrase == nil {
		return nil, errors.New("the private key is encrypted; a passphrase is needed")
	}
	return passphrase()
}
