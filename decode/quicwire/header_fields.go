package quicwire

import (
	"fmt"

	"eavesdrop/decode"
)

// ids explains what all versions have in common behind the first byte: the version and the connection ids
// (RFC 8999, section 5.1).
func (w walker) ids() {
	if b := w.Ahead(); len(b) >= 4 {
		w.Take(4, "Version", Version(uint32(b[0])<<24|uint32(b[1])<<16|uint32(b[2])<<8|uint32(b[3])).String(), decode.Readable, "")
	}
	n := w.Number(1, "Destination connection id length", "")
	w.Opaque(int(n), "Destination connection id", decode.Readable, "The name that the receiver gave the connection, so that it can go on when addresses change; a client makes the first one up.")
	n = w.Number(1, "Source connection id length", "")
	w.Opaque(int(n), "Source connection id", decode.Readable, "The name under which the sender wants to get its answers.")
}

// firstByte explains the first byte of a long header; what is protected in it is only told when it was opened.
func (w walker) firstByte(t packetType, opened bool) {
	value := t.String()
	if b := w.Ahead(); opened && len(b) > 0 {
		value += fmt.Sprintf(", packet number of %s", plural(int(b[0]&3)+1, "byte"))
	}
	w.Take(1, "Form and type", value, decode.Readable, "The first bit says that the header is long; two more say the type of packet (RFC 9000, section 17.2).")
}

// plural counts things.
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return grouped(n) + " " + thing + "s"
}

// grouped writes a number with commas.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
