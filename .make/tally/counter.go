package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// An event is a line of go test -json, as go doc test2json describes it.
type event struct {
	Action, Package, Test, Output string
	Elapsed                       float64 // seconds
}

// An outcome is what became of a test; the greater, the worse.
type outcome int

const (
	skipped outcome = iota
	passed
	failed
)

// name is a test's full name; Test is empty for what concerns the package as a whole.
type name struct{ Package, Test string }

// A count says how many tests ended in which way.
type count struct{ passed, failed, skipped int }

func (c count) String() string {
	return fmt.Sprintf("%d passed, %d failed, %d skipped", c.passed, c.failed, c.skipped)
}

// counter folds events into outcomes, and writes what is worth reading to w.
type counter struct {
	w        io.Writer
	outcomes map[name]outcome
	reasons  map[name]string            // why a test was skipped
	running  map[name]*strings.Builder  // what tests that have not ended said
	packages map[string]map[outcome]int // of the run of the package under way
}

func newCounter(w io.Writer) *counter {
	return &counter{
		w: w, outcomes: map[name]outcome{}, reasons: map[name]string{},
		running: map[name]*strings.Builder{}, packages: map[string]map[outcome]int{},
	}
}

// line takes a line of go test -json. What is no event is shown as it stands.
func (c *counter) line(line string) {
	var e event
	if err := json.Unmarshal([]byte(line), &e); err != nil || e.Action == "" {
		fmt.Fprint(c.w, line)
		return
	}
	n := name{e.Package, e.Test}
	switch e.Action {
	case "build-output":
		fmt.Fprint(c.w, e.Output)
	case "start":
		c.packages[e.Package] = map[outcome]int{}
	case "run":
		c.running[n] = new(strings.Builder)
	case "output":
		if c.running[n] == nil {
			c.running[n] = new(strings.Builder)
		}
		c.running[n].WriteString(e.Output)
	case "pass":
		c.end(n, passed, e.Elapsed)
	case "skip":
		c.end(n, skipped, e.Elapsed)
	case "fail":
		c.end(n, failed, e.Elapsed)
	}
}

// end takes the end of a test, or of a package.
func (c *counter) end(n name, o outcome, seconds float64) {
	if n.Test == "" {
		c.endPackage(n.Package, o, seconds)
		return
	}
	c.record(n, o)
}

// record keeps the outcome of a test, and shows what it said if it failed.
func (c *counter) record(n name, o outcome) {
	var said string
	if b := c.running[n]; b != nil {
		said = b.String()
	}
	delete(c.running, n)
	if before, again := c.outcomes[n]; !again || o > before {
		c.outcomes[n] = o
	}
	if of := c.packages[n.Package]; of != nil {
		of[o]++
	}
	switch o {
	case failed:
		fmt.Fprint(c.w, said)
	case skipped:
		c.reasons[n] = reason(said)
	}
}

// endPackage takes the end of a package's run. Tests that never ended were ended by it: a panic, an exit, the
// time limit.
func (c *counter) endPackage(path string, o outcome, seconds float64) {
	for _, n := range c.unended(path) {
		c.record(n, failed)
	}
	of := c.packages[path]
	n := name{Package: path}
	switch {
	case o == failed && of[failed] == 0: // it didn't build, or failed outside its tests
		c.record(n, failed)
		fmt.Fprintf(c.w, "FAIL  %s\n", path)
	case o == failed:
		fmt.Fprintf(c.w, "FAIL  %s  %d of %d tests failed  %.1f s\n", path, of[failed], of[failed]+of[passed]+of[skipped], seconds)
	case of[passed]+of[skipped] > 0:
		fmt.Fprintf(c.w, "ok    %s  %d tests  %.1f s\n", path, of[passed]+of[skipped], seconds)
	}
	delete(c.running, n)
	delete(c.packages, path)
}

// unended lists the tests of a package that have begun and not ended, inner ones first.
func (c *counter) unended(path string) []name {
	var names []name
	for n := range c.running {
		if n.Package == path && n.Test != "" {
			names = append(names, n)
		}
	}
	slices.SortFunc(names, func(a, b name) int { return strings.Compare(b.Test, a.Test) })
	return names
}

// close takes the end of everything: a package whose end never came has failed. It shows what was skipped, and
// the count.
func (c *counter) close() count {
	var open []string
	for path := range c.packages {
		open = append(open, path)
	}
	slices.Sort(open)
	for _, path := range open {
		c.endPackage(path, failed, 0)
	}
	var total count
	var lines []string
	for n, o := range c.outcomes {
		switch o {
		case passed:
			total.passed++
		case failed:
			total.failed++
		case skipped:
			total.skipped++
			lines = append(lines, fmt.Sprintf("skip  %s %s: %s\n", n.Package, n.Test, c.reasons[n]))
		}
	}
	slices.Sort(lines)
	fmt.Fprint(c.w, strings.Join(lines, ""))
	fmt.Fprintln(c.w, total)
	return total
}

// reason finds in what a skipped test said why it was.
func reason(said string) string {
	why := "no reason given"
	for line := range strings.Lines(said) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "===") || strings.HasPrefix(line, "---") {
			continue
		}
		// "file_test.go:12: the reason"
		if _, after, ok := strings.Cut(line, ": "); ok {
			line = after
		}
		why = line
	}
	return why
}
