package quicwire

import "golang.org/x/crypto/cryptobyte"

// readVarint reads an integer whose first two bits say whether it takes 1, 2, 4 or 8 bytes (RFC 9000, section
// 16). It takes nothing when it is not all there.
func readVarint(s *cryptobyte.String, out *uint64) bool {
	if len(*s) == 0 {
		return false
	}
	n := varintSize((*s)[0])
	if len(*s) < n {
		return false
	}
	v := uint64((*s)[0] & 0x3f)
	for _, b := range (*s)[1:n] {
		v = v<<8 | uint64(b)
	}
	*out = v
	return s.Skip(n)
}

// varintSize is how many bytes an integer takes that begins with first.
func varintSize(first byte) int { return 1 << (first >> 6) }

// readVector reads a length and so many bytes.
func readVector(s *cryptobyte.String, out *[]byte) bool {
	rest := *s
	var n uint64
	if !readVarint(&rest, &n) || n > uint64(len(rest)) || !rest.ReadBytes(out, int(n)) {
		return false
	}
	*s = rest
	return true
}
