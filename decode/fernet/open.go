package fernet

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"time"
)

// A Failure says why the keys given would not accept a token.
type Failure string

// The failures. Expired and Future tokens are authentic: they open all the same, for who listens.
const (
	None      Failure = ""          // it was accepted
	WrongKey  Failure = "wrong_key" // the HMAC fits none of the keys, or the token was changed
	Expired   Failure = "expired"   // older than the time to live allows
	Future    Failure = "future"    // made more than a minute after it was captured
	BadLayout Failure = "malformed" // authentic, but its padding is wrong
)

// maxSkew is how far ahead of the reader's clock a token's may be.
const maxSkew = 60 * time.Second

// open tries the keys on a token. verified says that one of them made it; opened is what was inside.
// now is the reader's clock; the age is judged when ttl is positive.
func open(raw []byte, p parts, keys []Key, ttl time.Duration, now time.Time) (opened []byte, verified bool, why Failure) {
	for i := range keys {
		mac := hmac.New(sha256.New, keys[i].sign[:])
		mac.Write(raw[:len(raw)-macSize])
		if !hmac.Equal(mac.Sum(nil), p.mac) {
			continue
		}
		opened = decrypt(&keys[i], p)
		switch {
		case opened == nil:
			return nil, true, BadLayout
		case ttl > 0 && now.After(p.timestamp.Add(ttl)):
			return opened, true, Expired
		case ttl > 0 && p.timestamp.After(now.Add(maxSkew)):
			return opened, true, Future
		}
		return opened, true, None
	}
	return nil, false, WrongKey
}

// decrypt returns nil when the padding is not PKCS#7 (RFC 5652, section 6.3).
func decrypt(k *Key, p parts) []byte {
	block, err := aes.NewCipher(k.encrypt[:])
	if err != nil {
		return nil // not with 16 bytes
	}
	out := make([]byte, len(p.ciphertext))
	cipher.NewCBCDecrypter(block, p.iv).CryptBlocks(out, p.ciphertext)
	pad := int(out[len(out)-1])
	if pad < 1 || pad > blockSize {
		return nil
	}
	end := len(out) - pad
	if !bytes.Equal(out[end:], bytes.Repeat([]byte{byte(pad)}, pad)) {
		return nil
	}
	return out[:end:end]
}
