package secret

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A spelling is one form of a word as the automaton reads it: a chain of elements, each of which may be
// written in several ways.
type spelling struct {
	word  int // index of the word; marker for what only says where we are
	form  FormID
	chain []element
	plain bool // it counts also when no element was written in an escaped way
}

// marker is the word of a spelling that is no form of any word.
const marker = -1

// An element is a byte or a character of the word with the ways to write it.
type element []way

// A way is one way to write an element: a set of bytes for each place.
type way struct {
	bytes   []byteSet
	escaped bool // not the byte or character itself
}

// A byteSet is a set of bytes.
type byteSet [4]uint64

func (s *byteSet) add(b byte)      { s[b>>6] |= 1 << (b & 63) }
func (s *byteSet) has(b byte) bool { return s[b>>6]>>(b&63)&1 == 1 }

func setOf(bytes ...byte) (s byteSet) {
	for _, b := range bytes {
		s.add(b)
	}
	return s
}

// literal is a way that is just these bytes.
func literal(text string, escaped bool) way {
	w := way{escaped: escaped}
	for _, b := range []byte(text) {
		w.bytes = append(w.bytes, setOf(b))
	}
	return w
}

// anyCase is an escaped way in which letters may be of either case.
func anyCase(text string) way {
	w := way{escaped: true}
	for _, b := range []byte(text) {
		s := setOf(b)
		if b|0x20 >= 'a' && b|0x20 <= 'z' {
			s = setOf(b|0x20, b&^0x20)
		}
		w.bytes = append(w.bytes, s)
	}
	return w
}

// spellings are all the forms of a word.
func spellings(index int, word string) []spelling {
	all := []spelling{
		{word: index, form: Plain, chain: plainChain(word), plain: true},
		{word: index, form: URL, chain: urlChain(word)},
		{word: index, form: Hex, chain: hexChain(word), plain: true},
	}
	for before := range 3 {
		all = append(all, spelling{word: index, form: Base64, chain: base64Chain(word, before), plain: true})
	}
	if !utf8.ValidString(word) {
		return all
	}
	for _, chain := range utf16Chains(word) {
		all = append(all, spelling{word: index, form: UTF16, chain: chain, plain: true})
	}
	return append(all,
		spelling{word: index, form: JSON, chain: jsonChain(word)},
		spelling{word: index, form: HTML, chain: htmlChain(word)},
	)
}

func plainChain(word string) (chain []element) {
	for i := range len(word) {
		chain = append(chain, element{literal(word[i:i+1], false)})
	}
	return chain
}

func urlChain(word string) (chain []element) {
	for i := range len(word) {
		e := element{literal(word[i:i+1], false), anyCase(fmt.Sprintf("%%%02x", word[i]))}
		if word[i] == ' ' {
			e = append(e, literal("+", true))
		}
		chain = append(chain, e)
	}
	return chain
}

func hexChain(word string) (chain []element) {
	for i := range len(word) {
		chain = append(chain, element{anyCase(fmt.Sprintf("%02x", word[i]))})
	}
	return chain
}

// utf16Chains are the word in UTF-16, in both byte orders. When all code units have the same upper byte, as in
// ASCII, one order can't be told from the other inside of a text, and both are the same chain: what lies
// between the first lower byte and the last.
func utf16Chains(word string) [][]element {
	units := utf16.Encode([]rune(word))
	var le, be strings.Builder
	same := true
	for _, u := range units {
		le.Write([]byte{byte(u), byte(u >> 8)})
		be.Write([]byte{byte(u >> 8), byte(u)})
		same = same && u>>8 == units[0]>>8
	}
	if same {
		return [][]element{plainChain(be.String()[1:])}
	}
	return [][]element{plainChain(le.String()), plainChain(be.String())}
}

func jsonChain(word string) (chain []element) {
	short := map[rune]string{'"': `\"`, '\\': `\\`, '/': `\/`, '\b': `\b`, '\f': `\f`, '\n': `\n`, '\r': `\r`, '\t': `\t`}
	for _, r := range word {
		escape := ""
		for _, u := range utf16.AppendRune(nil, r) {
			escape += fmt.Sprintf(`\u%04x`, u)
		}
		long := anyCase(escape)
		for i := 1; i < len(long.bytes); i += 6 {
			long.bytes[i] = setOf('u')
		}
		e := element{literal(string(r), false), long}
		if s, ok := short[r]; ok {
			e = append(e, literal(s, true))
		}
		chain = append(chain, e)
	}
	return chain
}

func htmlChain(word string) (chain []element) {
	names := map[rune]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '"': "&quot;", '\'': "&apos;"}
	for _, r := range word {
		e := element{literal(string(r), false)}
		for _, format := range []string{"&#%d;", "&#0%d;", "&#x%x;", "&#x0%x;", "&#x00%x;"} {
			e = append(e, anyCase(fmt.Sprintf(format, r)))
		}
		if name, ok := names[r]; ok {
			e = append(e, literal(name, true))
		}
		chain = append(chain, e)
	}
	return chain
}
