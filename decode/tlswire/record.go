package tlswire

import (
	"encoding/binary"
	"fmt"

	"eavesdrop/decode"
)

const (
	headerSize  = 5
	maxFragment = 1<<14 + 2048 // a sealed record may be that much longer (RFC 5246, section 6.2.3)
)

// A contentType says what a record holds (IANA registry "TLS ContentType").
type contentType uint8

const (
	typeChangeCipherSpec contentType = 20
	typeAlert            contentType = 21
	typeHandshake        contentType = 22
	typeApplicationData  contentType = 23
	typeHeartbeat        contentType = 24
)

var contentNames = [...]name{
	{20, "change_cipher_spec"}, {21, "alert"}, {22, "handshake"}, {23, "application_data"}, {24, "heartbeat"},
	{25, "tls12_cid"}, {26, "ACK"},
}

func (t contentType) String() string { return nameOf8(contentNames[:], uint8(t)) }

// A header is what stands before every record.
type header struct {
	typ     contentType
	version Version
	length  int // of what follows
}

// parseHeader reads a record's header, of which all five bytes must be there.
func parseHeader(b []byte) header {
	return header{contentType(b[0]), Version(binary.BigEndian.Uint16(b[1:])), int(binary.BigEndian.Uint16(b[3:]))}
}

// plausible says whether the bytes at the front of b, as many as are there, can be a record's header.
func plausible(b []byte) bool {
	if len(b) > 0 && (b[0] < 20 || b[0] > 24) || len(b) > 1 && b[1] != 3 || len(b) > 2 && b[2] > 4 {
		return false
	}
	if len(b) < headerSize {
		return true
	}
	h := parseHeader(b)
	if h.typ != typeApplicationData && h.length == 0 {
		return false // only application data may be empty (RFC 8446, section 5.1)
	}
	return h.length <= maxFragment
}

// walkHeader explains a record's header, if the message has one: head is its size.
func (w walker) header(head int) {
	switch head {
	case 0:
		return
	case dtlsHeaderSize:
		w.dtlsHeader()
		return
	}
	outer := w.Open(head, "Record header", "", decode.Readable, "Every record begins with five bytes that anyone can read (RFC 8446, section 5.1).")
	w.Take(1, "Type", contentType(w.Peek(1)).String(), decode.Readable, "")
	w.Take(2, "Version", Version(w.Peek(2)).String(), decode.Readable, "Kept for old middleboxes; the hello says which version is meant.")
	w.Take(2, "Length", fmt.Sprint(w.Peek(2)), decode.Readable, "")
	w.Close(outer)
}

// handshakeHeader explains the four bytes before every handshake message.
func (w walker) handshakeHeader() {
	w.Take(1, "Handshake type", HandshakeType(w.Peek(1)).String(), decode.Readable, "")
	w.Take(3, "Length", fmt.Sprint(w.Peek(3)), decode.Readable, "")
}
