package pki

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func open(t *testing.T, dir string, at time.Time) *Server {
	t.Helper()
	s, err := OpenServer(dir, at, "localhost", "127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestOpenServerKeepsWhatStillHolds(t *testing.T) {
	dir := t.TempDir()
	first := open(t, dir, now)
	if err := first.Check("localhost", now); err != nil {
		t.Error(err)
	}
	if err := first.Check("elsewhere", now); err == nil {
		t.Error("it holds for a name that it doesn't have")
	}
	if again := open(t, dir, now.Add(29*24*time.Hour)); !again.Chain[0].Equal(first.Chain[0]) {
		t.Error("another certificate, though the first still held")
	}
	late := open(t, dir, now.Add(31*24*time.Hour))
	if late.Chain[0].Equal(first.Chain[0]) {
		t.Error("the certificate ran out and was not replaced")
	}
	if runtime.GOOS != "windows" {
		if st, err := os.Stat(filepath.Join(dir, ServerKeyFile)); err != nil || st.Mode().Perm() != 0o600 {
			t.Errorf("private key: %v, %v; want rights 0600", st.Mode(), err)
		}
	}
}

func TestOpenServerNamesTheDirectoryItCantWrite(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing")
	if _, err := OpenServer(missing, now, "localhost"); err == nil || !strings.Contains(err.Error(), missing) {
		t.Errorf("error %v; want it to name %s", err, missing)
	}
}

func TestReadServerRefusesAStrangersKey(t *testing.T) {
	dir := t.TempDir()
	open(t, dir, now)
	text, err := EncodeKey(generate(t, P256), nil)
	if err != nil {
		t.Fatal(err)
	}
	save(t, dir, "other.pem", text)
	_, err = ReadServer(filepath.Join(dir, CertificateFile), filepath.Join(dir, "other.pem"), "", nil)
	if err == nil || !strings.Contains(err.Error(), "not the private key that belongs") {
		t.Errorf("error %v", err)
	}
}

func TestReadServerTakesOpenSSLsOneLine(t *testing.T) {
	dir := t.TempDir()
	openssl(t, dir, "req", "-x509", "-newkey", "rsa:2048", "-keyout", "key.pem", "-out", "cert.pem", "-days", "30",
		"-passout", "pass:tail", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
	s, err := ReadServer(filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem"), filepath.Join(dir, "cert.pem"), phrase("tail"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Check("localhost", time.Now()); err != nil {
		t.Error(err)
	}
}
