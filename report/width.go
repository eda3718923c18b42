package report

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// wide are the runes that take two columns on a terminal: East Asian Wide and Fullwidth of Unicode's
// EastAsianWidth, joined to ranges, and the emoji that terminals draw wide.
var wide = [...][2]rune{
	{0x1100, 0x115f}, {0x231a, 0x231b}, {0x23e9, 0x23ec}, {0x2614, 0x2615}, {0x26a1, 0x26a1}, {0x2705, 0x2705},
	{0x274c, 0x274c}, {0x2b50, 0x2b50}, {0x2e80, 0x303e}, {0x3041, 0x4dbf}, {0x4e00, 0xa4cf}, {0xa960, 0xa97f},
	{0xac00, 0xd7a3}, {0xf900, 0xfaff}, {0xfe30, 0xfe6f}, {0xff00, 0xff60}, {0xffe0, 0xffe6}, {0x16fe0, 0x18dff},
	{0x1aff0, 0x1b2ff}, {0x1f004, 0x1f004}, {0x1f0cf, 0x1f0cf}, {0x1f18e, 0x1f19a}, {0x1f200, 0x1f265},
	{0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f7e0, 0x1f7eb}, {0x1f900, 0x1faff}, {0x20000, 0x3fffd},
}

// Width is the number of terminal columns that s takes. s has been escaped: controls are not expected.
func Width(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

func runeWidth(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	}
	for _, w := range wide {
		if r < w[0] {
			return 1
		}
		if r <= w[1] {
			return 2
		}
	}
	return 1
}

// Shorten cuts s so that it takes at most width columns; an ellipsis says that something is missing. With
// width below 1 nothing is left.
func Shorten(s string, width int) string {
	if len(s) <= width || Width(s) <= width {
		return s
	}
	if width < 1 {
		return ""
	}
	room := width - 1
	for i, r := range s {
		if room -= runeWidth(r); room < 0 {
			return s[:i] + "…"
		}
	}
	return s
}

// Wrap breaks s into lines of at most width columns: at spaces or behind a mark such as a comma where it can.
// There is always one line.
func Wrap(s string, width int) []string {
	width = max(width, 1)
	var lines []string
	for {
		head, rest := breakLine(s, width)
		lines = append(lines, head)
		if rest == "" {
			return lines
		}
		s = rest
	}
}

// breakLine splits s behind its first line.
func breakLine(s string, width int) (line, rest string) {
	if len(s) <= width || Width(s) <= width {
		return s, ""
	}
	room, good, end := width, -1, len(s)
	for i, r := range s {
		if r == ' ' && i > 0 {
			good = i
		}
		if room -= runeWidth(r); room < 0 {
			end = i
			break
		}
		if strings.ContainsRune("_,;/&|", r) {
			good = i + 1
		}
	}
	if good > 0 {
		return strings.TrimRight(s[:good], " "), strings.TrimLeft(s[good:], " ")
	}
	if end == 0 { // one rune is wider than the line: it gets a line nevertheless
		_, end = utf8.DecodeRuneInString(s)
	}
	return s[:end], s[end:]
}
