package tlswire

import (
	"eavesdrop/decode"

	"golang.org/x/crypto/cryptobyte"
)

// readVector8 reads a vector with a length of one byte. When it is cut short, what is there of it is read,
// and bad says so.
func readVector8(s, out *cryptobyte.String, bad *string, what string) bool {
	var n uint8
	if !s.ReadUint8(&n) {
		*bad = "it ends before its " + what
		return false
	}
	return readVector(s, out, int(n), bad, what)
}

// readVector16 is readVector8 for a length of two bytes.
func readVector16(s, out *cryptobyte.String, bad *string, what string) bool {
	var n uint16
	if !s.ReadUint16(&n) {
		*bad = "it ends before its " + what
		return false
	}
	return readVector(s, out, int(n), bad, what)
}

func readVector(s, out *cryptobyte.String, n int, bad *string, what string) bool {
	if n <= len(*s) {
		s.ReadBytes((*[]byte)(out), n)
		return true
	}
	*out, *s = *s, nil
	*bad = "it ends inside its " + what
	return false
}

// readExtensions splits a vector of extensions (RFC 8446, section 4.2). One that is cut short is left out.
func readExtensions(s cryptobyte.String, bad *string) []Extension {
	if s.Empty() {
		return nil
	}
	n := 0
	for rest := s; len(rest) >= 4; n++ {
		rest = rest[min(len(rest), 4+(int(rest[2])<<8|int(rest[3]))):]
	}
	list := make([]Extension, 0, n)
	for !s.Empty() {
		var t uint16
		var data cryptobyte.String
		if !s.ReadUint16(&t) || !s.ReadUint16LengthPrefixed(&data) {
			if *bad == "" {
				*bad = "an extension is longer than the space for it"
			}
			break
		}
		list = append(list, Extension{ExtensionType(t), data})
	}
	return list
}

// readUint16s reads numbers of two bytes to the end of s; an odd byte at the end is left out.
func readUint16s[T ~uint16](s cryptobyte.String) []T {
	if len(s) < 2 {
		return nil
	}
	list := make([]T, len(s)/2)
	for i := range list {
		list[i] = T(s[2*i])<<8 | T(s[2*i+1])
	}
	return list
}

// spanIn is where part, a slice of raw, stands in it.
func spanIn(raw, part []byte) decode.Span {
	start := cap(raw) - cap(part) // both run to the end of the same array
	return decode.Span{Start: start, End: start + len(part)}
}
