package pki

import (
	"crypto/x509"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var now = time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)

func authority(t *testing.T) Issuer {
	t.Helper()
	key := generate(t, P256)
	ca, err := CA(key, Subject{Country: "DE", State: "Berlin", Locality: "Berlin", Organization: "My CA", CommonName: "my-ca.com"}, Life{From: now})
	if err != nil {
		t.Fatal(err)
	}
	return Issuer{ca, key}
}

func TestCAMaySign(t *testing.T) {
	ca := authority(t).Certificate
	if !ca.IsCA || !ca.BasicConstraintsValid || ca.KeyUsage&x509.KeyUsageCertSign == 0 {
		t.Errorf("IsCA %v, basic constraints %v, key usage %b", ca.IsCA, ca.BasicConstraintsValid, ca.KeyUsage)
	}
	if ca.Subject.String() != ca.Issuer.String() {
		t.Errorf("subject %v, issuer %v", ca.Subject, ca.Issuer)
	}
	if want := "CN=my-ca.com,O=My CA,L=Berlin,ST=Berlin,C=DE"; ca.Subject.String() != want {
		t.Errorf("subject %v, want %v", ca.Subject, want)
	}
	if got := ca.NotAfter.Sub(ca.NotBefore); got != 30*24*time.Hour {
		t.Errorf("holds for %v", got)
	}
	if ca.SerialNumber.BitLen() < 64 {
		t.Errorf("serial number %v is not random enough", ca.SerialNumber)
	}
}

func TestSignTakesOverTheRequest(t *testing.T) {
	for _, a := range Algorithms() {
		csr, err := Request(generate(t, a), Subject{CommonName: "squirrels"}, "localhost", "127.0.0.1", "::1")
		if err != nil {
			t.Fatal(err)
		}
		ca := authority(t)
		cert, err := ca.Sign(csr, Life{From: now, Length: time.Hour}, SignOptions{})
		if err != nil {
			t.Fatal(err)
		}
		pool := x509.NewCertPool()
		pool.AddCert(ca.Certificate)
		for _, name := range []string{"localhost", "127.0.0.1", "::1"} {
			if _, err := cert.Verify(x509.VerifyOptions{DNSName: name, Roots: pool, CurrentTime: now}); err != nil {
				t.Errorf("%s: %s: %v", a, name, err)
			}
		}
		if _, err := cert.Verify(x509.VerifyOptions{Roots: pool, CurrentTime: now.Add(2 * time.Hour)}); err == nil {
			t.Errorf("%s: still good after its time", a)
		}
		if cert.IsCA {
			t.Errorf("%s: a server became a CA", a)
		}
	}
}

func TestRequestSurvivesItsFile(t *testing.T) {
	csr, err := Request(generate(t, P256), Subject{CommonName: "x"}, "localhost", "127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	back, err := DecodeRequest(EncodeRequest(csr))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(csr.Raw, back.Raw); diff != "" {
		t.Error(diff)
	}
	if _, err := DecodeRequest([]byte("hello")); err == nil {
		t.Error("no error for no request")
	}
}

func TestOpenSSLAcceptsOurChain(t *testing.T) {
	dir := t.TempDir()
	ca := authority(t)
	for _, a := range Algorithms() {
		csr, err := Request(generate(t, a), Subject{Organization: "Squirrels", CommonName: "localhost"}, "localhost")
		if err != nil {
			t.Fatal(err)
		}
		cert, err := ca.Sign(csr, Life{From: now}, SignOptions{})
		if err != nil {
			t.Fatal(err)
		}
		save(t, dir, "csr.pem", EncodeRequest(csr))
		save(t, dir, "ca.pem", EncodeCertificates(ca.Certificate))
		save(t, dir, "cert.pem", EncodeCertificates(cert))
		openssl(t, dir, "req", "-in", "csr.pem", "-verify", "-noout")
		out := openssl(t, dir, "verify", "-x509_strict", "-attime", "1740830401", "-purpose", "sslserver", "-verify_hostname", "localhost", "-CAfile", "ca.pem", "cert.pem")
		if !strings.Contains(out, "cert.pem: OK") {
			t.Errorf("%s: %s", a, out)
		}
	}
}
