package tlswire

import (
	"crypto/cipher"
	"crypto/subtle"
	"encoding/binary"
	"errors"
)

// ccm is the CCM mode of a block cipher (RFC 3610) with nonces of 12 bytes, as TLS uses it (RFC 6655).
type ccm struct {
	block cipher.Block
	tag   int
}

func newCCM(block cipher.Block, tag int) (cipher.AEAD, error) {
	if block.BlockSize() != 16 {
		return nil, errors.New("CCM needs a cipher with blocks of 16 bytes")
	}
	return &ccm{block, tag}, nil
}

func (c *ccm) NonceSize() int { return 12 }

func (c *ccm) Overhead() int { return c.tag }

// counter is the block that is encrypted to the i-th block of key stream (section 2.3).
func counter(nonce []byte, i int) (b [16]byte) {
	b[0] = 2 // a length takes three bytes
	copy(b[1:13], nonce)
	b[13], b[14], b[15] = byte(i>>16), byte(i>>8), byte(i)
	return b
}

// mac is the CBC-MAC over the first block, the additional data and the plaintext (section 2.2).
func (c *ccm) mac(nonce, plain, extra []byte) [16]byte {
	b := counter(nonce, len(plain))
	b[0] |= byte((c.tag-2)/2) << 3
	if len(extra) > 0 {
		b[0] |= 1 << 6
	}
	c.block.Encrypt(b[:], b[:])
	mix := func(data []byte) {
		for len(data) > 0 {
			n := min(16, len(data))
			subtle.XORBytes(b[:n], b[:n], data[:n])
			c.block.Encrypt(b[:], b[:])
			data = data[n:]
		}
	}
	if len(extra) > 0 {
		mix(append(binary.BigEndian.AppendUint16(make([]byte, 0, 32), uint16(len(extra))), extra...))
	}
	mix(plain)
	return b
}

// stream encrypts or decrypts src to dst.
func (c *ccm) stream(dst, src, nonce []byte) {
	for i := 1; len(src) > 0; i++ {
		key := counter(nonce, i)
		c.block.Encrypt(key[:], key[:])
		n := subtle.XORBytes(dst, src, key[:])
		dst, src = dst[n:], src[n:]
	}
}

// seal is the tag that belongs to a plaintext.
func (c *ccm) seal(nonce, plain, extra []byte) []byte {
	tag := c.mac(nonce, plain, extra)
	key := counter(nonce, 0)
	c.block.Encrypt(key[:], key[:])
	subtle.XORBytes(tag[:], tag[:], key[:])
	return tag[:c.tag]
}

// Seal encrypts plain and appends it with its tag to dst.
func (c *ccm) Seal(dst, nonce, plain, extra []byte) []byte {
	tag := c.seal(nonce, plain, extra)
	at := len(dst)
	dst = append(dst, plain...)
	c.stream(dst[at:], plain, nonce)
	return append(dst, tag...)
}

// Open decrypts sealed and appends it to dst.
func (c *ccm) Open(dst, nonce, sealed, extra []byte) ([]byte, error) {
	if len(sealed) < c.tag {
		return nil, errShort
	}
	n := len(sealed) - c.tag
	at := len(dst)
	dst = append(dst, sealed[:n]...)
	c.stream(dst[at:], sealed[:n], nonce)
	if subtle.ConstantTimeCompare(c.seal(nonce, dst[at:], extra), sealed[n:]) != 1 {
		return nil, errTag
	}
	return dst, nil
}
