package tlswire

import "crypto/rc4"

// stream opens records of a stream cipher, or of none at all (RFC 5246, section 6.2.3.1).
type stream struct {
	*macer             // nil when the MAC's key is not known: then it is not checked
	cipher *rc4.Cipher // nil for no encryption
	size   int         // of the MAC
}

func (o *stream) open(room []byte, seq uint64, h header, fragment []byte) ([]byte, int, error) {
	if len(fragment) < o.size {
		return nil, 0, errShort
	}
	room = append(room[:0], fragment...)
	if o.cipher != nil {
		o.cipher.XORKeyStream(room, fragment)
	}
	n := len(fragment) - o.size
	if o.macer != nil && o.size > 0 && !o.fits(seq, h, room[:n], room[n:]) {
		return nil, 0, errMAC
	}
	return room[:n], 0, nil
}
