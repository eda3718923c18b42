package fernet

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"time"
)

const (
	version   = 0x80
	blockSize = 16
	macSize   = 32
	headSize  = 1 + 8 + blockSize // version, timestamp, IV
	minSize   = headSize + blockSize + macSize
	headChars = 12 // characters that carry version and timestamp, whole
)

// parts are a token's fields, cut out of its decoded bytes.
type parts struct {
	version    byte
	timestamp  time.Time
	iv         []byte
	ciphertext []byte
	mac        []byte
}

// parse takes a decoded token apart. An error says which rule of the specification it breaks.
func parse(raw []byte) (parts, error) {
	if len(raw) == 0 || raw[0] != version {
		return parts{}, fmt.Errorf("a Fernet token begins with version 0x80")
	}
	if len(raw) < minSize {
		return parts{}, fmt.Errorf("a Fernet token has at least %d bytes, this one has %d", minSize, len(raw))
	}
	p := parts{
		version:    raw[0],
		timestamp:  time.Unix(int64(binary.BigEndian.Uint64(raw[1:])), 0).UTC(),
		iv:         raw[9:headSize],
		ciphertext: raw[headSize : len(raw)-macSize],
		mac:        raw[len(raw)-macSize:],
	}
	if n := len(p.ciphertext); n%blockSize != 0 {
		return parts{}, fmt.Errorf("the ciphertext of a Fernet token is whole blocks of 16 bytes, this one has %d bytes", n)
	}
	return p, nil
}

// decodeText decodes a token's base64url text, its padding left out.
func decodeText(text []byte) ([]byte, error) {
	raw := make([]byte, base64.RawURLEncoding.DecodedLen(len(text)))
	n, err := base64.RawURLEncoding.Decode(raw, text)
	if err != nil {
		return nil, fmt.Errorf("%d characters are no whole number of bytes in base64", len(text))
	}
	return raw[:n], nil
}

// The clocks between which a token is taken for one although it could be chance: 1980 to 2106.
const (
	earliest = 315532800
	latest   = 1 << 32
)

// plausible says whether text begins like a token that somebody made: enough of it to hold the time, and a
// time at which there was somebody.
func plausible(text []byte) bool {
	var head [9]byte
	if len(text) < headChars {
		return false
	}
	if _, err := base64.RawURLEncoding.Decode(head[:], text[:headChars]); err != nil {
		return false
	}
	t := binary.BigEndian.Uint64(head[1:])
	return t >= earliest && t < latest
}
