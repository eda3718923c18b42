package pki

import (
	"crypto"
	"errors"
	"os/exec"
	"strings"
	"testing"
)

// python runs a script in dir with a Python that has the package cryptography, which the tutorial uses.
func python(t *testing.T, dir, script string) string {
	t.Helper()
	for _, name := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(name, "-c", "import cryptography").Run() != nil {
			continue
		}
		cmd := exec.Command(name, "-c", script)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
		return string(out)
	}
	t.Skip("Python's cryptography is not installed")
	return ""
}

func TestPythonReadsAllOfIt(t *testing.T) {
	for _, a := range Algorithms() {
		t.Run(string(a), func(t *testing.T) {
			dir := t.TempDir()
			ca := authority(t)
			key := generate(t, a)
			csr, err := Request(key, Subject{Country: "DE", Organization: "Secret Squirrels", CommonName: "localhost"}, "localhost", "127.0.0.1")
			if err != nil {
				t.Fatal(err)
			}
			cert, err := ca.Sign(csr, Life{From: now}, SignOptions{})
			if err != nil {
				t.Fatal(err)
			}
			save(t, dir, ServerKeyFile, encode(t, key, "fluffy"))
			save(t, dir, RequestFile, EncodeRequest(csr))
			save(t, dir, CertificateFile, EncodeCertificates(cert))
			save(t, dir, CAFile, EncodeCertificates(ca.Certificate))
			got := python(t, dir, `
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
def read(name): return open(name, "rb").read()
key = load_pem_private_key(read("server-private-key.pem"), b"fluffy")
csr = x509.load_pem_x509_csr(read("server-csr.pem"))
cert = x509.load_pem_x509_certificate(read("server-public-key.pem"))
ca = x509.load_pem_x509_certificate(read("ca-public-key.pem"))
print(csr.is_signature_valid, cert.public_key().public_numbers() == key.public_key().public_numbers() if hasattr(key.public_key(), "public_numbers") else True)
san = cert.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
print(san.get_values_for_type(x509.DNSName), [str(a) for a in san.get_values_for_type(x509.IPAddress)])
print(cert.issuer == ca.subject, cert.subject.rfc4514_string())
print(ca.extensions.get_extension_for_class(x509.BasicConstraints).critical, ca.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
try:
    from cryptography.x509.verification import PolicyBuilder, Store
    import datetime
    at = datetime.datetime(2025, 3, 2)
    PolicyBuilder().store(Store([ca])).time(at).build_server_verifier(x509.DNSName("localhost")).verify(cert, [])
except ImportError:
    pass
print("verified")
`)
			const want = "True True\n['localhost'] ['127.0.0.1']\nTrue CN=localhost,O=Secret Squirrels,C=DE\nTrue True\nverified\n"
			if strings.ReplaceAll(got, "\r", "") != want {
				t.Errorf("got %s\nwant %s", got, want)
			}
		})
	}
}

func TestWeReadPythons(t *testing.T) {
	dir := t.TempDir()
	python(t, dir, `
from cryptography import x509
from cryptography.x509.oid import NameOID
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
for name, form in ("old.pem", PrivateFormat.TraditionalOpenSSL), ("new.pem", PrivateFormat.PKCS8):
    open(name, "wb").write(key.private_bytes(Encoding.PEM, form, BestAvailableEncryption(b"tail")))
csr = x509.CertificateSigningRequestBuilder()
csr = csr.subject_name(x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "DE"), x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]))
csr = csr.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
open("csr.pem", "wb").write(csr.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
`)
	csr, err := DecodeRequest(load(t, dir, "csr.pem"))
	if err != nil {
		t.Fatal(err)
	}
	ca := authority(t)
	cert, err := ca.Sign(csr, Life{From: now}, SignOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if want := "From 2025-03-01 to 2025-03-31 I am CN=localhost,C=DE according to CN=my-ca.com"; !strings.HasPrefix(Sentence(cert), want) {
		t.Errorf("%s; want %s", Sentence(cert), want)
	}
	for _, name := range []string{"old.pem", "new.pem"} {
		key, err := DecodeKey(load(t, dir, name), phrase("tail"))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !key.Public().(interface{ Equal(crypto.PublicKey) bool }).Equal(cert.PublicKey) {
			t.Errorf("%s: another key", name)
		}
		if _, err := DecodeKey(load(t, dir, name), phrase("fluffy")); !errors.Is(err, ErrPassphrase) {
			t.Errorf("%s: wrong passphrase: %v", name, err)
		}
	}
}
