package secret

import (
	"bytes"
	"crypto/aes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"time"

	"github.com/fernet/fernet-go"
)

// The ways in which a Fernet token can be wrong.
var (
	ErrSignature = errors.New("invalid token: signature does not match")
	ErrPadding   = errors.New("invalid token: the signature matches, but the padding is wrong")
	ErrNoToken   = errors.New("invalid token: this is no Fernet token")
)

// ErrFernetKey says what a Fernet key looks like.
var ErrFernetKey = errors.New("a Fernet key is 32 bytes, written as 44 characters of base64url")

// A FernetKey is shared by the server and all members: 16 bytes to sign with, 16 to encrypt with.
type FernetKey = fernet.Key

// NewFernetKey makes a key.
func NewFernetKey() (*FernetKey, error) {
	k := new(FernetKey)
	return k, k.Generate()
}

// ParseFernetKey reads a key as Python's cryptography and fernet-go write it.
func ParseFernetKey(text string) (*FernetKey, error) {
	k, err := fernet.DecodeKey(text)
	if err != nil {
		return nil, ErrFernetKey
	}
	return k, nil
}

// Fernet sends the secret as a Fernet token, over plain HTTP.
func Fernet(key *FernetKey) Protection {
	return Protection{
		Scheme: "http",
		Seal:   func(secret string) ([]byte, error) { return fernet.EncryptAndSign([]byte(secret), key) },
		Open:   func(body []byte) ([]byte, error) { return OpenToken(body, key) },
	}
}

// OpenToken is the message in a token, however old the token is. The error is ErrSignature, ErrPadding or ErrNoToken.
func OpenToken(token []byte, key *FernetKey) ([]byte, error) {
	// The version byte, 8 of time, 16 of IV, whole blocks of ciphertext, 32 of HMAC (Fernet spec, token format).
	const around = 1 + 8 + aes.BlockSize + sha256.Size
	token = bytes.TrimSpace(token)
	raw, err := base64.URLEncoding.DecodeString(string(token))
	if err != nil || len(raw) < around+aes.BlockSize || (len(raw)-around)%aes.BlockSize != 0 || raw[0] != 0x80 {
		return nil, ErrNoToken
	}
	const anyAge = time.Duration(0)
	message := fernet.VerifyAndDecrypt(token, anyAge, []*fernet.Key{key})
	switch {
	case message != nil:
		return message, nil
	case signed(raw, key):
		return nil, ErrPadding
	}
	return nil, ErrSignature
}

// signed says that the HMAC at the end of a token was made with the first half of the key.
func signed(raw []byte, key *FernetKey) bool {
	end := len(raw) - sha256.Size
	mac := hmac.New(sha256.New, key[:16])
	mac.Write(raw[:end])
	return hmac.Equal(mac.Sum(nil), raw[end:])
}
