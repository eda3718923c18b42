package pki

import (
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"

	"github.com/youmark/pkcs8"
)

// sealing is how keys are encrypted: PBES2 (RFC 8018, 6.2) with PBKDF2 and HMAC-SHA-256, then AES-256-CBC,
// which every OpenSSL since 1.0 reads.
var sealing = &pkcs8.Opts{
	Cipher:  pkcs8.AES256CBC,
	KDFOpts: pkcs8.PBKDF2Opts{SaltSize: 16, IterationCount: 600_000, HMACHash: crypto.SHA256},
}

// Bounds on the work that a file can ask for before its passphrase is known to be right.
const (
	maxRounds     = 20_000_000 // of PBKDF2; some seconds
	maxScryptWork = 1 << 28    // bytes of memory
)

// A Seal is how a private key is encrypted.
type Seal struct {
	Scheme string // "PBES2", or "legacy PEM" as OpenSSL wrote it before PKCS #8
	KDF    string // how the key is made from the passphrase: "PBKDF2 with HMAC-SHA-256, 600000 rounds"
	Cipher string // "AES-256-CBC"

	unread string // why DecodeKey can't open it, whatever the passphrase; empty if it can
}

func (s Seal) String() string { return s.Scheme + ": " + s.KDF + ", then " + s.Cipher }

// algorithms are the names of what PBES2 is made of (RFC 8018, appendix C; RFC 7914, 7), and whether DecodeKey
// reads it.
var algorithms = map[string]struct {
	name string
	read bool
}{
	"1.2.840.113549.2.7":      {"HMAC-SHA-1", true},
	"1.2.840.113549.2.8":      {"HMAC-SHA-224", false},
	"1.2.840.113549.2.9":      {"HMAC-SHA-256", true},
	"1.2.840.113549.2.10":     {"HMAC-SHA-384", false},
	"1.2.840.113549.2.11":     {"HMAC-SHA-512", false},
	"1.2.840.113549.3.2":      {"RC2-CBC", false},
	"1.2.840.113549.3.7":      {"DES-EDE3-CBC", true},
	"1.3.14.3.2.7":            {"DES-CBC", false},
	"2.16.840.1.101.3.4.1.2":  {"AES-128-CBC", true},
	"2.16.840.1.101.3.4.1.22": {"AES-192-CBC", true},
	"2.16.840.1.101.3.4.1.42": {"AES-256-CBC", true},
	"2.16.840.1.101.3.4.1.6":  {"AES-128-GCM", true},
	"2.16.840.1.101.3.4.1.26": {"AES-192-GCM", true},
	"2.16.840.1.101.3.4.1.46": {"AES-256-GCM", true},
}

const (
	oidPBES2  = "1.2.840.113549.1.5.13"
	oidPBKDF2 = "1.2.840.113549.1.5.12"
	oidScrypt = "1.3.6.1.4.1.11591.4.11"
)

// named is an algorithm's name; what is not read is put down in s.unread.
func (s *Seal) named(id asn1.ObjectIdentifier) string {
	a, known := algorithms[id.String()]
	if !known {
		a.name = "algorithm " + id.String()
	}
	if !a.read {
		s.unread = a.name
	}
	return a.name
}

// sealOf says how the key in a PEM block is encrypted; nil when it is not.
func sealOf(block *pem.Block) (*Seal, error) {
	if block.Type == "ENCRYPTED PRIVATE KEY" {
		return sealOfPKCS8(block.Bytes)
	}
	//lint:ignore SA1019 files encrypted like this are still about
	if !x509.IsEncryptedPEMBlock(block) {
		return nil, nil
	}
	s := &Seal{Scheme: "legacy PEM", KDF: "MD5, 1 round"}
	s.Cipher, _, _ = strings.Cut(block.Headers["DEK-Info"], ",")
	switch s.Cipher {
	case "DES-CBC", "DES-EDE3-CBC", "AES-128-CBC", "AES-192-CBC", "AES-256-CBC":
	default:
		s.unread = s.Cipher
	}
	return s, nil
}

// sealOfPKCS8 reads the EncryptionAlgorithmIdentifier of an EncryptedPrivateKeyInfo (RFC 5958, 3).
func sealOfPKCS8(der []byte) (*Seal, error) {
	var info struct {
		Algorithm pkix.AlgorithmIdentifier
		Data      []byte
	}
	if _, err := asn1.Unmarshal(der, &info); err != nil {
		return nil, errDamaged
	}
	if id := info.Algorithm.Algorithm.String(); id != oidPBES2 {
		return &Seal{Scheme: "algorithm " + id, KDF: "unknown", Cipher: "unknown", unread: "something else than PBES2 (" + id + ")"}, nil
	}
	var p struct{ KDF, Cipher pkix.AlgorithmIdentifier }
	if _, err := asn1.Unmarshal(info.Algorithm.Parameters.FullBytes, &p); err != nil {
		return nil, errDamaged
	}
	s := &Seal{Scheme: "PBES2"}
	s.Cipher = s.named(p.Cipher.Algorithm)
	switch p.KDF.Algorithm.String() {
	case oidPBKDF2:
		return s, s.pbkdf2(p.KDF.Parameters.FullBytes)
	case oidScrypt:
		return s, s.scrypt(p.KDF.Parameters.FullBytes)
	}
	s.KDF = s.named(p.KDF.Algorithm)
	return s, nil
}

// pbkdf2 reads PBKDF2-params (RFC 8018, appendix A.2).
func (s *Seal) pbkdf2(der []byte) error {
	var p struct {
		Salt      []byte
		Rounds    int
		KeyLength int                      `asn1:"optional"`
		PRF       pkix.AlgorithmIdentifier `asn1:"optional"`
	}
	if _, err := asn1.Unmarshal(der, &p); err != nil {
		return errDamaged
	}
	prf := "HMAC-SHA-1" // unless said otherwise
	if len(p.PRF.Algorithm) > 0 {
		prf = s.named(p.PRF.Algorithm)
	}
	s.KDF = fmt.Sprintf("PBKDF2 with %s, %d rounds", prf, p.Rounds)
	switch {
	case p.KeyLength != 0:
		s.unread = "PBKDF2 with a key length of its own"
	case p.Rounds < 1 || p.Rounds > maxRounds:
		s.unread = fmt.Sprintf("%d rounds of PBKDF2", p.Rounds)
	}
	return nil
}

// scrypt reads scrypt-params (RFC 7914, 7.1).
func (s *Seal) scrypt(der []byte) error {
	var p struct {
		Salt    []byte
		N, R, P int
	}
	if _, err := asn1.Unmarshal(der, &p); err != nil {
		return errDamaged
	}
	s.KDF = fmt.Sprintf("scrypt with N=%d, r=%d, p=%d", p.N, p.R, p.P)
	if p.N < 2 || p.R < 1 || p.P < 1 || p.P > 16 || p.R > 64 || p.N > maxScryptWork/128/p.R {
		s.unread = s.KDF
	}
	return nil
}

var errDamaged = errors.New("a damaged private key")

// readable is nil when the right passphrase opens the key.
func (s *Seal) readable() error {
	if s.unread == "" {
		return nil
	}
	return fmt.Errorf("encrypted with %s, which is not read here; openssl pkcs8 -topk8 -v2 aes-256-cbc -in FILE -out NEW makes it readable", s.unread)
}
