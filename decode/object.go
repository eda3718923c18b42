package decode

import (
	"encoding/hex"
	"strconv"
	"time"
	"unicode/utf8"
)

// An Object writes one JSON object, member by member, in the order of the calls. It allocates only when its
// buffer grows.
type Object struct {
	buf   []byte
	first bool // the next member is the first of its object or array
}

// Begin starts the object anew, appending to buf.
func (o *Object) Begin(buf []byte) { o.buf, o.first = append(buf, '{'), true }

// End closes the object and returns all that was written.
func (o *Object) End() []byte { o.buf = append(o.buf, '}'); return o.buf }

// key appends the comma and the member's name to the buffer. Names are ours, and need no escaping.
func (o *Object) key(name string) []byte {
	b := o.buf
	if !o.first {
		b = append(b, ',')
	}
	o.first = false
	if name != "" {
		b = append(b, '"')
		b = append(b, name...)
		b = append(b, '"', ':')
	}
	return b
}

// Str writes a string member. Inside an array name is "".
func (o *Object) Str(name, v string) { o.buf = AppendJSONString(o.key(name), v) }

// Int writes an integer member.
func (o *Object) Int(name string, v int64) { o.buf = strconv.AppendInt(o.key(name), v, 10) }

// Bool writes a boolean member.
func (o *Object) Bool(name string, v bool) { o.buf = strconv.AppendBool(o.key(name), v) }

// Time writes a time in UTC, RFC 3339 with as many digits as it needs, at most nine.
func (o *Object) Time(name string, t time.Time) {
	b := t.UTC().AppendFormat(append(o.key(name), '"'), time.RFC3339Nano)
	o.buf = append(b, '"')
}

// Hex writes bytes as lower-case hexadecimal digits.
func (o *Object) Hex(name string, v []byte) {
	b := hex.AppendEncode(append(o.key(name), '"'), v)
	o.buf = append(b, '"')
}

// Strs writes an array of strings; null never.
func (o *Object) Strs(name string, v []string) {
	o.Array(name)
	for _, s := range v {
		o.Str("", s)
	}
	o.Close(']')
}

// Ints writes an array of integers.
func (o *Object) Ints(name string, v []int) {
	o.Array(name)
	for _, n := range v {
		o.Int("", int64(n))
	}
	o.Close(']')
}

// Object opens a member that is an object; Close('}') ends it.
func (o *Object) Object(name string) { o.buf = append(o.key(name), '{'); o.first = true }

// Array opens a member that is an array; Close(']') ends it.
func (o *Object) Array(name string) { o.buf = append(o.key(name), '['); o.first = true }

// Close ends the innermost object or array with its bracket.
func (o *Object) Close(bracket byte) { o.buf = append(o.buf, bracket); o.first = false }

// AppendJSONString appends s as a JSON string. What could act on a terminal that shows the JSON (C0 and C1
// controls, bidirectional marks) is escaped; bytes that are not UTF-8 become U+FFFD.
func AppendJSONString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	if n := plainPrefix(s); n == len(s) {
		dst = append(dst, s...)
	} else {
		dst = appendEscaped(dst, s, n)
	}
	return append(dst, '"')
}

// plainPrefix is how many of the first bytes of s stand for themselves in a JSON string. It looks at eight
// bytes at a time: most of what is written are header lines, all of them plain.
func plainPrefix(s string) int {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	i := 0
	for ; len(s)-i >= 8; i += 8 {
		t := s[i : i+8]
		v := uint64(t[0]) | uint64(t[1])<<8 | uint64(t[2])<<16 | uint64(t[3])<<24 |
			uint64(t[4])<<32 | uint64(t[5])<<40 | uint64(t[6])<<48 | uint64(t[7])<<56
		// A byte below 0x20, a quote, a backslash or a byte above 0x7e sets its top bit; a byte beside one
		// that does may set it too, which only sends the string to the slow path.
		control := v - ones*0x20
		quote, slash := v^ones*'"', v^ones*'\\'
		if (control|v|(v+ones)|(quote-ones)|(slash-ones))&tops != 0 {
			break
		}
	}
	for i < len(s) && plain(s[i]) {
		i++
	}
	return i
}

// plain says whether b stands for itself in a JSON string.
func plain(b byte) bool { return b >= 0x20 && b < 0x7f && b != '"' && b != '\\' }

// appendEscaped appends s, whose first clean bytes are plain.
func appendEscaped(dst []byte, s string, clean int) []byte {
	const digits = "0123456789abcdef"
	dst = append(dst, s[:clean]...)
	for i := clean; i < len(s); {
		if n := plainPrefix(s[i:]); n > 0 {
			dst = append(dst, s[i:i+n]...)
			if i += n; i == len(s) {
				break
			}
		}
		b := s[i]
		if b < utf8.RuneSelf {
			switch b {
			case '"', '\\':
				dst = append(dst, '\\', b)
			case '\n':
				dst = append(dst, '\\', 'n')
			case '\r':
				dst = append(dst, '\\', 'r')
			case '\t':
				dst = append(dst, '\\', 't')
			default:
				dst = append(dst, '\\', 'u', '0', '0', digits[b>>4], digits[b&15])
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			dst = append(dst, `\ufffd`...)
		case Unprintable(r):
			dst = append(dst, '\\', 'u', digits[r>>12&15], digits[r>>8&15], digits[r>>4&15], digits[r&15])
		default:
			dst = append(dst, s[i:i+n]...)
		}
		i += n
	}
	return dst
}

// Unprintable says whether r could act on a terminal or a page instead of being shown: C0 and C1 controls,
// line and paragraph separators, bidirectional marks, zero-width and byte-order marks. All of them lie
// below U+FFFF.
func Unprintable(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7f && r < 0xa0:
	case r == 0x061c, r == 0xfeff:
	case r >= 0x200b && r <= 0x200f:
	case r >= 0x2028 && r <= 0x202e:
	case r >= 0x2060 && r <= 0x206f:
	default:
		return false
	}
	return true
}
