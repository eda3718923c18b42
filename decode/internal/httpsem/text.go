package httpsem

import (
	"encoding/binary"
	"strconv"
	"unicode/utf8"
)

// PrintableText cuts raw to at most limit bytes, at a character, and says whether that is printable UTF-8 text:
// no control characters but tab, line feed, form feed and carriage return. cut says that raw went on.
func PrintableText(raw []byte, limit int) (text []byte, cut, ok bool) {
	if len(raw) > limit {
		raw, cut = raw[:limit], true
	}
	i := plainASCII(raw)
	for i < len(raw) {
		b := raw[i]
		switch {
		case b >= 0x20 && b < 0x7f, b == '\n', b == '\r', b == '\t', b == '\f':
			i++
			i += plainASCII(raw[i:])
		case b < utf8.RuneSelf:
			return nil, cut, false
		default:
			r, n := utf8.DecodeRune(raw[i:])
			if r == utf8.RuneError && n == 1 {
				if cut && !utf8.FullRune(raw[i:]) {
					return raw[:i], cut, i > 0 // the limit fell into a character
				}
				return nil, cut, false
			}
			if r < 0xa0 { // C1 controls
				return nil, cut, false
			}
			i += n
		}
	}
	return raw, cut, len(raw) > 0
}

// plainASCII is how many of the first bytes are surely printable ASCII, counted in steps of eight: the common
// case, eight times as fast.
func plainASCII(raw []byte) (n int) {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	for ; n+8 <= len(raw); n += 8 {
		w := binary.LittleEndian.Uint64(raw[n:])
		below := (w - ones*0x20) &^ w // high bit where a byte is under 0x20
		del := w ^ ones*0x7f
		del = (del - ones) &^ del // high bit where a byte is 0x7f
		if (w|below|del)&highs != 0 {
			break
		}
	}
	return n
}

// Count is a number with its unit, as a person writes it: "1 byte", "1,312 bytes".
func Count(n int64, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return Thousands(n) + " " + unit + "s"
}

// Thousands is a number with commas between groups of three digits.
func Thousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	first := 0
	if n < 0 {
		first = 1
	}
	for i := len(s) - 3; i > first; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
