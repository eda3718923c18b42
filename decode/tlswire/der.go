package tlswire

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// The tags of ASN.1 that certificates use.
const (
	tagInteger   = 0x02
	tagBitString = 0x03
	tagOID       = 0x06
	tagUTCTime   = 0x17
	tagGenTime   = 0x18
	tagSequence  = 0x30
	tagSet       = 0x31
	tagBMP       = 0x1e
	tagUniversal = 0x1c
	tagLatin1    = 0x14
)

// An element is one value in DER. It may be cut short: then body is what is there of it.
type element struct {
	tag  byte
	head int // bytes of tag and length
	body []byte
	cut  bool
}

// size is how many bytes of the element are there.
func (e *element) size() int { return e.head + len(e.body) }

// nextElement reads the element at the front of b and returns what follows it. Strict readers of DER refuse
// more than this one does; it wants to show what is there. ok is false when not even the length is there.
func nextElement(b []byte) (e element, rest []byte, ok bool) {
	if len(b) < 2 {
		return e, nil, false
	}
	e.tag, e.head = b[0], 2
	n := int(b[1])
	if n >= 0x80 {
		digits := n & 0x7f
		if digits == 0 || digits > 4 || len(b) < 2+digits {
			return e, nil, false
		}
		n = 0
		for _, c := range b[2 : 2+digits] {
			n = n<<8 | int(c)
		}
		e.head += digits
	}
	e.cut = n > len(b)-e.head
	n = min(n, len(b)-e.head)
	e.body = b[e.head : e.head+n]
	return e, b[e.head+n:], true
}

// oid writes an object identifier with dots.
func oid(b []byte) string {
	var s strings.Builder
	v := 0
	for _, c := range b {
		v = v<<7 | int(c&0x7f)
		if v > 1<<40 {
			return "unknown"
		}
		if c&0x80 != 0 {
			continue
		}
		switch {
		case s.Len() > 0:
			s.WriteByte('.')
			s.WriteString(strconv.Itoa(v))
		default: // the first two numbers share one
			first := min(v/40, 2)
			s.WriteString(strconv.Itoa(first) + "." + strconv.Itoa(v-40*first))
		}
		v = 0
	}
	return s.String()
}

// text reads a string of any of ASN.1's types.
func (e *element) text() string {
	switch e.tag {
	case tagBMP:
		units := make([]uint16, len(e.body)/2)
		for i := range units {
			units[i] = uint16(e.body[2*i])<<8 | uint16(e.body[2*i+1])
		}
		return string(utf16.Decode(units))
	case tagUniversal:
		var s strings.Builder
		for b := e.body; len(b) >= 4; b = b[4:] {
			s.WriteRune(rune(b[0])<<24 | rune(b[1])<<16 | rune(b[2])<<8 | rune(b[3]))
		}
		return s.String()
	case tagLatin1:
		var s strings.Builder
		for _, c := range e.body {
			s.WriteRune(rune(c))
		}
		return s.String()
	}
	return string(e.body)
}

// time reads a UTCTime or GeneralizedTime (RFC 5280, section 4.1.2.5); zero when it is neither.
func (e *element) time() time.Time {
	layouts := []string{"20060102150405Z0700", "200601021504Z0700", "20060102150405", "20060102150405.999Z0700"}
	if e.tag == tagUTCTime {
		layouts = []string{"060102150405Z0700", "0601021504Z0700"}
	}
	for _, l := range layouts {
		t, err := time.Parse(l, string(e.body))
		if err != nil {
			continue
		}
		if e.tag == tagUTCTime && t.Year() >= 2050 {
			t = t.AddDate(-100, 0, 0) // two digits mean 1950 to 2049
		}
		return t.UTC()
	}
	return time.Time{}
}
