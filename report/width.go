package report

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// wide are the runes that take two columns on a terminal: those that are Wide or Fullwidth in Unicode's
// EastAsianWidth, neighbouring ranges joined where nothing but unassigned runes lies between.
var wide = [...][2]rune{
	{0x1100, 0x115f}, {0x231a, 0x231b}, {0x2329, 0x232a}, {0x23e9, 0x23ec}, {0x23f0, 0x23f0}, {0x23f3, 0x23f3},
	{0x25fd, 0x25fe}, {0x2614, 0x2615}, {0x2648, 0x2653}, {0x267f, 0x267f}, {0x2693, 0x2693}, {0x26a1, 0x26a1},
	{0x26aa, 0x26ab}, {0x26bd, 0x26be}, {0x26c4, 0x26c5}, {0x26ce, 0x26ce}, {0x26d4, 0x26d4}, {0x26ea, 0x26ea},
	{0x26f2, 0x26f3}, {0x26f5, 0x26f5}, {0x26fa, 0x26fa}, {0x26fd, 0x26fd}, {0x2705, 0x2705}, {0x270a, 0x270b},
	{0x2728, 0x2728}, {0x274c, 0x274c}, {0x274e, 0x274e}, {0x2753, 0x2755}, {0x2757, 0x2757}, {0x2795, 0x2797},
	{0x27b0, 0x27b0}, {0x27bf, 0x27bf}, {0x2b1b, 0x2b1c}, {0x2b50, 0x2b50}, {0x2b55, 0x2b55}, {0x2e80, 0x303e},
	{0x3041, 0x3247}, {0x3250, 0x4dbf}, {0x4e00, 0xa4c6}, {0xa960, 0xa97c}, {0xac00, 0xd7a3}, {0xf900, 0xfaff},
	{0xfe10, 0xfe19}, {0xfe30, 0xfe6b}, {0xff01, 0xff60}, {0xffe0, 0xffe6}, {0x16fe0, 0x18d08}, {0x1aff0, 0x1b2fb},
	{0x1f004, 0x1f004}, {0x1f0cf, 0x1f0cf}, {0x1f18e, 0x1f18e}, {0x1f191, 0x1f19a}, {0x1f200, 0x1f320},
	{0x1f32d, 0x1f335}, {0x1f337, 0x1f37c}, {0x1f37e, 0x1f393}, {0x1f3a0, 0x1f3ca}, {0x1f3cf, 0x1f3d3},
	{0x1f3e0, 0x1f3f0}, {0x1f3f4, 0x1f3f4}, {0x1f3f8, 0x1f43e}, {0x1f440, 0x1f440}, {0x1f442, 0x1f4fc},
	{0x1f4ff, 0x1f53d}, {0x1f54b, 0x1f54e}, {0x1f550, 0x1f567}, {0x1f57a, 0x1f57a}, {0x1f595, 0x1f596},
	{0x1f5a4, 0x1f5a4}, {0x1f5fb, 0x1f64f}, {0x1f680, 0x1f6c5}, {0x1f6cc, 0x1f6cc}, {0x1f6d0, 0x1f6d2},
	{0x1f6d5, 0x1f6df}, {0x1f6eb, 0x1f6ec}, {0x1f6f4, 0x1f6fc}, {0x1f7e0, 0x1f7f0}, {0x1f90c, 0x1f93a},
	{0x1f93c, 0x1f945}, {0x1f947, 0x1f9ff}, {0x1fa70, 0x1faff}, {0x20000, 0x3fffd},
}

// Width is the number of terminal columns that s takes. s has been escaped: controls are not expected.
func Width(s string) int {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			n := i
			for _, r := range s[i:] {
				n += runeWidth(r)
			}
			return n
		}
	}
	return len(s)
}

func runeWidth(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	}
	if _, found := slices.BinarySearchFunc(wide[:], r, func(w [2]rune, r rune) int {
		switch {
		case w[1] < r:
			return -1
		case w[0] > r:
			return 1
		}
		return 0
	}); found {
		return 2
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

// Wrap breaks s into lines of at most width columns: at spaces where it can, behind a mark such as a comma inside
// words that would leave most of a line empty, or are longer than one. There is always one line.
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
	used, space, filled, mark, end := 0, -1, 0, -1, len(s)
	for i, r := range s {
		if r == ' ' && i > 0 {
			space, filled = i, used
		}
		if used += runeWidth(r); used > width {
			end = i
			break
		}
		if strings.ContainsRune("_,;/&|", r) {
			mark = i + 1
		}
	}
	switch good := max(space, mark); {
	case good < 0:
	case space > 0 && (mark < space || 2*filled >= width):
		return strings.TrimRight(s[:space], " "), strings.TrimLeft(s[space:], " ")
	default:
		return s[:good], strings.TrimLeft(s[good:], " ")
	}
	if end == 0 { // one rune is wider than the line: it gets a line nevertheless
		_, end = utf8.DecodeRuneInString(s)
	}
	return s[:end], s[end:]
}
