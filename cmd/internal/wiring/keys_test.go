package wiring

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A log whose only line has no end counts; one that has no line of a log does not.
func TestKeyLogWithoutNewline(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.log")
	for text, good := range map[string]bool{
		"CLIENT_RANDOM " + strings.Repeat("ab", 32) + " " + strings.Repeat("cd", 48): true,
		"Dear Squirrels": false,
		"":               false,
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		k, err := new(Options).OpenKeyLog(path, false)
		if (err == nil) != good {
			t.Errorf("%q: %v", text, err)
		}
		if err := k.Close(); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}
