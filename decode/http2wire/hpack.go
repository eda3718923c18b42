package http2wire

import (
	"slices"

	"golang.org/x/net/http2/hpack"

	"eavesdrop/decode/internal/httpsem"
)

const (
	usualTable = 4 << 10   // bytes of a dynamic table as long as its sender has not chosen (RFC 9113 section 6.5.2)
	maxTable   = 64 << 10  // bytes of a dynamic table that a sender may choose
	maxString  = 64 << 10  // bytes of a name or value
	maxDecoded = 256 << 10 // bytes of a decoded header section that are kept: a few bytes can stand for many
	maxBlock   = 64 << 10  // bytes of a compressed header section
)

// A table is one direction's header compression (RFC 7541).
type table struct {
	dec     *hpack.Decoder
	partial bool // some entries are not known: its beginning was not captured, or it is too big to be kept whole
	limit   int  // bytes that its dynamic part may take
	entered int  // bytes that have been entered into it, at most

	// The section in hand.
	text     []byte
	lines    []httpsem.Line
	pseudo   [pseudoCount]httpsem.Line
	known    [pseudoCount]bool
	unknown  int    // fields that refer to an entry that is not known
	size     int    // of what was decoded
	fault    string // a rule that it breaks, the last one
	overflow bool   // not all fields were kept
}

// The pseudo-headers (RFC 9113 section 8.3).
const (
	pseudoMethod = iota
	pseudoScheme
	pseudoAuthority
	pseudoPath
	pseudoStatus
	pseudoProtocol
	pseudoCount
)

var pseudoNames = [pseudoCount]string{":method", ":scheme", ":authority", ":path", ":status", ":protocol"}

// init makes an empty table.
func (t *table) init() {
	t.limit, t.entered = usualTable, 0
	t.dec = hpack.NewDecoder(usualTable, t.field)
	t.dec.SetMaxStringLength(maxString)
	t.dec.SetAllowedMaxDynamicTableSize(maxTable)
}

// blind makes a table of which nothing is known: it is full of entries without a name, so that those which
// come later are found at their place.
func (t *table) blind() {
	t.init()
	t.partial = true
	t.dec.SetEmitEnabled(false)
	t.entered = usualTable
	for range usualTable / 32 { // an entry counts 32 bytes besides its name and value (RFC 7541 section 4.1)
		t.dec.Write([]byte{0x40, 0, 0}) // a literal with incremental indexing, name and value empty
	}
	t.dec.Close()
	t.dec.SetEmitEnabled(true)
}

// begin starts a section.
func (t *table) begin() {
	if cap(t.text) > maxTable {
		t.text, t.lines = nil, nil
	}
	t.text, t.lines, t.known = t.text[:0], t.lines[:0], [pseudoCount]bool{}
	t.unknown, t.size, t.fault, t.overflow = 0, 0, "", false
	t.dec.SetEmitEnabled(true)
}

// resize takes the changes of the table's size off the front of a section (RFC 7541 section 6.3), of which there may be
// two: down to the least that was asked for, and up again (section 4.2). big is the size, in bytes, of one that is not
// kept whole, 0 for none. A change that goes on in the next fragment is left to the decoder.
func (t *table) resize(section []byte) (rest []byte, big uint64) {
	for len(section) > 0 && section[0]>>5 == 1 {
		size, n := readSize(section)
		if n == 0 {
			t.limit = maxTable
			break
		}
		section = section[n:]
		if size > maxTable {
			t.partial, big, size = true, size, maxTable
		}
		t.limit = int(size)
		t.dec.SetMaxDynamicTableSize(uint32(size))
	}
	return section, big
}

// readSize reads the size of a change, an integer that has five bits of the first byte (RFC 7541 section 5.1), and says
// how many bytes it took: 0 when it is not all there, or greater than any that means something.
func readSize(b []byte) (v uint64, n int) {
	const most = 1<<5 - 1
	if v = uint64(b[0] & most); v < most {
		return v, 1
	}
	for i, c := range b[1:min(len(b), 6)] {
		if v += uint64(c&0x7f) << (7 * i); c&0x80 == 0 {
			return v, i + 2
		}
	}
	return 0, 0
}

// field takes one decoded field.
func (t *table) field(f hpack.HeaderField) {
	switch {
	case f.Name != "":
	case !t.partial:
		t.fault = "a header without a name (RFC 9110 section 5.1)"
	default: // a literal may have its name from the table, and its value beside it
		if t.unknown++; f.Value == "" {
			return
		}
	}
	n := len(f.Name) + len(f.Value) + 32
	t.entered += n
	if t.size += n; t.size > maxDecoded {
		t.entered = maxTable // what is entered from here on is not counted
		t.overflow = true
		t.dec.SetEmitEnabled(false)
		return
	}
	l := httpsem.Line{Name: uint32(len(t.text))}
	t.text = append(t.text, f.Name...)
	l.NameEnd = uint32(len(t.text))
	t.text = append(t.text, ": "...)
	l.Value = uint32(len(t.text))
	t.text = append(t.text, f.Value...)
	l.ValueEnd = uint32(len(t.text))
	t.text = append(t.text, "\r\n"...)
	if f.Name == "" || f.Name[0] != ':' {
		t.lines = append(t.lines, l)
		return
	}
	if len(t.lines) > 0 && !t.partial {
		t.fault = "a pseudo-header behind other headers (RFC 9113 section 8.3)"
	}
	for i, name := range pseudoNames {
		if f.Name == name && !t.known[i] {
			t.pseudo[i], t.known[i] = l, true
			return
		}
	}
	t.lines = append(t.lines, l) // unknown or repeated: kept among the fields
}

// value is a pseudo-header of the section, whose text has been copied to text.
func (t *table) value(i int, text string) string {
	if !t.known[i] {
		return ""
	}
	return text[t.pseudo[i].Value:t.pseudo[i].ValueEnd]
}

// stray takes the pseudo-headers away that a section may not have, and puts them among the fields.
func (t *table) stray(may ...int) {
	for i := range t.known {
		if t.known[i] && !slices.Contains(may, i) {
			t.fault = "a pseudo-header where it does not belong (RFC 9113 section 8.3)"
			t.lines, t.known[i] = append(t.lines, t.pseudo[i]), false
		}
	}
}

// begins says whether the section can begin a message: it has pseudo-headers (RFC 9113 section 8.3), or may have had
// some.
func (t *table) begins() bool {
	return t.unknown > 0 || t.overflow || t.size == 0 || slices.Contains(t.known[:], true)
}
