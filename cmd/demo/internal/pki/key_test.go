package pki

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"encoding/pem"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/youmark/pkcs8"
)

func phrase(s string) func() ([]byte, error) {
	return func() ([]byte, error) { return []byte(s), nil }
}

func generate(t *testing.T, a Algorithm) crypto.Signer {
	t.Helper()
	key, err := GenerateKey(a)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func same(a, b crypto.Signer) bool {
	return a.Public().(interface{ Equal(crypto.PublicKey) bool }).Equal(b.Public())
}

// encode is EncodeKey; but RSA keys alone, which are the usual ones, get all of the rounds that make it slow.
func encode(t testing.TB, key crypto.Signer, pass string) []byte {
	t.Helper()
	if _, usual := key.(*rsa.PrivateKey); usual || pass == "" {
		text, err := EncodeKey(key, []byte(pass))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	few := *sealing
	few.KDFOpts = pkcs8.PBKDF2Opts{SaltSize: 16, IterationCount: 10, HMACHash: crypto.SHA256}
	der, err := pkcs8.MarshalPrivateKey(key, []byte(pass), &few)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: der})
}

func TestKeysSurviveTheirFiles(t *testing.T) {
	for _, a := range Algorithms() {
		key := generate(t, a)
		for _, pass := range []string{"", "fluffy"} {
			text := encode(t, key, pass)
			if got := strings.Contains(string(text), "BEGIN ENCRYPTED PRIVATE KEY"); got != (pass != "") {
				t.Errorf("%s: passphrase %q, encrypted %v", a, pass, got)
			}
			ask := phrase(pass)
			if pass == "" {
				ask = func() ([]byte, error) { t.Errorf("%s: asked for a passphrase without need", a); return nil, nil }
			}
			back, err := DecodeKey(text, ask)
			if err != nil {
				t.Fatalf("%s: %v", a, err)
			}
			if !same(key, back) {
				t.Errorf("%s: another key came back", a)
			}
			if pass == "" {
				continue
			}
			if _, err := DecodeKey(text, phrase("tail")); !errors.Is(err, ErrPassphrase) {
				t.Errorf("%s: wrong passphrase: %v", a, err)
			}
			if _, err := DecodeKey(text, nil); err == nil || !strings.Contains(err.Error(), "passphrase is needed") {
				t.Errorf("%s: no passphrase: %v", a, err)
			}
		}
	}
}

func TestRSAKeyIsTheTutorials(t *testing.T) {
	key := generate(t, RSA2048).(*rsa.PrivateKey)
	if key.E != 65537 || key.N.BitLen() != 2048 {
		t.Errorf("e = %d, %d bits; want 65537, 2048", key.E, key.N.BitLen())
	}
}

func TestDecodeKeySaysWhatIsMissing(t *testing.T) {
	for _, text := range []string{"", "hello", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"} {
		if _, err := DecodeKey([]byte(text), nil); err == nil || !strings.Contains(err.Error(), "no private key") {
			t.Errorf("DecodeKey(%q): %v", text, err)
		}
	}
	if _, err := DecodeKey([]byte("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"), nil); err == nil {
		t.Error("nonsense was taken for a key")
	}
}

// openssl runs the tool in dir.
func openssl(t *testing.T, dir string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	cmd := exec.Command("openssl", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("openssl %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

func save(t *testing.T, dir, name string, text []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
		t.Fatal(err)
	}
}

func load(t *testing.T, dir, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestOpenSSLReadsOurKeys(t *testing.T) {
	dir := t.TempDir()
	for _, a := range Algorithms() {
		save(t, dir, "key.pem", encode(t, generate(t, a), "fluffy"))
		openssl(t, dir, "pkey", "-in", "key.pem", "-passin", "pass:fluffy", "-noout")
	}
}

func TestWeReadOpenSSLsKeys(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		name, pass string
		args       []string
	}{
		{"PKCS #8", "", []string{"genpkey", "-algorithm", "ed25519", "-out", "key.pem"}},
		{"PKCS #8 encrypted", "tail", []string{"genpkey", "-algorithm", "RSA", "-aes256", "-pass", "pass:tail", "-out", "key.pem"}},
		{"SEC 1 with parameters", "", []string{"ecparam", "-name", "prime256v1", "-genkey", "-out", "key.pem"}},
		{"PKCS #1", "", []string{"genrsa", "-traditional", "-out", "key.pem", "2048"}},
		{"PKCS #1 encrypted the old way", "tail", []string{"genrsa", "-traditional", "-aes128", "-passout", "pass:tail", "-out", "key.pem", "2048"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			openssl(t, dir, c.args...)
			if _, err := DecodeKey(load(t, dir, "key.pem"), phrase(c.pass)); err != nil {
				t.Error(err)
			}
			if c.pass != "" {
				if _, err := DecodeKey(load(t, dir, "key.pem"), phrase("wrong")); !errors.Is(err, ErrPassphrase) {
					t.Errorf("wrong passphrase: %v", err)
				}
			}
		})
	}
}

func FuzzDecodeKey(f *testing.F) {
	for _, pass := range []string{"", "x"} {
		key, err := GenerateKey(P256)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(encode(f, key, pass))
	}
	many := regexp.MustCompile(`\d{5}`) // rounds, or scrypt's N: what people wait for, a fuzzer takes for a hang
	f.Fuzz(func(t *testing.T, text []byte) {
		for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
			if seal, err := sealOf(block); err == nil && seal != nil && many.MatchString(seal.KDF) {
				t.Skip("a key that takes long on purpose")
			}
		}
		if key, err := DecodeKey(text, phrase("x")); err == nil && key == nil {
			t.Error("no key and no error")
		}
	})
}

func TestDamagedKeysAreErrors(t *testing.T) {
	block, _ := pem.Decode(encode(t, generate(t, P256), "x"))
	der := block.Bytes
	for i := range der {
		for _, flip := range []byte{0x01, 0x04, 0x80} {
			bad := bytes.Clone(der)
			bad[i] ^= flip
			key, err := openKey(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: bad}, phrase("x"))
			if err == nil && key == nil {
				t.Errorf("byte %d changed by %#x: no key and no error", i, flip)
			}
		}
	}
}
