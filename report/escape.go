package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"eavesdrop/decode"
)

// Escape makes captured text safe for a terminal or a page: controls (C0, C1), bytes that are not UTF-8,
// bidirectional and zero-width marks, and all else that is not shown as itself comes out as \n, \x1b, \u202e.
// It returns s itself when there is nothing to escape.
func Escape(s string) string {
	for i := 0; i < len(s); i++ {
		if b := s[i]; b < 0x20 || b >= 0x7f {
			return escape(s, i)
		}
	}
	return s
}

// escape is Escape for a string whose first clean bytes need no look.
func escape(s string, clean int) string {
	var b strings.Builder
	b.WriteString(s[:clean])
	for i := clean; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			hexEscape(&b, 'x', uint32(s[i]), 2)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < 0x80 && decode.Unprintable(r):
			hexEscape(&b, 'x', uint32(r), 2)
		case r > 0xffff && !unicode.IsPrint(r):
			hexEscape(&b, 'U', uint32(r), 8)
		case decode.Unprintable(r) || !unicode.IsPrint(r):
			hexEscape(&b, 'u', uint32(r), 4)
		default:
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String()
}

// hexEscape writes a backslash, the kind of escape, and v in n digits.
func hexEscape(b *strings.Builder, kind byte, v uint32, n int) {
	b.WriteByte('\\')
	b.WriteByte(kind)
	for n--; n >= 0; n-- {
		b.WriteByte("0123456789abcdef"[v>>(4*n)&15])
	}
}
