package tlswire

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"strings"
)

// newBlock makes the suite's block cipher; nil for those that are not supported.
func (s *suite) newBlock(key []byte) cipher.Block {
	var b cipher.Block
	var err error
	switch {
	case strings.HasPrefix(s.cipher, "AES_"):
		b, err = aes.NewCipher(key)
	case strings.HasPrefix(s.cipher, "3DES_"):
		b, err = des.NewTripleDESCipher(key)
	case s.cipher == "DES_CBC":
		b, err = des.NewCipher(key)
	case strings.HasPrefix(s.cipher, "CAMELLIA_"):
		b = newCamellia(key)
	default:
		return nil
	}
	if err != nil {
		return nil
	}
	return b
}

func (s *suite) isGCM() bool { return strings.HasSuffix(s.cipher, "_GCM") }

// supported says whether records of the suite can be opened.
func (s *suite) supported() bool {
	switch {
	case s.export:
		return false
	case s.sealing == nullSealing:
		return true
	case s.sealing == streamSealing:
		return s.cipher == "RC4_128" && s.newMAC() != nil
	case s.sealing == blockSealing:
		return s.newMAC() != nil && s.newBlock(make([]byte, s.key)) != nil
	case s.sealing == aeadSealing:
		return s.newAEAD(make([]byte, s.key)) != nil
	}
	return false
}
