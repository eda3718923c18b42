package tlswire

import (
	"bytes"
	"crypto/rc4"
)

// stream opens records of a stream cipher, or of none at all (RFC 5246, section 6.2.3.1).
type stream struct {
	*macer             // nil when the MAC's key is not known: then it is not checked
	cipher *rc4.Cipher // nil for no encryption
	size   int         // of the MAC
	out    []byte
}

func (o *stream) open(seq uint64, h header, fragment []byte) ([]byte, int, error) {
	if len(fragment) < o.size {
		return nil, 0, errShort
	}
	o.out = append(o.out[:0], fragment...)
	if o.cipher != nil {
		o.cipher.XORKeyStream(o.out, fragment)
	}
	n := len(fragment) - o.size
	if o.macer != nil && o.size > 0 && !o.fits(seq, h, o.out[:n], bytes.Clone(o.out[n:])) {
		return nil, 0, errMAC
	}
	return o.out[:n], 0, nil
}
