//go:build !windows

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"eavesdrop/capture/netns"
)

// course is the page whose commands the test runs again.
const course = "../../docs/course.md"

// alone runs a program on a private loopback, where every port is free.
func alone() {
	code := 1
	err := func() error {
		inside, err := netns.Inside()
		if err != nil {
			return err
		}
		if !inside {
			code, err = netns.Rerun(netns.Options{Args: os.Args[1:]})
			return err
		}
		c := exec.Command(os.Args[1], os.Args[2:]...)
		c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
		err = c.Run()
		code = c.ProcessState.ExitCode()
		return err
	}()
	if err != nil {
		fmt.Fprintln(os.Stderr, "alone:", err)
	}
	os.Exit(code)
}

// A step is a command of the course, and the lines that the page shows of what it prints.
type step struct {
	command string
	shown   []string
	line    int // of the page, on which the command stands
}

// omitted stands on the page for any number of lines.
const omitted = "…"

// readCourse finds the commands of the course: what stands behind "$ " in blocks of console text.
func readCourse(t *testing.T) (steps []step) {
	t.Helper()
	text, err := os.ReadFile(course)
	if err != nil {
		t.Fatal(err)
	}
	inside := false
	for i, line := range strings.Split(string(text), "\n") {
		command, isCommand := strings.CutPrefix(line, "$ ")
		switch {
		case strings.HasPrefix(line, "```"):
			inside = line == "```console"
		case inside && isCommand:
			steps = append(steps, step{command: command, line: i + 1})
		case inside && len(steps) > 0:
			last := &steps[len(steps)-1]
			last.shown = append(last.shown, line)
		}
	}
	return steps
}

// before is printed before what a command prints.
const before = "==== step %d"

// script is the course as one shell session: what one command leaves behind, the next one finds.
func script(steps []step) string {
	var b strings.Builder
	b.WriteString("exec 2>&1\n")
	for i, s := range steps {
		fmt.Fprintf(&b, "echo '"+before+"'\n%s\n", i, s.command)
	}
	return b.String()
}

// The course is true: its commands, run one after the other, print what it shows of them.
func TestCourse(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a few seconds")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("go", "build", "-o", filepath.Join(dir, "bin")+"/", "../sniff").CombinedOutput(); err != nil {
		t.Fatalf("building sniff: %v\n%s", err, out)
	}
	steps := readCourse(t)
	if len(steps) < 30 {
		t.Fatalf("only %d commands were found in %s", len(steps), course)
	}
	test := "[!namespaces] skip 'nothing can be listened to here'\n[!exec:curl] skip 'curl is not installed'\n[!exec:openssl] skip 'openssl is not installed'\nexec alone sh course.sh\ncompare\n-- course.sh --\n" + script(steps)
	if err := os.WriteFile(filepath.Join(dir, "course.txtar"), []byte(test), 0o644); err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Files: []string{filepath.Join(dir, "course.txtar")},
		Setup: func(e *testscript.Env) error {
			e.Setenv("PATH", filepath.Join(dir, "bin")+string(filepath.ListSeparator)+e.Getenv("PATH"))
			e.Setenv("LANG", "C.UTF-8")
			return nil
		},
		Condition: condition,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"compare": func(ts *testscript.TestScript, _ bool, _ []string) {
				out := ts.ReadFile("stdout")
				for i, s := range steps {
					_, rest, _ := strings.Cut(out, fmt.Sprintf(before+"\n", i))
					got, _, _ := strings.Cut(rest, fmt.Sprintf(before+"\n", i+1))
					if missing, ok := s.matches(got); !ok {
						t.Errorf("%s:%d: $ %s\nThe page shows\n\t%s\nwhere the command printed\n%s", course, s.line, s.command, missing, got)
					}
				}
			},
		},
	})
}

// matches says whether the output has what the page shows of it: in this order, and nothing else but where the page
// says that it omits something. How it was broken into lines does not count. missing is the first that is not there.
func (s *step) matches(output string) (missing string, ok bool) {
	rest := mask(output)
	free := false // what comes next may stand further down
	for i, part := range strings.Split("\n"+strings.Join(s.shown, "\n")+"\n", "\n"+omitted+"\n") {
		free = i > 0
		want := mask(part)
		at := strings.Index(rest, want)
		if at < 0 || at > 0 && !free {
			return part, false
		}
		rest = strings.TrimSpace(rest[at+len(want):])
		if want == "" && i > 0 {
			return "", true // it ends with what is omitted
		}
	}
	return "nothing more", rest == ""
}

// masks are what differs each time: times, ports, keys, numbers that somebody thought of.
var masks = []struct {
	what *regexp.Regexp
	with string
}{
	{regexp.MustCompile(`\d{4}-\d\d-\d\d`), "DATE"},
	{regexp.MustCompile(`\d\d:\d\d:\d\d(\.\d+)?`), "TIME"},
	{regexp.MustCompile(`\d+\.\d{3} ms`), "TIME"},
	{regexp.MustCompile(`gAAAAA[\w-]*=*`), "TOKEN"},
	{regexp.MustCompile(`#\d+( @0x[0-9a-f]+)?`), ""},
	{regexp.MustCompile(`0x[0-9a-f]{4}\b`), "0x"},
	{regexp.MustCompile(`\b\d+ packets`), "PACKETS"},
	{regexp.MustCompile(`records?, [\d,]+ bytes`), "RECORDS"},
	{regexp.MustCompile(`127\.0\.0\.\d+:\d+`), "ADDRESS"},
	{regexp.MustCompile(`\b[A-Za-z0-9+/]{12,43}(=|…|\b)`), "KEY"},
	{regexp.MustCompile(`\b([ABa] =|number is|found by|finding a in) [\d,]+`), "$1 NUMBER"},
	{regexp.MustCompile(`port \d+ →`), "port"},
	{regexp.MustCompile(`process \d+`), "process"},
	{regexp.MustCompile(`[\d,]+ bytes of the handshake`), "HANDSHAKE"},
	{regexp.MustCompile(`\s+`), " "},
}

// mask is text without what differs each time.
func mask(text string) string {
	for _, m := range masks {
		text = m.what.ReplaceAllString(text, m.with)
	}
	return strings.TrimSpace(text)
}

func TestMatches(t *testing.T) {
	s := step{shown: []string{"a #4", omitted, "c 12:00:00 UTC", "d"}}
	for output, want := range map[string]bool{
		"a #5\nb\nb\nc 13:01:02 UTC\nd\n":     true,
		"a #5\nc 13:01:02 UTC\nd\n":           true,
		"a #5\nc 13:01:02 UTC\nd\ne\n":        false,
		"a #5\nc 13:01:02 UTC\n":              false,
		"b\na #5\nc 13:01:02 UTC\nd\n":        false,
		"a #5\nc 13:01:02 UTC\nb\nd\n":        false,
		"a   #1234\nc 23:59:59.123 UTC \nd\n": true,
	} {
		if _, ok := s.matches(output); ok != want {
			t.Errorf("%q matches: %v", output, ok)
		}
	}
}
