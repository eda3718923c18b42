package fernet

import (
	"encoding/hex"
	"fmt"
	"iter"

	"eavesdrop/decode"
)

// charsFor is how many characters of base64 it takes to hold n bytes: the place of the first character that
// carries nothing of them.
func charsFor(n int) int { return (8*n + 5) / 6 }

// Fields explains the token's characters. A character carries 6 bits, so a field's bytes may begin in the
// middle of one; that character is counted to the field before.
func (t *Token) Fields() iter.Seq[decode.Field] {
	return func(yield func(decode.Field) bool) {
		whole := decode.Field{
			Name: "Fernet token", Value: t.Text() + t.Padding, Sight: decode.Readable,
			Span: decode.Span{End: t.Characters()},
			Note: fmt.Sprintf("base64url (RFC 4648, section 5) of %d bytes.", len(t.raw)),
		}
		if !t.Exact {
			whole.Span = decode.Span{End: t.traced}
			whole.Note += " It stood in content that is encoded on the wire; here that message begins."
		}
		if !yield(whole) {
			return
		}
		end := 0 // of the fields so far, in decoded bytes
		field := func(name, value string, size int, sight decode.Sight, note string) bool {
			from, to := end, end+size
			end = to
			f := decode.Field{Name: name, Value: value, Depth: 1, Sight: sight}
			if t.Exact {
				f.Span = decode.Span{Start: charsFor(from), End: charsFor(to)}
			}
			f.Note = fmt.Sprintf("%s; %s", bytesAt(from, to), note)
			return yield(f)
		}
		ciphertext, sight, note := hex.EncodeToString(t.Ciphertext), decode.Sealed, "AES-128 in CBC mode, "
		if t.Opened != nil {
			ciphertext, sight, note = string(t.Opened), decode.Readable, "opened with the key, "
		}
		_ = field("version", fmt.Sprintf("%#02x", t.Version), 1, decode.Readable, "0x80 is the only one there is.") &&
			field("timestamp", t.Timestamp.Format("2006-01-02 15:04:05 UTC"), 8, decode.Readable, "big-endian seconds since 1970: the clock of who made it, in the clear.") &&
			field("initialisation vector", hex.EncodeToString(t.IV), blockSize, decode.Readable, "random, so that the same text never looks the same twice.") &&
			field("ciphertext", ciphertext, len(t.Ciphertext), sight, note+fmt.Sprintf("PKCS#7 padding (RFC 5652, section 6.3): %d to %d bytes inside.", t.PlaintextMin(), t.PlaintextMax())) &&
			field("HMAC", hex.EncodeToString(t.HMAC), macSize, decode.Readable, "HMAC-SHA-256 of all before it: who lacks the key can't change a bit unnoticed.") &&
			t.padding(yield)
	}
}

// padding explains the "=" at the end.
func (t *Token) padding(yield func(decode.Field) bool) bool {
	if t.Padding == "" {
		return true
	}
	f := decode.Field{Name: "padding", Value: t.Padding, Depth: 1, Sight: decode.Readable, Note: "fills the last group of four characters."}
	if t.Exact {
		f.Span = decode.Span{Start: charsFor(len(t.raw)), End: t.Characters()}
	}
	return yield(f)
}

func bytesAt(from, to int) string {
	if to == from+1 {
		return fmt.Sprintf("decoded byte %d", from)
	}
	return fmt.Sprintf("decoded bytes %d to %d", from, to-1)
}
