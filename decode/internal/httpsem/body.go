package httpsem

import (
	"crypto/sha256"

	"eavesdrop/decode"
)

// TextLimit is how much of a body is told as text, in bytes.
const TextLimit = 1 << 10

// A Body is what is known of a message's content. Length, Digest and Text are of the content as the receiver
// gets it: taken out of its framing, content codings removed.
type Body struct {
	Length   int64             // in bytes; those that the capture missed count, where the framing says how many
	Wire     int64             // bytes that it took on the wire, framing included
	Lost     int64             // bytes of it that the capture missed
	Digest   [sha256.Size]byte // valid when Digested
	Digested bool
	Encoding string // the content codings that were removed: "gzip"
	Trouble  string // why a content coding was not removed, or what was wrong with it; Length and Digest are then of the coded content
	Text     string // the first TextLimit bytes, when they are printable text
	Cut      bool   // the content goes on behind Text
	Kept     []byte // its first bytes, when the options ask for them
}

// members writes the body's object.
func (b *Body) members(o *decode.Object) {
	o.Object("body")
	o.Int("length", b.Length)
	if b.Digested && b.Length|b.Wire > 0 {
		o.Hex("sha256", b.Digest[:])
	}
	if b.Encoding != "" {
		o.Str("encoding", b.Encoding)
	}
	if b.Text != "" {
		o.Str("text", b.Text)
		if b.Cut {
			o.Bool("text_cut", true)
		}
	}
	if b.Wire != b.Length {
		o.Int("wire_length", b.Wire)
	}
	if b.Trouble != "" {
		o.Str("decode_error", b.Trouble)
	}
	o.Close('}')
}
