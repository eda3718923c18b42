package fernet

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// A Key is a Fernet key: one half signs, the other encrypts.
type Key struct {
	sign    [16]byte // HMAC-SHA-256
	encrypt [16]byte // AES-128
}

const (
	keySize  = 32 // bytes
	keyChars = 44 // of base64, the "=" at the end included
)

// ParseKey reads a key as key generators write it: 44 characters of base64url. The standard alphabet, white
// space around it, and a missing "=" are fine too. Errors say what is wrong, and never repeat the key.
func ParseKey(s string) (Key, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return Key{}, errors.New("a Fernet key is missing: it has 44 characters of base64url")
	}
	if n := len(s); n != keyChars && (n != keyChars-1 || strings.HasSuffix(s, "=")) {
		return Key{}, fmt.Errorf("a Fernet key has 44 characters of base64url, this one has %d", n)
	}
	urlSafe := strings.NewReplacer("+", "-", "/", "_").Replace(strings.TrimSuffix(s, "="))
	raw, err := base64.RawURLEncoding.DecodeString(urlSafe)
	if at, ok := err.(base64.CorruptInputError); ok {
		return Key{}, fmt.Errorf("a Fernet key is base64url, and character %d of this one is not", int(at)+1)
	}
	if len(raw) != keySize {
		return Key{}, fmt.Errorf("a Fernet key is 32 bytes in base64url, this one is %d", len(raw))
	}
	var k Key
	copy(k.sign[:], raw)
	copy(k.encrypt[:], raw[16:])
	return k, nil
}

// String hides the key, so that it can't get into an output by mistake.
func (Key) String() string { return "Fernet key (hidden)" }

// GoString hides the key too.
func (k Key) GoString() string { return k.String() }
