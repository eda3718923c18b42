package decode

import (
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

// key writes the comma and the member's name. Names are ours, and need no escaping.
func (o *Object) key(name string) {
	if !o.first {
		o.buf = append(o.buf, ',')
	}
	o.first = false
	if name != "" {
		o.buf = append(o.buf, '"')
		o.buf = append(o.buf, name...)
		o.buf = append(o.buf, '"', ':')
	}
}

// Str writes a string member. Inside an array name is "".
func (o *Object) Str(name, v string) { o.key(name); o.buf = AppendJSONString(o.buf, v) }

// Int writes an integer member.
func (o *Object) Int(name string, v int64) { o.key(name); o.buf = strconv.AppendInt(o.buf, v, 10) }

// Bool writes a boolean member.
func (o *Object) Bool(name string, v bool) { o.key(name); o.buf = strconv.AppendBool(o.buf, v) }

// Time writes a time in UTC, RFC 3339 with as many digits as it needs, at most nine.
func (o *Object) Time(name string, t time.Time) {
	o.key(name)
	o.buf = append(o.buf, '"')
	o.buf = t.UTC().AppendFormat(o.buf, time.RFC3339Nano)
	o.buf = append(o.buf, '"')
}

// Hex writes bytes as lower-case hexadecimal digits.
func (o *Object) Hex(name string, v []byte) {
	const digits = "0123456789abcdef"
	o.key(name)
	o.buf = append(o.buf, '"')
	for _, b := range v {
		o.buf = append(o.buf, digits[b>>4], digits[b&15])
	}
	o.buf = append(o.buf, '"')
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
func (o *Object) Object(name string) { o.key(name); o.buf = append(o.buf, '{'); o.first = true }

// Array opens a member that is an array; Close(']') ends it.
func (o *Object) Array(name string) { o.key(name); o.buf = append(o.buf, '['); o.first = true }

// Close ends the innermost object or array with its bracket.
func (o *Object) Close(bracket byte) { o.buf = append(o.buf, bracket); o.first = false }

// AppendJSONString appends s as a JSON string. What could act on a terminal that shows the JSON (C0 and C1
// controls, bidirectional marks) is escaped; bytes that are not UTF-8 become U+FFFD.
func AppendJSONString(dst []byte, s string) []byte {
	const digits = "0123456789abcdef"
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		b := s[i]
		if b >= 0x20 && b < 0x7f && b != '"' && b != '\\' {
			i++
			continue
		}
		dst = append(dst, s[start:i]...)
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
			start = i
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
		start = i
	}
	dst = append(dst, s[start:]...)
	return append(dst, '"')
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
