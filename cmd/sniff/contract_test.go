package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"eavesdrop/report/reporttest"
)

// Every line that sniff writes of the recorded captures, with their keys too, of a comparison and of the interfaces is
// described in docs/events.md, with all its members.
func TestJSONLinesAreDescribed(t *testing.T) {
	contract, err := os.ReadFile("../../docs/events.md")
	if err != nil {
		t.Fatal(err)
	}
	sections := reporttest.Contract(string(contract))
	const pcaps = "../../testdata/pcaps/"
	captures, err := filepath.Glob(pcaps + "*.pcapng")
	if err != nil || len(captures) < 3 {
		t.Fatalf("captures: %v, %v", captures, err)
	}
	key, err := os.ReadFile(pcaps + "fernet.key")
	if err != nil {
		t.Fatal(err)
	}
	read := []string{
		"read", "-o", "json", "--digest", "--secret", "fluffy tail", "--keylog", pcaps + "keys.log", "--fernet-key", strings.TrimSpace(string(key)),
		"--server-key", pcaps + "tls-rsa-leaked-private-key.pem",
	}
	compare := []string{"compare", "-o", "json", "--as", "passive", "--as", "keylog", "--keylog", pcaps + "keys.log", pcaps + "tls.pcapng"}
	for _, args := range [][]string{append(read, captures...), compare, {"interfaces", "-o", "json"}} {
		var out, errs bytes.Buffer
		if code := run(context.Background(), args, new(bytes.Buffer), &out, &errs); code != 0 {
			t.Fatalf("%v: exit code %d: %s", args, code, &errs)
		}
		for line := range strings.Lines(out.String()) {
			for _, problem := range reporttest.Undescribed(sections, line) {
				t.Error(problem)
			}
		}
	}
}
