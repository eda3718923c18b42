package fernet

import (
	"encoding/base64"
	"fmt"
	"time"
	"unicode/utf8"

	"eavesdrop/decode"
)

// A Token is a Fernet token that was found in content. The event that anyone could have made carries nothing
// of Checked and below; with keys a second event follows that does.
type Token struct {
	Where      string // "response body": the content it stood in
	Version    byte   // 0x80, the only one there is
	Timestamp  time.Time
	IV         []byte
	Ciphertext []byte // whole blocks of 16 bytes
	HMAC       []byte
	Padding    string // as it stood there: "", "=", "==", or those percent-encoded
	Exact      bool   // the token's characters stand on the wire as such

	Checked  bool    // keys were tried on it
	Verified bool    // one of them made it
	Failure  Failure // why its holder would refuse it all the same
	Opened   []byte  // what was inside; nil when it stayed closed

	raw    []byte // decoded
	traced int    // bytes that the event leads back to
}

// Kind is "fernet.token".
func (*Token) Kind() string { return "fernet.token" }

// Text is the token in base64url, without its padding.
func (t *Token) Text() string { return base64.RawURLEncoding.EncodeToString(t.raw) }

// Characters is the token's length in the content, padding included.
func (t *Token) Characters() int {
	return base64.RawURLEncoding.EncodedLen(len(t.raw)) + len(t.Padding)
}

// PlaintextMin is the least number of bytes that can be inside: PKCS#7 adds at most a whole block.
func (t *Token) PlaintextMin() int { return len(t.Ciphertext) - blockSize }

// PlaintextMax is the greatest number of bytes that can be inside: PKCS#7 adds at least one.
func (t *Token) PlaintextMax() int { return len(t.Ciphertext) - 1 }

// Brief says where it is and what it gives away, or what is inside.
func (t *Token) Brief() decode.Brief {
	b := decode.Brief{Sight: decode.Sealed, Title: "Fernet token in " + t.Where}
	made := t.Timestamp.Format("15:04:05 UTC")
	if !t.Checked {
		b.Detail = fmt.Sprintf("made %s, %d to %d bytes inside", made, t.PlaintextMin(), t.PlaintextMax())
		return b
	}
	b.Title += ": " + t.Failure.title()
	if t.Opened != nil {
		b.Sight = decode.Readable
		b.Detail = fmt.Sprintf("%d bytes, made %s", len(t.Opened), made)
		if utf8.Valid(t.Opened) {
			b.Quote = string(t.Opened)
		}
	}
	return b
}

// title is what became of the token, in a few words.
func (f Failure) title() string {
	switch f {
	case WrongKey:
		return "the key does not fit"
	case Expired:
		return "opened, though expired"
	case Future:
		return "opened, though made in the future"
	case BadLayout:
		return "the key fits, the padding is wrong"
	}
	return "opened"
}

// Members writes the token's fields, and what the keys made of it.
func (t *Token) Members(o *decode.Object) {
	o.Str("where", t.Where)
	o.Int("version", int64(t.Version))
	o.Time("timestamp", t.Timestamp)
	o.Hex("iv", t.IV)
	o.Int("ciphertext_length", int64(len(t.Ciphertext)))
	o.Int("plaintext_min", int64(t.PlaintextMin()))
	o.Int("plaintext_max", int64(t.PlaintextMax()))
	o.Hex("hmac", t.HMAC)
	if !t.Checked {
		return
	}
	o.Bool("verified", t.Verified)
	if t.Failure != None {
		o.Str("failure", string(t.Failure))
	}
	if t.Opened == nil {
		return
	}
	if utf8.Valid(t.Opened) {
		o.Str("text", string(t.Opened))
	} else {
		o.Hex("text_hex", t.Opened)
	}
}
