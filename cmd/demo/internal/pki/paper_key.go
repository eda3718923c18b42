package pki

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
)

func keyPaper(block *pem.Block, passphrase Passphrase) (Paper, error) {
	p := Paper{Kind: "private key", Says: []string{"Whoever has this key can pass for its owner. It is not encrypted: who can read the file has it."}}
	seal, err := sealOf(block)
	if err != nil {
		return p, err
	}
	key, err := openKey(block, passphrase)
	sealed := errors.Is(err, ErrSealed)
	if err != nil && !sealed {
		return p, err
	}
	p.add("written as", formats[block.Type], "")
	if seal != nil {
		p.Says = []string{"Whoever has this key and its passphrase can pass for its owner."}
		p.add("encrypted", seal.String(), weakness(seal))
	}
	if sealed {
		p.add("the key", "sealed", "with its passphrase, more can be told")
		return p, nil
	}
	p.key(key.Public())
	return p, nil
}

// formats are the standards behind PEM labels.
var formats = map[string]string{
	"PRIVATE KEY":           "PKCS #8",
	"ENCRYPTED PRIVATE KEY": "PKCS #8",
	"RSA PRIVATE KEY":       "PKCS #1",
	"EC PRIVATE KEY":        "SEC 1",
}

// weakness says what is weak about a seal.
func weakness(s *Seal) string {
	if s.Scheme == "legacy PEM" {
		return "weak: one round of MD5 lets passphrases be tried fast"
	}
	return "many rounds make it slow to try passphrases"
}

// key adds what is public of a key.
func (p *Paper) key(public any) {
	p.add("public key", KeyName(public), "")
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		return
	}
	p.add("key's SHA-256", fmt.Sprintf("%x", sha256.Sum256(der)), "the same in private key, request and certificate that belong together")
}

// KeyName says what kind of key a public key is: "RSA, 2048 bits, exponent 65537".
func KeyName(public any) string {
	switch k := public.(type) {
	case *rsa.PublicKey:
		return fmt.Sprintf("RSA, %d bits, exponent %d", k.N.BitLen(), k.E)
	case *ecdsa.PublicKey:
		return "ECDSA on " + k.Curve.Params().Name
	case ed25519.PublicKey:
		return "Ed25519"
	case nil:
		return "of an unknown kind"
	}
	return fmt.Sprintf("%T", public)
}
