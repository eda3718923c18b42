package fernet

import "eavesdrop/decode"

// begins is how every token begins: version 0x80, and a time before the year 4147.
const begins = "gAAAAA"

// MaxToken is the longest token that is looked at, in characters.
const MaxToken = 1 << 20

// A candidate is text that has begun like a token, collected part by part.
type candidate struct {
	text  []byte // characters so far
	pad   []byte // what followed them and may be padding
	weak  bool   // the character before it could belong to it: only a whole, plausible token is believed
	exact bool   // so far all of it stood in the stream as such
	start uint64 // stream offset of its first character when exact, else of the message
	trace decode.Trace
}

// A phase is what the next byte of a content means.
type phase uint8

const (
	searching phase = iota
	inText          // of a candidate
	inPadding       // behind its text
	skipping        // the rest of a candidate that is too long
)

// begin starts the candidate anew.
func (t *candidate) begin(weak bool) {
	*t = candidate{text: t.text[:0], pad: t.pad[:0], trace: t.trace[:0], weak: weak, exact: true}
}

// size is the number of characters collected.
func (t *candidate) size() int { return len(t.text) + len(t.pad) }

// extend notes where the part's bytes [i, j), which are about to be added, came from.
func (t *candidate) extend(c *decode.Conversation, p *decode.Part, i, j int) {
	if t.size() == 0 {
		t.start = p.Start
		if p.Exact {
			t.start = p.At + uint64(i)
		}
	}
	if !p.Exact {
		t.exact = false
	}
	if t.exact {
		t.trace = c.Trace(t.trace, p.Dir, p.At+uint64(i), p.At+uint64(j), uint64(t.size()))
	}
}

// goesOn says whether the candidate, with more behind it, still begins like a token.
func (t *candidate) goesOn(more []byte) bool {
	if len(t.text) >= len(begins) {
		return true
	}
	rest := begins[len(t.text):]
	n := min(len(rest), len(more))
	return string(more[:n]) == rest[:n]
}

// padding takes the next byte behind the text when it goes on with the padding that the text lacks: "=", "%3D"
// or "%3d".
func (t *candidate) padding(b byte) bool {
	switch n := len(t.pad); {
	case t.padded():
		return false
	case n == 0 || t.pad[n-1] == '=' || t.pad[n-1]|0x20 == 'd':
		return b == '=' || b == '%'
	case t.pad[n-1] == '%':
		return b == '3'
	default:
		return b|0x20 == 'd'
	}
}

// padded says that the text has all the padding it needs, or can't be padded.
func (t *candidate) padded() bool {
	whole, _ := t.whole()
	return whole >= (4-len(t.text)%4)%4
}

// whole counts the signs of padding that are complete, and their characters.
func (t *candidate) whole() (signs, chars int) {
	for i, b := range t.pad {
		if b == '=' || b|0x20 == 'd' {
			signs, chars = signs+1, i+1
		}
	}
	return signs, chars
}

// boundary says whether a token may begin behind the bytes of before, the newest last; 0 stands for none.
// weak is a yes with doubts.
func boundary(before [6]byte) (ok, weak bool) {
	b := before[5]
	switch {
	case b == '-' || b == '_':
		return true, true
	case !inToken[b] && b != '+':
		return true, false
	case before[3] == '%' && isHex(before[4]) && isHex(b): // percent-encoded, as in %3DgAAAAA
		return true, false
	case before[4] == '\\' && (b == 'n' || b == 't' || b == 'r' || b == 'b' || b == 'f'): // a JSON escape
		return true, false
	case before[0] == '\\' && before[1] == 'u' && isHex(before[2]) && isHex(before[3]) && isHex(before[4]) && isHex(b):
		return true, false
	}
	return false, false
}

func isHex(b byte) bool {
	return b >= '0' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'f'
}

// inToken says which bytes a token's text is made of.
var inToken = func() (t [256]bool) {
	for _, b := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") {
		t[b] = true
	}
	return t
}()
