package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write what sniff prints now as what it should print")

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
			golden := strings.TrimSuffix(file, ".pcapng") + suffix
			t.Run(filepath.Base(golden), func(t *testing.T) {
				var out, errs bytes.Buffer
				if code := run(context.Background(), append(args, file), new(bytes.Buffer), &out, &errs); code != 0 {
					t.Fatalf("exit code %d: %s", code, &errs)
				}
				if *update {
					if err := os.WriteFile(golden, out.Bytes(), 0o644); err != nil {
						t.Fatal(err)
					}
					return
				}
				want, err := os.ReadFile(golden)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(out.String(), "\n")); diff != "" {
					t.Errorf("%s (-want +got):\n%s\nIf that is right: go test ./cmd/sniff -update", golden, diff)
				}
			})
		}
	}
}
