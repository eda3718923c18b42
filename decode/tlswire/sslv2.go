package tlswire

import (
	"encoding/binary"
	"fmt"

	"eavesdrop/decode"
)

// A client that still knew SSL 2.0 began with a hello of that version's form, whichever version it wanted
// (RFC 5246, appendix E.2):
//
//	record_length   uint16  // with the highest bit set
//	msg_type        uint8   // 1
//	version         uint16
//	cipher_length   uint16  // three bytes a cipher
//	session_length  uint16
//	challenge_length uint16
//	ciphers, session, challenge
const sslv2HelloSize = 11

// parseSSL2Header checks the fixed part of an SSL 2.0 hello. size is that of the whole record, its header
// included; ok is false when it can't be one. Of b, sslv2HelloSize bytes must be there.
func parseSSL2Header(b []byte) (size int, ok bool) {
	size = 2 + (int(b[0]&0x7f)<<8 | int(b[1]))
	version := binary.BigEndian.Uint16(b[3:])
	ciphers, session, challenge := int(b[5])<<8|int(b[6]), int(b[7])<<8|int(b[8]), int(b[9])<<8|int(b[10])
	ok = b[0]&0x80 != 0 && b[2] == 1 && (version == 2 || version>>8 == 3 && version&0xff <= 4) &&
		ciphers > 0 && ciphers%3 == 0 && session <= 32 && challenge >= 16 && challenge <= 32 &&
		size == sslv2HelloSize+ciphers+session+challenge
	return size, ok
}

func sniffSSL2(head []byte) decode.Verdict {
	if len(head) > 0 && head[0]&0x80 == 0 || len(head) > 2 && head[2] != 1 ||
		len(head) > 3 && head[3] != 0 && head[3] != 3 {
		return decode.No
	}
	if len(head) < sslv2HelloSize {
		return decode.Maybe
	}
	if _, ok := parseSSL2Header(head); ok {
		return decode.FromAClient
	}
	return decode.No
}

// ssl2Hello takes a hello of SSL 2.0's form.
func (d *decoder) ssl2Hello(dir decode.Direction, data []byte) int {
	if len(data) < sslv2HelloSize {
		return 0
	}
	size, _ := parseSSL2Header(data)
	if len(data) < size {
		return 0
	}
	m := parseSSL2Hello(clone(data[:size]))
	d.noteClientHello(dir, m)
	d.sides[dir].spoken = true
	start := d.c.Offset(dir)
	d.c.Emit(dir, start, start+uint64(size), m)
	return size
}

// parseSSL2Hello reads a hello that parseSSL2Header has checked. Ciphers of SSL 2.0 proper, with a first byte
// other than 0, have no number of two bytes and are left out.
func parseSSL2Hello(raw []byte) *ClientHello {
	m := &ClientHello{Transport: TCP, LegacyVersion: Version(binary.BigEndian.Uint16(raw[3:])), raw: raw, ssl2: true}
	ciphers, session := int(binary.BigEndian.Uint16(raw[5:])), int(binary.BigEndian.Uint16(raw[7:]))
	rest := raw[sslv2HelloSize:]
	for c := rest[:ciphers]; len(c) >= 3; c = c[3:] {
		if c[0] == 0 {
			m.Ciphers = append(m.Ciphers, CipherSuite(binary.BigEndian.Uint16(c[1:])))
		}
	}
	m.SessionID = rest[ciphers : ciphers+session]
	challenge := rest[ciphers+session:]
	// The challenge stands for the random, with zeroes before it (RFC 5246, appendix E.2).
	m.Random = append(make([]byte, 32-len(challenge), 32), challenge...)
	return m
}

// ssl2Hello explains a hello of SSL 2.0's form.
func (w walker) ssl2Hello() {
	w.Take(2, "Record length", fmt.Sprint(w.Peek(2)&0x7fff), decode.Readable, "The highest bit marks the header of two bytes.")
	w.Take(1, "Message type", "client_hello", decode.Readable, "The form of SSL 2.0, so that servers of its time would answer (RFC 5246, appendix E.2).")
	w.Take(2, "Version", Version(w.Peek(2)).String(), decode.Readable, "The version that the client really wants.")
	ciphers := w.Number(2, "Cipher specs length", "")
	session := w.Number(2, "Session id length", "")
	challenge := w.Number(2, "Challenge length", "")
	outer := w.Open(ciphers, "Cipher specs", fmt.Sprint(ciphers/3), decode.Readable, noteOffered)
	for w.Left() >= 3 {
		text := fmt.Sprintf("SSL 2.0 (0x%06x)", w.Peek(3))
		if w.Peek(1) == 0 {
			text = CipherSuite(w.Peek(3)).String()
		}
		w.Take(3, "Cipher spec", text, decode.Readable, "")
	}
	w.Close(outer)
	w.Opaque(session, "Session id", decode.Readable, noteSession)
	w.Opaque(challenge, "Challenge", decode.Readable, noteRandom)
}
