package jsonl

import "time"

// A clock writes times as RFC 3339 in UTC with the digits they need, at most nine. It remembers the second:
// events come mostly in order of time.
type clock struct {
	second int64  // Unix time of text
	text   []byte // "2006-01-02T15:04:05"
}

func (c *clock) append(b []byte, t time.Time) []byte {
	if s := t.Unix(); c.text == nil || s != c.second {
		c.second, c.text = s, t.UTC().AppendFormat(c.text[:0], "2006-01-02T15:04:05")
	}
	b = append(b, c.text...)
	if ns := t.Nanosecond(); ns > 0 {
		var digits [10]byte
		digits[0] = '.'
		for i := 9; i > 0; i-- {
			digits[i] = byte('0' + ns%10)
			ns /= 10
		}
		n := 10
		for digits[n-1] == '0' {
			n--
		}
		b = append(b, digits[:n]...)
	}
	return append(b, 'Z')
}
