package tlswire

import (
	"encoding/binary"
	"fmt"

	"eavesdrop/decode"
)

// dtlsHeaderSize is the size of the header of a DTLS record before DTLS 1.3, and of its readable ones since
// (RFC 6347, section 4.1; RFC 9147, section 4).
const dtlsHeaderSize = 13

// Content types that only DTLS has.
const (
	typeConnectionID contentType = 25 // sealed, with a connection id in the header (RFC 9146)
	typeACK          contentType = 26
)

// A dtlsHeader is what stands before every record of DTLS:
//
//	record {
//	    type     uint8
//	    version  uint16  // 0xfeff is DTLS 1.0, 0xfefd DTLS 1.2
//	    epoch    uint16  // counts changes of keys; 0 is in the clear
//	    sequence uint48
//	    cid      []byte  // of records with a connection id only
//	    length   uint16  // of the fragment
//	    fragment [length]byte
//	}
//
// Sealed records of DTLS 1.3 have a shorter one, whose first byte says what is in it: 001CSLEE (RFC 9147,
// section 4).
type dtlsHeader struct {
	typ     contentType // application_data for those that have a unified header
	unified bool
	version Version // 0 with a unified header
	epoch   uint16  // of a unified header its last two bits
	size    int     // of the header
	length  int     // of what follows, by the header: more than there is when it was cut
}

// parseDTLSHeader reads the header at the front of b; cid is the length of the receiver's connection id, -1
// where it is not known. Then, and where the header has no length, the record takes the rest of the datagram.
func parseDTLSHeader(b []byte, cid int) (h dtlsHeader, ok bool) {
	if len(b) > 0 && b[0]>>5 == 1 {
		return parseUnified(b, cid)
	}
	if len(b) < dtlsHeaderSize || b[0] < 20 || b[0] > 26 || !isDTLS(Version(binary.BigEndian.Uint16(b[1:]))) {
		return h, false
	}
	h = dtlsHeader{typ: contentType(b[0]), version: Version(binary.BigEndian.Uint16(b[1:])), epoch: binary.BigEndian.Uint16(b[3:]), size: dtlsHeaderSize}
	if h.typ == typeConnectionID {
		if h.version != 0xfefd { // what knows them (RFC 9146, section 4)
			return h, false
		}
		if h.size += cid; cid < 0 || len(b) < h.size {
			h.size = dtlsHeaderSize - 2
			h.length = len(b) - h.size
			return h, true
		}
	}
	h.length = int(binary.BigEndian.Uint16(b[h.size-2:]))
	return h, h.length <= maxFragment
}

func parseUnified(b []byte, cid int) (h dtlsHeader, ok bool) {
	const hasCID, longSequence, hasLength = 0x10, 0x08, 0x04
	h = dtlsHeader{typ: typeApplicationData, unified: true, epoch: uint16(b[0] & 3), size: 2}
	if b[0]&longSequence != 0 {
		h.size++
	}
	if b[0]&hasCID != 0 {
		if cid < 0 {
			h.size, h.length = 1, len(b)-1
			return h, true
		}
		h.size += cid
	}
	end := h.size
	if b[0]&hasLength != 0 {
		h.size += 2
	}
	if len(b) < h.size {
		return h, false
	}
	h.length = len(b) - h.size
	if b[0]&hasLength != 0 {
		h.length = int(binary.BigEndian.Uint16(b[end:]))
	}
	return h, h.length <= maxFragment
}

// isDTLS says whether v is a version that stands in the headers of records: 0x0100 is that of a draft, which
// some VPNs still speak.
func isDTLS(v Version) bool { return v == 0xfeff || v == 0xfefd || v == 0x0100 }

// dtlsHeader explains the header of a record.
func (w walker) dtlsHeader() {
	outer := w.Open(dtlsHeaderSize, "Record header", "", decode.Readable, "Every record begins with 13 bytes that anyone can read (RFC 6347, section 4.1).")
	w.dtlsHeaderFields(dtlsHeaderSize)
	w.Close(outer)
}

func (w walker) dtlsHeaderFields(size int) {
	w.Take(1, "Type", contentType(w.Peek(1)).String(), decode.Readable, "")
	w.Take(2, "Version", Version(w.Peek(2)).String(), decode.Readable, "Kept for old middleboxes; the hello says which version is meant.")
	w.Number(2, "Epoch", "Goes up by one with each change of keys; 0 is in the clear.")
	w.Number(6, "Sequence number", "Datagrams get lost and overtake each other, so each record says its number.")
	if size > dtlsHeaderSize {
		w.Opaque(size-dtlsHeaderSize, "Connection id", decode.Readable, "Names the connection when addresses change (RFC 9146, section 4).")
	}
	w.Take(2, "Length", fmt.Sprint(w.Peek(2)), decode.Readable, "")
}

// unifiedHeader explains the header of a sealed record of DTLS 1.3.
func (w walker) unifiedHeader(size int) {
	first := w.Peek(1)
	w.Take(1, "Form", fmt.Sprintf("epoch %d mod 4", first&3), decode.Readable, "Says which of the others are there (RFC 9147, section 4).")
	sequence, length := 1+first>>3&1, 2*(first>>2&1)
	w.Opaque(size-1-sequence-length, "Connection id", decode.Readable, "Names the connection when addresses change.")
	w.Opaque(sequence, "Sequence number", decode.Sealed, "The end of it, under a mask (RFC 9147, section 4.2.3).")
	w.Take(length, "Length", fmt.Sprint(w.Peek(length)), decode.Readable, "")
}
