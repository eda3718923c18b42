package console

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"eavesdrop/report"
)

// Fit breaks text that stands behind indent columns into lines that fit, if out is a terminal; those after the first
// one come with that indent. Elsewhere it stays one line, so that programs find in it what they look for.
func Fit(out io.Writer, text string, indent int) string { return fit(text, indent, terminalWidth(out)) }

// Columns prints rows as columns, three spaces apart and two from the edge. What does not fit a terminal is broken
// into lines in the last column.
func Columns(out io.Writer, rows [][]string) error {
	_, err := io.WriteString(out, columns(rows, terminalWidth(out)))
	return err
}

// FitHelp makes the help of a command, and of those below it, as wide as out.
func FitHelp(c *cobra.Command, out io.Writer) {
	width := Width(out)
	c.SetUsageTemplate(strings.ReplaceAll(c.UsageTemplate(), ".FlagUsages", fmt.Sprintf(".FlagUsagesWrapped %d", width)))
	fitLong(c, width)
}

func fitLong(c *cobra.Command, width int) {
	c.Long = reflow(c.Long, width)
	for _, below := range c.Commands() {
		fitLong(below, width)
	}
}

// terminalWidth is how many columns a line for out may take; 0 where out is no terminal: any number.
func terminalWidth(out io.Writer) int {
	if !IsTerminal(out) {
		return 0
	}
	return Width(out)
}

// fit breaks text that stands behind indent columns into lines of at most width columns, 0: of any number. Where
// hardly anything has room behind so many columns, it begins on a line of its own.
func fit(text string, indent, width int) string {
	const least, below = 20, 6
	room := width - indent
	if width == 0 || report.Width(text) <= room {
		return text
	}
	first := ""
	if room < least {
		indent, room = below, width-below
		first = "\n" + strings.Repeat(" ", indent)
	}
	return first + strings.Join(report.Wrap(text, room), "\n"+strings.Repeat(" ", indent))
}

// columns are rows as text; the last column of each is broken into lines of at most width columns, 0: of any number.
func columns(rows [][]string, width int) string {
	var widths []int
	for _, row := range rows {
		for i, cell := range row[:len(row)-1] {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], report.Width(cell))
		}
	}
	var b strings.Builder
	for _, row := range rows {
		line := "  "
		for i, cell := range row[:len(row)-1] {
			line += cell + strings.Repeat(" ", widths[i]-report.Width(cell)+3)
		}
		last := fit(row[len(row)-1], report.Width(line), width)
		if strings.HasPrefix(last, "\n") {
			line = strings.TrimRight(line, " ")
		}
		b.WriteString(line + last + "\n")
	}
	return b.String()
}

// reflow breaks paragraphs anew into lines of at most width columns. Lines that begin with a space stay as they are.
func reflow(text string, width int) string {
	var lines []string
	paragraph := ""
	end := func() {
		if paragraph != "" {
			lines = append(lines, report.Wrap(paragraph, width)...)
			paragraph = ""
		}
	}
	for line := range strings.SplitSeq(text, "\n") {
		switch {
		case line == "" || line[0] == ' ':
			end()
			lines = append(lines, line)
		case paragraph == "":
			paragraph = line
		default:
			paragraph += " " + line
		}
	}
	end()
	return strings.Join(lines, "\n")
}
