package tlswire

import (
	"fmt"

	"eavesdrop/decode"
)

// datagramHeaderSize is the size of the header of a DTLS record (RFC 6347, section 4.1).
const datagramHeaderSize = 13

// datagramHeader explains the header of a DTLS record.
func (w *walker) datagramHeader() {
	outer := w.open(datagramHeaderSize, "Record header", "", decode.Readable, "Every record begins with 13 bytes that anyone can read (RFC 6347, section 4.1).")
	w.take(1, "Type", contentType(w.peek(1)).String(), decode.Readable, "")
	w.take(2, "Version", Version(w.peek(2)).String(), decode.Readable, "Kept for old middleboxes; the hello says which version is meant.")
	w.number(2, "Epoch", "Goes up by one with each change of keys; 0 is in the clear.")
	w.number(6, "Sequence number", "Datagrams get lost and overtake each other, so each record says its number.")
	w.take(2, "Length", fmt.Sprint(w.peek(2)), decode.Readable, "")
	w.close(outer)
}
