package tlswire

import (
	"fmt"

	"eavesdrop/decode"

	"golang.org/x/crypto/cryptobyte"
)

// An ECH is an encrypted_client_hello extension: the real hello, sealed for a key that the server published,
// or noise of the same look, sent so that the real ones do not stand out (RFC 9849, sections 5 and 6.2).
type ECH struct {
	Inner    bool // the mark of a hello that was inside; it is never seen in the clear
	KDF      uint16
	AEAD     uint16
	ConfigID uint8
	Enc      int // bytes of the encapsulated key
	Payload  int // bytes of the sealed hello
}

// readECH reads the extension of a client's hello; nil when it does not read as one.
func readECH(s cryptobyte.String) *ECH {
	var e ECH
	var kind uint8
	var enc, payload cryptobyte.String
	if !s.ReadUint8(&kind) {
		return nil
	}
	if kind == 1 {
		return &ECH{Inner: true}
	}
	if kind != 0 || !s.ReadUint16(&e.KDF) || !s.ReadUint16(&e.AEAD) || !s.ReadUint8(&e.ConfigID) ||
		!s.ReadUint16LengthPrefixed(&enc) || !s.ReadUint16LengthPrefixed(&payload) {
		return nil
	}
	e.Enc, e.Payload = len(enc), len(payload)
	return &e
}

// looks says what can be told about whether the extension is real. Its designers saw to it that a listener
// can't tell by its bytes; a name that is used for nothing but cover gives the real one away.
func (e *ECH) looks(outerName string) string {
	switch {
	case e.Inner:
		return "inner"
	case outerName == "cloudflare-ech.com":
		return "real"
	}
	return "real or GREASE"
}

// members writes the extension's JSON object.
func (e *ECH) members(o *decode.Object, outerName string) {
	o.Object("ech")
	if e.Inner {
		o.Str("type", "inner")
	} else {
		o.Str("type", "outer")
		o.Int("kdf_id", int64(e.KDF))
		o.Int("aead_id", int64(e.AEAD))
		o.Int("config_id", int64(e.ConfigID))
		o.Int("enc_length", int64(e.Enc))
		o.Int("payload_length", int64(e.Payload))
		o.Str("looks", e.looks(outerName))
	}
	o.Close('}')
}

// walk explains the extension's bytes.
func (w walker) ech() {
	kind := w.Peek(1)
	w.Take(1, "Type", [...]string{"outer", "inner"}[min(kind, 1)], decode.Readable, "")
	if kind != 0 {
		return
	}
	w.Take(2, "KDF", fmt.Sprintf("0x%04x", w.Peek(2)), decode.Readable, "")
	w.Take(2, "AEAD", fmt.Sprintf("0x%04x", w.Peek(2)), decode.Readable, "")
	w.Number(1, "Config id", "Which of the server's published keys was used.")
	n := w.Length(2, "Encapsulated key length")
	w.Opaque(n, "Encapsulated key", decode.Readable, "")
	n = w.Length(2, "Payload length")
	w.Opaque(n, "Payload", decode.Sealed, "The real hello, or noise; from outside the two look alike on purpose (RFC 9849, section 6.2).")
}
