package pki

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"strconv"
	"strings"
	"testing"
)

// How OpenSSL can be told to encrypt a key; which of it is read, and what is said of the rest before a passphrase
// is asked for.
func TestSeals(t *testing.T) {
	dir := t.TempDir()
	openssl(t, dir, "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "plain.pem")
	pkcs8 := []string{"pkcs8", "-topk8", "-in", "plain.pem", "-out", "key.pem", "-passout", "pass:tail"}
	for _, c := range []struct {
		args   []string // further ones
		seal   string
		unread string // empty: it is read
	}{
		{nil, "PBES2: PBKDF2 with HMAC-SHA-256, 2048 rounds, then AES-256-CBC", ""},
		{[]string{"-v2", "aes-128-cbc", "-v2prf", "hmacWithSHA1", "-iter", "5"}, "PBES2: PBKDF2 with HMAC-SHA-1, 5 rounds, then AES-128-CBC", ""},
		{[]string{"-v2", "des3"}, "PBES2: PBKDF2 with HMAC-SHA-256, 2048 rounds, then DES-EDE3-CBC", ""},
		{[]string{"-scrypt"}, "PBES2: scrypt with N=16384, r=8, p=1, then AES-256-CBC", ""},
		{[]string{"-v2prf", "hmacWithSHA512"}, "PBES2: PBKDF2 with HMAC-SHA-512, 2048 rounds, then AES-256-CBC", "HMAC-SHA-512"},
		{[]string{"-v2", "camellia-256-cbc"}, "PBES2: PBKDF2 with HMAC-SHA-256, 2048 rounds, then algorithm 1.2.392.200011.61.1.1.1.4", "algorithm 1.2.392"},
		{[]string{"-v1", "PBE-SHA1-3DES"}, "algorithm 1.2.840.113549.1.12.1.3: unknown, then unknown", "something else than PBES2"},
	} {
		openssl(t, dir, append(pkcs8, c.args...)...)
		text := load(t, dir, "key.pem")
		block, _ := pem.Decode(text)
		seal, err := sealOf(block)
		if err != nil || seal.String() != c.seal {
			t.Errorf("%v: %v, %v; want %s", c.args, seal, err, c.seal)
		}
		asked := false
		_, err = DecodeKey(text, func() ([]byte, error) { asked = true; return []byte("tail"), nil })
		if c.unread == "" && err != nil {
			t.Errorf("%v: %v", c.args, err)
		}
		if c.unread != "" && (asked || err == nil || !strings.Contains(err.Error(), "encrypted with "+c.unread) || !strings.Contains(err.Error(), "openssl pkcs8")) {
			t.Errorf("%v: %v, asked %v; want %q", c.args, err, asked, c.unread)
		}
		if c.unread != "" {
			continue
		}
		if _, err := DecodeKey(text, phrase("wrong")); !errors.Is(err, ErrPassphrase) {
			t.Errorf("%v: wrong passphrase: %v", c.args, err)
		}
		if _, err := DecodeKey(text, phrase("")); !errors.Is(err, ErrPassphrase) {
			t.Errorf("%v: empty passphrase: %v", c.args, err)
		}
	}
}

// A file that asks for years of work, or for more memory than there is, is not worked on.
func TestSealsBoundTheWork(t *testing.T) {
	type pbkdf2 struct {
		Salt   []byte
		Rounds int
	}
	type scrypt struct {
		Salt    []byte
		N, R, P int
	}
	for name, der := range map[string][]byte{
		"2,000,000,000 rounds": sealedBy(t, oidPBKDF2, pbkdf2{[]byte("salt"), 2_000_000_000}),
		"no round at all":      sealedBy(t, oidPBKDF2, pbkdf2{[]byte("salt"), 0}),
		"a key length":         sealedBy(t, oidPBKDF2, scrypt{[]byte("salt"), 2048, 32, 0}),
		"2 GiB":                sealedBy(t, oidScrypt, scrypt{[]byte("salt"), 1 << 21, 8, 1}),
		"negative":             sealedBy(t, oidScrypt, scrypt{[]byte("salt"), 1 << 14, -8, 1}),
		"unknown derivation":   sealedBy(t, "1.2.3.4", scrypt{}),
	} {
		asked := false
		_, err := openKey(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: der}, func() ([]byte, error) { asked = true; return []byte("x"), nil })
		if asked || err == nil || !strings.Contains(err.Error(), "which is not read here") {
			t.Errorf("%s: %v, asked %v", name, err, asked)
		}
	}
}

// sealedBy is an encrypted key with such a key derivation function.
func sealedBy(t *testing.T, kdf string, params any) []byte {
	t.Helper()
	marshal := func(v any) []byte {
		der, err := asn1.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	algorithm := func(oid string, params any) pkix.AlgorithmIdentifier {
		var id asn1.ObjectIdentifier
		for n := range strings.SplitSeq(oid, ".") {
			i, err := strconv.Atoi(n)
			if err != nil {
				t.Fatal(err)
			}
			id = append(id, i)
		}
		return pkix.AlgorithmIdentifier{Algorithm: id, Parameters: asn1.RawValue{FullBytes: marshal(params)}}
	}
	type pair struct{ KDF, Cipher pkix.AlgorithmIdentifier }
	return marshal(struct {
		Algorithm pkix.AlgorithmIdentifier
		Data      []byte
	}{
		algorithm(oidPBES2, pair{algorithm(kdf, params), algorithm("2.16.840.1.101.3.4.1.42", make([]byte, 16))}),
		make([]byte, 32),
	})
}
