package pki

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// content is what stands in a file, and its rights.
func content(t *testing.T, path string) (string, fs.FileMode) {
	t.Helper()
	st, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(load(t, filepath.Dir(path), filepath.Base(path))), st.Mode().Perm()
}

func TestWriteFileReplacesNothingUnasked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key.pem")
	if err := WriteFile(path, []byte("first"), Private, false); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(path, []byte("second"), Private, false); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a file that is there: %v", err)
	}
	if text, mode := content(t, path); text != "first" || mode != Private && runtime.GOOS != "windows" {
		t.Errorf("%q, rights %o", text, mode)
	}
}

// A link that leads nowhere could be made to lead where no file may appear.
func TestWriteFileFollowsNoLink(t *testing.T) {
	dir := t.TempDir()
	path, target := filepath.Join(dir, "key.pem"), filepath.Join(dir, "target")
	if err := os.Symlink(target, path); err != nil {
		t.Skip(err)
	}
	if err := WriteFile(path, []byte("key"), Private, false); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a link that is there: %v", err)
	}
	if err := WriteFile(path, []byte("key"), Private, true); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(target); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the key was written to where the link led: %v", err)
	}
}

func TestWriteFileReplacesWhenForced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key.pem")
	if err := os.WriteFile(path, []byte("open to all"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(path, []byte("key"), Private, true); err != nil {
		t.Fatal(err)
	}
	if text, mode := content(t, path); text != "key" || mode != Private && runtime.GOOS != "windows" {
		t.Errorf("%q, rights %o", text, mode)
	}
	all, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(all) != 1 {
		t.Errorf("left behind: %v, %v", all, err)
	}
}

func TestWriteFileReplacesNoDevice(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no device files")
	}
	if err := WriteFile(os.DevNull, []byte("key"), Private, true); err == nil || !strings.Contains(err.Error(), "not a file that can be replaced") {
		t.Errorf("error %v", err)
	}
}

func TestReadFileStops(t *testing.T) {
	path := filepath.Join(t.TempDir(), "big")
	if err := os.WriteFile(path, make([]byte, maxFile+1), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadFile(path); err == nil || !strings.Contains(err.Error(), "too big") {
		t.Errorf("error %v", err)
	}
}

func TestReadIssuerWantsACA(t *testing.T) {
	dir := t.TempDir()
	key := generate(t, P256)
	cert, err := SelfSigned(key, Subject{CommonName: "no CA"}, Life{From: now}, "localhost")
	if err != nil {
		t.Fatal(err)
	}
	text, err := EncodeKey(key, nil)
	if err != nil {
		t.Fatal(err)
	}
	save(t, dir, "key.pem", text)
	save(t, dir, "cert.pem", EncodeCertificates(cert))
	_, err = ReadIssuer(filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem"), nil)
	if !errors.Is(err, ErrNotCA) || !strings.Contains(err.Error(), "CA:FALSE") {
		t.Errorf("error %v", err)
	}
}

func TestFilesWithoutWhatIsLookedFor(t *testing.T) {
	if _, err := DecodeCertificates([]byte("hello")); err == nil || !strings.Contains(err.Error(), "should have a line like -----BEGIN CERTIFICATE-----") {
		t.Errorf("no PEM at all: %v", err)
	}
	if _, err := DecodeCertificates([]byte("-----BEGIN CERTIFICATE-----\nAA!A\n-----END CERTIFICATE-----\n")); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("damaged PEM: %v", err)
	}
}
