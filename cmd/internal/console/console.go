// Package console is what the programs share towards the person at the terminal: how output looks, which
// command lines are wrong, what to copy into a shell.
package console

import (
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"golang.org/x/term"

	terminal "eavesdrop/report/term"
)

// Colors are the values of --color.
var colors = []string{"auto", "always", "never"}

// CheckColor says what is wrong with the value of --color.
func CheckColor(when string) error {
	if !slices.Contains(colors, when) {
		return Usagef("--color %s: there are auto, always and never", when)
	}
	return nil
}

// Options says how to print what in the end goes to out: in colour, in which signs, how wide. color is a value
// of --color; empty is auto.
func Options(color string, out io.Writer) terminal.Options {
	tty := IsTerminal(out)
	o := terminal.Options{Color: tty, Zone: time.Local}
	if os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		o.Color = false
	}
	switch color {
	case "always":
		o.Color = true
	case "never":
		o.Color = false
	}
	o.ASCII = !utf8Locale() || os.Getenv("NO_COLOR") != ""
	if tty {
		o.Width = Width(out)
	}
	return o
}

// Width is how many columns text for out may take: those of the terminal, within reason, else 100.
func Width(out io.Writer) int {
	if IsTerminal(out) {
		if width, _, err := term.GetSize(int(out.(*os.File).Fd())); err == nil && width > 0 {
			return min(max(width, 60), 160)
		}
	}
	return 100
}

// IsTerminal says whether v is a terminal.
func IsTerminal(v any) bool {
	f, ok := v.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// utf8Locale says whether the locale writes UTF-8. Where nothing is said, as in containers, it is assumed.
func utf8Locale() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := os.Getenv(name); v != "" {
			v = strings.ToLower(v)
			return strings.Contains(v, "utf-8") || strings.Contains(v, "utf8")
		}
	}
	return true
}
