package quicwire

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
)

const (
	tagSize    = 16 // of AEAD_AES_128_GCM
	sampleSize = 16 // bytes of a packet that go into the protection of its header
)

// keys open the Initial packets of one side. They are of AES-128, whatever is agreed on later.
type keys struct {
	aead cipher.AEAD
	iv   [12]byte
	mask cipher.Block // for headers
}

// initialKeys makes both sides' keys of the destination connection id of the client's first Initial packet
// (RFC 9001, section 5.2). Everything that goes in is public. They are nil, and open nothing, where the program
// runs under rules that forbid such keys (FIPS 140).
func initialKeys(s *scheme, id []byte) (client, server *keys) {
	secret, err := hkdf.Extract(sha256.New, id, s.salt)
	if err != nil {
		return nil, nil
	}
	return s.derive(expand(secret, "client in", sha256.Size)), s.derive(expand(secret, "server in", sha256.Size))
}

// derive makes one side's keys of its secret.
func (s *scheme) derive(secret []byte) *keys {
	k := &keys{}
	block, err := aes.NewCipher(expand(secret, s.labels+" key", 16))
	if err != nil {
		return nil
	}
	if k.aead, err = cipher.NewGCM(block); err != nil {
		return nil
	}
	copy(k.iv[:], expand(secret, s.labels+" iv", len(k.iv)))
	if k.mask, err = aes.NewCipher(expand(secret, s.labels+" hp", 16)); err != nil {
		return nil
	}
	return k
}

// expand is HKDF-Expand-Label of TLS 1.3 with an empty context (RFC 8446, section 7.1).
func expand(secret []byte, label string, size int) []byte {
	info := binary.BigEndian.AppendUint16(nil, uint16(size))
	info = append(info, byte(len("tls13 ")+len(label)))
	info = append(append(info, "tls13 "...), label...)
	out, err := hkdf.Expand(sha256.New, secret, string(append(info, 0)), size)
	if err != nil {
		return nil // only for sizes that no label asks for
	}
	return out
}

// open takes off the protection of a packet's header (RFC 9001, section 5.4) and opens what is behind it. packet
// is the whole packet, whose number stands at numberAt; largest is the largest number opened so far, -1 for
// none. The result, appended to dst, is as long as the packet: the header as it was before it was protected,
// the frames, and the tag. headerSize is the length of the first. ok is false when the tag is wrong.
func (k *keys) open(dst, packet []byte, numberAt int, largest int64) (opened []byte, headerSize int, number int64, ok bool) {
	if k == nil || len(packet) < numberAt+4+sampleSize {
		return dst, 0, 0, false
	}
	from := len(dst)
	dst = append(dst, packet...)
	p := dst[from:]
	var mask [sampleSize]byte
	k.mask.Encrypt(mask[:], packet[numberAt+4:numberAt+4+sampleSize])
	p[0] ^= mask[0] & 0x0f
	size := int(p[0]&3) + 1
	truncated := uint64(0)
	for i := range size {
		p[numberAt+i] ^= mask[1+i]
		truncated = truncated<<8 | uint64(p[numberAt+i])
	}
	headerSize = numberAt + size
	number = wholeNumber(largest, truncated, size)
	nonce := k.iv
	for i := range 8 {
		nonce[4+i] ^= byte(number >> (56 - 8*i))
	}
	if _, err := k.aead.Open(p[headerSize:headerSize], nonce[:], packet[headerSize:], p[:headerSize]); err != nil {
		return dst[:from], 0, 0, false
	}
	return dst, headerSize, number, true
}

// wholeNumber finds the packet number of which size bytes were sent: the one that is closest to the next one
// expected (RFC 9000, appendix A.3).
func wholeNumber(largest int64, truncated uint64, size int) int64 {
	expected := largest + 1
	window := int64(1) << (8 * size)
	candidate := expected&^(window-1) | int64(truncated)
	switch {
	case candidate <= expected-window/2 && candidate < 1<<62-window:
		return candidate + window
	case candidate > expected+window/2 && candidate >= window:
		return candidate - window
	}
	return candidate
}
