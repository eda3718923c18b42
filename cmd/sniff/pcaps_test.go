package main

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"eavesdrop/decode/decodetest/golden"
)

// What sniff says of the captures that the demo recorded stands beside them: x.txt is read, with -V for the first
// lesson's and QUIC's, x.json is read -o json --digest, both of x.pcapng. Read changes in them like prose.
func TestRecordedCaptures(t *testing.T) {
	t.Setenv("LC_ALL", "C.UTF-8")
	captures, err := filepath.Glob("../../testdata/pcaps/*.pcapng")
	if err != nil || len(captures) < 3 {
		t.Fatalf("captures: %v, %v", captures, err)
	}
	for _, file := range captures {
		name := strings.TrimSuffix(filepath.Base(file), ".pcapng")
		explained := fmt.Sprintf("-V=%t", slices.Contains([]string{"http", "fernet", "tls", "quic"}, name))
		for suffix, args := range map[string][]string{
			".txt":  {"read", "--color=never", explained, "--secret", "fluffy tail"},
			".json": {"read", "-o", "json", "--digest", "--secret", "fluffy tail"},
		} {
			expected := strings.TrimSuffix(file, ".pcapng") + suffix
			t.Run(filepath.Base(expected), func(t *testing.T) {
				var out, errs bytes.Buffer
				if code := run(context.Background(), append(args, file), new(bytes.Buffer), &out, &errs); code != 0 {
					t.Fatalf("exit code %d: %s", code, &errs)
				}
				golden.Check(t, expected, out.String())
			})
		}
	}
}
