package dnswire

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"eavesdrop/decode"
)

const (
	maxName  = 255 // bytes that a name takes uncompressed (RFC 1035, section 3.1)
	maxLabel = 63
	maxJumps = maxName / 2 // pointers on the way: as many as a name can have labels
)

var (
	errShort   = errors.New("the message ends in the middle")
	errPointer = errors.New("a compressed name points forward, or at itself")
	errLabel   = errors.New("a label of a kind that does not exist")
	errName    = errors.New("a name of more than 255 bytes")
	errJumps   = errors.New("a compressed name leads from pointer to pointer, more often than a name has labels")
)

// readName reads the name at msg[off:], in the notation of zone files (RFC 1035, section 5.1): labels joined by
// dots, without one at the end; the root is ".". end is where the next field begins.
func readName(msg []byte, off int) (name string, end int, err error) {
	var b strings.Builder
	size, limit := 1, off // pointers lead to before limit, so the reading ends
	end = -1
	for jumps := 0; ; {
		if off >= len(msg) {
			return b.String(), end, errShort
		}
		n := int(msg[off])
		switch {
		case n == 0:
			if end < 0 {
				end = off + 1
			}
			if b.Len() == 0 {
				return ".", end, nil
			}
			return b.String(), end, nil
		case n <= maxLabel:
			if off+1+n > len(msg) {
				return b.String(), end, errShort
			}
			if size += 1 + n; size > maxName {
				return b.String(), end, errName
			}
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			writeLabel(&b, msg[off+1:off+1+n])
			off += 1 + n
		case n&0xc0 == 0xc0: // compressed (section 4.1.4)
			if off+2 > len(msg) {
				return b.String(), end, errShort
			}
			if end < 0 {
				end = off + 2
			}
			to := (n&0x3f)<<8 | int(msg[off+1])
			if to >= limit {
				return b.String(), end, errPointer
			}
			if jumps++; jumps > maxJumps {
				return b.String(), end, errJumps
			}
			off, limit = to, to
		default:
			return b.String(), end, errLabel
		}
	}
}

// writeLabel writes a label so that it can be told from its neighbours: dots and backslashes in it are escaped,
// and bytes that are not printable UTF-8 become \DDD (section 5.1).
func writeLabel(b *strings.Builder, label []byte) {
	for len(label) > 0 {
		r, n := utf8.DecodeRune(label)
		switch {
		case r == '.' || r == '\\':
			b.WriteByte('\\')
			b.WriteByte(byte(r))
		case r == utf8.RuneError && n == 1 || decode.Unprintable(r):
			for _, c := range label[:n] {
				fmt.Fprintf(b, "\\%03d", c)
			}
		default:
			b.Write(label[:n])
		}
		label = label[n:]
	}
}
