package tlswire

import (
	"crypto/cipher"
	"encoding/binary"
	"errors"

	"golang.org/x/crypto/chacha20poly1305"
)

// An opener opens the records of one direction under one key.
type opener interface {
	// open opens a record's fragment, number seq under this key, into room, which has as much as the fragment
	// takes. from is where the plaintext's first byte stands in the fragment, which is not changed. After an
	// error the opener is ready for the next record.
	open(room []byte, seq uint64, h header, fragment []byte) (plain []byte, from int, err error)
}

var (
	errTag     = errors.New("the tag is wrong")
	errMAC     = errors.New("the MAC is wrong")
	errPadding = errors.New("the padding is wrong")
	errShort   = errors.New("the record is too short for its suite")
)

// newAEAD makes the suite's cipher; nil for those that are not supported.
func (s *suite) newAEAD(key []byte) cipher.AEAD {
	if s.cipher == "CHACHA20_POLY1305" {
		a, err := chacha20poly1305.New(key)
		if err != nil {
			return nil
		}
		return a
	}
	block := s.newBlock(key)
	if block == nil {
		return nil
	}
	var a cipher.AEAD
	var err error
	switch {
	case s.isGCM():
		a, err = cipher.NewGCM(block)
	default:
		a, err = newCCM(block, s.tag)
	}
	if err != nil {
		return nil
	}
	return a
}

// aead12 opens records of TLS 1.2 with authenticated encryption (RFC 5246, section 6.2.3.3).
type aead12 struct {
	aead     cipher.AEAD
	iv       []byte // 4 bytes before an explicit nonce, or 12 to which the number is added (RFC 7905)
	explicit int
}

func (o *aead12) open(room []byte, seq uint64, h header, fragment []byte) ([]byte, int, error) {
	if len(fragment) < o.explicit+o.aead.Overhead() {
		return nil, 0, errShort
	}
	var nonce [12]byte
	copy(nonce[:], o.iv)
	if o.explicit > 0 {
		copy(nonce[4:], fragment[:o.explicit])
	} else {
		addNumber(&nonce, seq)
	}
	sealed := fragment[o.explicit:]
	var extra [13]byte
	binary.BigEndian.PutUint64(extra[:], seq)
	extra[8] = byte(h.typ)
	binary.BigEndian.PutUint16(extra[9:], uint16(h.version))
	binary.BigEndian.PutUint16(extra[11:], uint16(len(sealed)-o.aead.Overhead()))
	plain, err := o.aead.Open(room[:0], nonce[:], sealed, extra[:])
	if err != nil {
		return nil, 0, errTag
	}
	return plain, o.explicit, nil
}

// aead13 opens records of TLS 1.3; the last byte of the plaintext is the record's real type (RFC 8446, section
// 5.2).
type aead13 struct {
	aead cipher.AEAD
	iv   [12]byte
	bare bool // drafts before 25 did not seal the record's header in
}

func (o *aead13) open(room []byte, seq uint64, h header, fragment []byte) ([]byte, int, error) {
	if len(fragment) < o.aead.Overhead()+1 {
		return nil, 0, errShort
	}
	nonce := o.iv
	addNumber(&nonce, seq)
	extra := [headerSize]byte{byte(h.typ), byte(h.version >> 8), byte(h.version), byte(h.length >> 8), byte(h.length)}
	data := extra[:]
	if o.bare {
		data = nil
	}
	plain, err := o.aead.Open(room[:0], nonce[:], fragment, data)
	if err != nil {
		return nil, 0, errTag
	}
	return plain, 0, nil
}

// addNumber adds a record's number to a nonce, bit by bit (RFC 8446, section 5.3).
func addNumber(nonce *[12]byte, seq uint64) {
	v := binary.BigEndian.Uint64(nonce[4:])
	binary.BigEndian.PutUint64(nonce[4:], v^seq)
}
