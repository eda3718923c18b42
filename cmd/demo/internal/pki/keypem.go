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

// ErrSealed says that a key is encrypted, and that there is no passphrase.
var ErrSealed = errors.New("the private key is encrypted; a passphrase is needed")

// A Passphrase says which passphrase opens a key. It is asked only when the key is encrypted. Nil: there is
// none to ask for.
type Passphrase func() ([]byte, error)

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

// DecodeKey reads the first private key of a PEM file: PKCS #8, PKCS #1 (RFC 8017) or SEC 1 (RFC 5915). The
// error is ErrPassphrase, ErrSealed, that of passphrase, or says what is wrong with the file.
func DecodeKey(text []byte, passphrase Passphrase) (crypto.Signer, error) {
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if isKey(block) { // certificates and parameters may stand in the same file
			return openKey(block, passphrase)
		}
	}
	return nil, none(text, "private key", "PRIVATE KEY")
}

// isKey says whether a PEM block is a private key.
func isKey(block *pem.Block) bool {
	switch block.Type {
	case "PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY":
		return true
	}
	return false
}

// openKey reads a private key, with its passphrase if it is encrypted.
func openKey(block *pem.Block, passphrase Passphrase) (crypto.Signer, error) {
	seal, err := sealOf(block)
	if err != nil {
		return nil, err
	}
	var key any
	if seal == nil {
		key, err = parseKey(block.Type, block.Bytes)
	} else if err = seal.readable(); err == nil {
		key, err = unseal(block, passphrase)
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

// parseKey reads a private key that is not encrypted.
func parseKey(kind string, der []byte) (any, error) {
	switch kind {
	case "RSA PRIVATE KEY":
		return x509.ParsePKCS1PrivateKey(der)
	case "EC PRIVATE KEY":
		return x509.ParseECPrivateKey(der)
	}
	return x509.ParsePKCS8PrivateKey(der)
}

// unseal opens an encrypted private key.
func unseal(block *pem.Block, passphrase Passphrase) (key any, err error) {
	if passphrase == nil {
		return nil, ErrSealed
	}
	secret, err := passphrase()
	if err != nil {
		return nil, err
	}
	if block.Type == "ENCRYPTED PRIVATE KEY" {
		key, err = unsealPKCS8(block.Bytes, secret)
	} else {
		key, err = unsealTraditional(block, secret)
	}
	if err != nil && !errors.Is(err, errDamaged) {
		// A wrong passphrase gives wrong bytes, which are no key; nothing in the file tells the two apart.
		err = fmt.Errorf("%w, or a damaged key", ErrPassphrase)
	}
	return key, err
}

func unsealPKCS8(der, secret []byte) (key any, err error) {
	if len(secret) == 0 {
		return nil, ErrPassphrase // the library would take the key for one that is not encrypted
	}
	defer func() {
		// The library trusts the lengths of IV and ciphertext in the file.
		if recover() != nil {
			key, err = nil, errDamaged
		}
	}()
	return pkcs8.ParsePKCS8PrivateKey(der, secret)
}

// unsealTraditional reads what OpenSSL wrote before PKCS #8. Its encryption (RFC 1423) is weak: it is read, and
// never written.
func unsealTraditional(block *pem.Block, secret []byte) (any, error) {
	//lint:ignore SA1019 files encrypted like this are still about
	der, err := x509.DecryptPEMBlock(block, secret)
	if err != nil {
		return nil, err
	}
	return parseKey(block.Type, der)
}
