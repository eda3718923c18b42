package pki

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
)

// An Algorithm is a kind of key pair.
type Algorithm string

// The algorithms.
const (
	RSA2048 Algorithm = "rsa"     // 2048 bits, public exponent 65537
	P256    Algorithm = "p256"    // ECDSA on NIST P-256
	Ed25519 Algorithm = "ed25519" // RFC 8032; browsers do not take it in certificates
)

// Algorithms lists them, for help texts.
func Algorithms() []Algorithm { return []Algorithm{RSA2048, P256, Ed25519} }

// GenerateKey makes a private key.
func GenerateKey(a Algorithm) (crypto.Signer, error) {
	switch a {
	case RSA2048:
		return rsa.GenerateKey(rand.Reader, 2048)
	case P256:
		return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case Ed25519:
		_, key, err := ed25519.GenerateKey(rand.Reader)
		return key, err
	}
	return nil, fmt.Errorf("unknown key algorithm %q; there are %v", a, Algorithms())
}
