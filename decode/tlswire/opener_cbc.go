package tlswire

import (
	"bytes"
	"crypto/cipher"
	"crypto/hmac"
	"encoding/binary"
	"hash"
)

// A macer makes the MACs of records without authenticated encryption.
type macer struct {
	version Version
	key     []byte
	newHash func() hash.Hash
	mac     hash.Hash // HMAC; since TLS 1.0
}

func newMacer(v Version, key []byte, newHash func() hash.Hash) *macer {
	m := &macer{version: v, key: key, newHash: newHash}
	if v.rank() > SSL30 && newHash != nil {
		m.mac = hmac.New(newHash, key)
	}
	return m
}

// fits says whether tag is the MAC of data (RFC 5246, section 6.2.3.1; RFC 6101, section 5.2.3.1).
func (m *macer) fits(seq uint64, h header, data, tag []byte) bool {
	var head [13]byte
	binary.BigEndian.PutUint64(head[:], seq)
	head[8] = byte(h.typ)
	if m.version.rank() == SSL30 {
		n := binary.BigEndian.AppendUint16(head[:9], uint16(len(data)))
		return bytes.Equal(m.ssl3(n, data), tag)
	}
	binary.BigEndian.PutUint16(head[9:], uint16(h.version))
	binary.BigEndian.PutUint16(head[11:], uint16(len(data)))
	m.mac.Reset()
	m.mac.Write(head[:])
	m.mac.Write(data)
	return bytes.Equal(m.mac.Sum(nil), tag)
}

// ssl3 is the MAC of SSL 3.0, a forerunner of HMAC.
func (m *macer) ssl3(head, data []byte) []byte {
	pad := 40
	if h := m.newHash(); h.Size() == 16 {
		pad = 48
	}
	inner := m.newHash()
	inner.Write(m.key)
	inner.Write(bytes.Repeat([]byte{0x36}, pad))
	inner.Write(head)
	inner.Write(data)
	outer := m.newHash()
	outer.Write(m.key)
	outer.Write(bytes.Repeat([]byte{0x5c}, pad))
	outer.Write(inner.Sum(nil))
	return outer.Sum(nil)
}

// cbc opens records of a block cipher in CBC mode (RFC 5246, section 6.2.3.2).
type cbc struct {
	*macer
	block   cipher.Block
	size    int    // of the MAC
	iv      []byte // up to TLS 1.0, the last block of the record before
	encThen bool   // the MAC is over what is encrypted (RFC 7366)
}

func (o *cbc) open(room []byte, seq uint64, h header, fragment []byte) ([]byte, int, error) {
	sealed := fragment
	if o.encThen {
		if len(sealed) < o.size {
			return nil, 0, errShort
		}
		sealed = sealed[:len(sealed)-o.size]
	}
	bs := o.block.BlockSize()
	if len(sealed) < bs || len(sealed)%bs != 0 {
		return nil, 0, errShort
	}
	iv, from := o.iv, 0
	if o.version.rank() >= TLS11 {
		iv, sealed, from = sealed[:bs], sealed[bs:], bs
	} else {
		o.iv = bytes.Clone(sealed[len(sealed)-bs:])
	}
	if o.encThen && !o.fits(seq, h, fragment[:len(fragment)-o.size], fragment[len(fragment)-o.size:]) {
		return nil, 0, errMAC
	}
	if len(sealed) == 0 {
		return nil, 0, errShort
	}
	room = append(room[:0], sealed...)
	cipher.NewCBCDecrypter(o.block, iv).CryptBlocks(room, room)
	plain, err := o.unpad(room)
	if err != nil || o.encThen {
		return plain, from, err
	}
	if len(plain) < o.size {
		return nil, 0, errShort
	}
	n := len(plain) - o.size
	if !o.fits(seq, h, plain[:n], plain[n:]) {
		return nil, 0, errMAC
	}
	return plain[:n], from, nil
}

// unpad takes the padding off. SSL 3.0 fills it with anything.
func (o *cbc) unpad(b []byte) ([]byte, error) {
	pad := int(b[len(b)-1])
	if pad+1 > len(b) {
		return nil, errPadding
	}
	if o.version.rank() > SSL30 {
		for _, c := range b[len(b)-1-pad:] {
			if int(c) != pad {
				return nil, errPadding
			}
		}
	}
	return b[:len(b)-1-pad], nil
}
