package capture

import (
	"bytes"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What is found inside each of the crafted frames is what tshark finds there: so they are crafted as others read
// them, too.
func TestLinksAsTsharkSees(t *testing.T) {
	tshark, err := exec.LookPath("tshark")
	if err != nil {
		t.Skip("tshark is not installed")
	}
	var names []string
	var file bytes.Buffer
	w, err := NewWriter(&file, WriterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range linkCases() {
		if c.apart == "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for i, name := range names {
		c := linkCases()[name]
		if _, err := w.AddInterface(Interface{Link: c.link}); err != nil {
			t.Fatal(err)
		}
		if err := w.Frame(&Frame{Interface: i, Link: c.link, Length: len(c.frame), Data: c.frame}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "links.pcapng")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tshark, "-n", "-r", path, "-T", "fields", "-E", "separator=|", "-e", "frame.protocols", "-e", "tcp.srcport", "-e", "tcp.payload").Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != len(names) {
		t.Fatalf("tshark has %d lines about %d frames", len(lines), len(names))
	}
	for i, line := range lines {
		f := strings.Split(line, "|")
		if payload, _ := hex.DecodeString(f[2]); string(payload) != carried || f[1] != "1000" {
			t.Errorf("%s: tshark sees %q from port %s in %s", names[i], payload, f[1], f[0])
		}
	}
}
