package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"eavesdrop/cmd/demo/internal/scene"
	"eavesdrop/decode"
	"eavesdrop/report"
)

// sheetWidth is how many columns a quiz sheet takes: it is for paper.
const sheetWidth = 78

// keepSheet writes the quiz of a lesson to a file; "-" is the standard output.
func (l *lesson) keepSheet(takes []scene.Take) error {
	if l.sheet == "-" {
		return writeSheet(l.stdout, takes)
	}
	f, err := os.Create(l.sheet)
	if err != nil {
		return fmt.Errorf("can't write the quiz: %w", err)
	}
	if err := writeSheet(f, takes); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// writeSheet writes the questions, a page of its own for their key, and there what the listener had of each thing and
// where.
func writeSheet(w io.Writer, takes []scene.Take) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "Somebody listens. %s\n", asking)
	for i := range takes {
		s := &takes[i].Scene
		fmt.Fprintf(b, "\n%d. %s: %s\n", i+1, s.Name, s.Question)
		for _, line := range report.Wrap(s.Story, sheetWidth-3) {
			fmt.Fprintf(b, "   %s\n", line)
		}
		for _, a := range newQuestion(&takes[i]).things {
			fmt.Fprintf(b, "   [ ] %s\n", a.Title)
		}
	}
	const newPage = "\f"
	fmt.Fprint(b, "\n"+newPage+"The key, as the captures have it.\n[x] can be read   [~] can't be read, but worked out   [ ] is sealed\n")
	for i := range takes {
		fmt.Fprintf(b, "\n%d. %s\n", i+1, takes[i].Scene.Name)
		for _, a := range newQuestion(&takes[i]).things {
			writeKey(b, a)
		}
		for _, line := range report.Wrap(report.Escape(takes[i].Ledger.Verdict()), sheetWidth-3) {
			fmt.Fprintf(b, "   %s\n", line)
		}
	}
	return b.Flush()
}

// writeKey writes one thing with its answer: "[x] the secret: fluffy tail (#6)".
func writeKey(b *bufio.Writer, a report.Answer) {
	box := "[ ]"
	switch {
	case legible(a):
		box = "[x]"
	case a.Sight == decode.Derived:
		box = "[~]"
	}
	text := fmt.Sprintf("%s: %s", a.Title, report.Escape(a.Text))
	var frames []string
	for _, e := range a.Evidence {
		frames = append(frames, fmt.Sprintf("#%d", e.Frame))
	}
	if len(frames) > 0 {
		text += " (" + strings.Join(frames, " ") + ")"
	}
	for i, line := range report.Wrap(text, sheetWidth-7) {
		if i > 0 {
			box = "   "
		}
		fmt.Fprintf(b, "   %s %s\n", box, line)
	}
}
