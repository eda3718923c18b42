package console

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
)

func TestFit(t *testing.T) {
	for _, c := range []struct {
		text          string
		indent, width int
		want          string
	}{
		{"one two three four", 2, 0, "one two three four"},                                    // no terminal
		{"one two three four", 12, 30, "one two three four"},                                  // it fits
		{"one two three four five", 10, 30, "one two three four\n          five"},             // behind the columns before it
		{"one two three four five", 20, 30, "\n      one two three four five"},                // there is no room behind them
		{"one two three four five six", 20, 30, "\n      one two three four five\n      six"}, // and not even in one line
	} {
		if got := fit(c.text, c.indent, c.width); got != c.want {
			t.Errorf("%q behind %d of %d columns: %q, want %q", c.text, c.indent, c.width, got, c.want)
		}
	}
	if got := Fit(new(bytes.Buffer), strings.Repeat("long ", 100), 2); strings.Contains(got, "\n") {
		t.Errorf("lines are broken for a program that reads them: %q", got)
	}
}

func TestColumns(t *testing.T) {
	rows := [][]string{{"lo", "127.0.0.1", "up, this machine talking to itself"}, {"café0", "–", "down"}, {"any", "–", "up"}}
	for width, want := range map[int]string{
		0: `
  lo      127.0.0.1   up, this machine talking to itself
  café0   –           down
  any     –           up
`,
		45: `
  lo      127.0.0.1   up, this machine
                      talking to itself
  café0   –           down
  any     –           up
`,
		40: `
  lo      127.0.0.1
      up, this machine talking to itself
  café0   –           down
  any     –           up
`,
	} {
		if d := cmp.Diff(want, "\n"+columns(rows, width)); d != "" {
			t.Errorf("%d columns (-want +got):\n%s", width, d)
		}
	}
	if got := columns([][]string{{"none"}}, 0); got != "  none\n" {
		t.Errorf("one column: %q", got)
	}
}

// Help keeps to the width: its paragraphs, and what it says of flags, below the command too. Lists stay as they are.
func TestFitHelp(t *testing.T) {
	root := &cobra.Command{Use: "tool", Run: func(*cobra.Command, []string) {}}
	verb := &cobra.Command{Use: "verb", Run: root.Run, Long: strings.Repeat("word ", 24) + "word\nand on.\n\n  one   a list\n  two   of two\n\nThe end."}
	verb.Flags().String("flag", "", strings.Repeat("said of it ", 12))
	root.AddCommand(verb)
	var out bytes.Buffer
	root.SetOut(&out)
	root.SetArgs([]string{"verb", "-h"})
	FitHelp(root, &out)
	if err := root.Execute(); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		if len(strings.TrimSuffix(line, "\n")) > 100 {
			t.Errorf("%d columns: %s", len(line)-1, line)
		}
	}
	if !strings.Contains(out.String(), "word and on.\n\n  one   a list\n  two   of two\n\nThe end.\n\nUsage:\n") {
		t.Errorf("a paragraph was not joined, or a list was:\n%s", out.String())
	}
}
