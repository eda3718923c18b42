package http2wire

import (
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
	partial bool // its beginning was not captured, so some entries are not known
	limit   int  // bytes that its dynamic part may take
	entered int  // bytes that have been entered into it, at most

	// The section in hand.
	text     []byte
	lines    []httpsem.Line
	pseudo   [pseudoCount]httpsem.Line
	known    [pseudoCount]bool
	unknown  int  // fields that refer to an entry that is not known
	size     int  // of what was decoded
	disorder bool // a pseudo-header behind a field
	overflow bool // not all fields were kept
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
	t.unknown, t.size, t.disorder, t.overflow = 0, 0, false, false
	t.dec.SetEmitEnabled(true)
}

// field takes one decoded field.
func (t *table) field(f hpack.HeaderField) {
	if f.Name == "" {
		t.unknown++
		return
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
	if f.Name[0] != ':' {
		t.lines = append(t.lines, l)
		return
	}
	t.disorder = t.disorder || len(t.lines) > 0
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
