package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// events turns readable lines, "action package test output", into what go test -json prints.
func events(lines ...string) string {
	var b strings.Builder
	for _, line := range lines {
		f := strings.SplitN(line, " ", 4)
		for len(f) < 4 {
			f = append(f, "")
		}
		b.WriteString(`{"Action":"` + f[0] + `","Package":"` + f[1] + `","Test":"` + f[2] + `","Output":"` + f[3] + `"}` + "\n")
	}
	return b.String()
}

func TestTally(t *testing.T) {
	for _, test := range []struct {
		name, events string
		last         string   // line of the output
		shown        []string // somewhere in the output
		hidden       string   // nowhere in the output
		code         int
	}{
		{
			name: "a pass, its subtest and a skip",
			events: events("start p", "run p TestA", `output p TestA === noise\n`, "run p TestA/one", "pass p TestA/one", "pass p TestA",
				"run p TestB", `output p TestB     b_test.go:7: tshark is not installed\n`, "skip p TestB", "pass p"),
			last:   "2 passed, 0 failed, 1 skipped",
			shown:  []string{"ok    p  3 tests", "skip  p TestB: tshark is not installed"},
			hidden: "noise",
		},
		{
			name:   "a failure shows all that the test said",
			events: events("start p", "run p TestA", `output p TestA got 1, want 2\n`, "fail p TestA", "run p TestB", "pass p TestB", "fail p"),
			last:   "1 passed, 1 failed, 0 skipped",
			shown:  []string{"got 1, want 2", "FAIL  p  1 of 2 tests failed"},
			code:   1,
		},
		{
			name:   "a panic ends the package before the test",
			events: events("start p", "run p TestA", "run p TestA/one", `output p TestA/one panic: no\n`, "fail p"),
			last:   "0 passed, 2 failed, 0 skipped",
			shown:  []string{"panic: no"},
			code:   1,
		},
		{
			name:   "a package that does not build is a failure",
			events: `{"ImportPath":"p","Action":"build-output","Output":"p.go:1: undefined: x\n"}` + "\n" + events("start p", "fail p"),
			last:   "0 passed, 1 failed, 0 skipped",
			shown:  []string{"undefined: x", "FAIL  p"},
			code:   1,
		},
		{
			name:   "two runs of a test count once, as the worse",
			events: events("start p", "run p TestA", "pass p TestA", "pass p", "start p", "run p TestA", "fail p TestA", "fail p"),
			last:   "0 passed, 1 failed, 0 skipped",
			code:   1,
		},
		{
			name:   "skipped in one run and passed in another is passed",
			events: events("start p", "run p TestA", "skip p TestA", "pass p", "start p", "run p TestA", "pass p TestA", "pass p"),
			last:   "1 passed, 0 failed, 0 skipped",
		},
		{
			name:   "events that stop in the middle are a failure",
			events: events("start p", "run p TestA", "pass p TestA", "run p TestB"),
			last:   "1 passed, 1 failed, 0 skipped",
			code:   1,
		},
		{
			name:   "no test at all is a failure",
			events: "go: no such module\n",
			last:   "0 passed, 0 failed, 0 skipped",
			shown:  []string{"go: no such module"},
			code:   1,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out, errs bytes.Buffer
			file := filepath.Join(t.TempDir(), "count")
			if code := run([]string{"-o", file}, strings.NewReader(test.events), &out, &errs); code != test.code {
				t.Errorf("exit code %d, want %d; %s", code, test.code, &errs)
			}
			lines := strings.Split(strings.TrimRight(out.String(), "\n"), "\n")
			if got := lines[len(lines)-1]; got != test.last {
				t.Errorf("last line %q, want %q in:\n%s", got, test.last, &out)
			}
			for _, want := range test.shown {
				if !strings.Contains(out.String(), want) {
					t.Errorf("%q is not in:\n%s", want, &out)
				}
			}
			if test.hidden != "" && strings.Contains(out.String(), test.hidden) {
				t.Errorf("%q is in:\n%s", test.hidden, &out)
			}
			if kept, err := os.ReadFile(file); err != nil || string(kept) != test.last+"\n" {
				t.Errorf("kept %q, %v; want %q", kept, err, test.last)
			}
		})
	}
}
