package secret

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A FormID names a form in events: stable.
type FormID string

// The forms that are looked for.
const (
	Plain     FormID = "plain"      // as it is
	Base64    FormID = "base64"     // RFC 4648, section 4
	Base64URL FormID = "base64url"  // RFC 4648, section 5
	BasicAuth FormID = "basic_auth" // base64 in an Authorization header, RFC 7617
	Hex       FormID = "hex"        // RFC 4648, section 8
	URL       FormID = "url"        // RFC 3986, section 2.1, and forms of HTML
	UTF16     FormID = "utf16"      // RFC 2781
	JSON      FormID = "json"       // RFC 8259, section 7
	HTML      FormID = "html"       // character references
)

// Name is the form in words.
func (id FormID) Name() string {
	switch id {
	case Plain:
		return "as it is"
	case BasicAuth:
		return "Basic auth"
	case URL:
		return "URL-encoded"
	case UTF16:
		return "UTF-16"
	case JSON:
		return "JSON-escaped"
	case HTML:
		return "HTML-escaped"
	}
	return string(id)
}

// A Form is one way in which a word may stand somewhere.
type Form struct {
	ID       FormID
	Note     string   // what of it is tried: "at any of the three alignments"
	Examples []string // how the word may look in it; not all that is found
}

// Forms lists the forms in which word is looked for, so that "not found" can say what was tried. A word that is
// not UTF-8 has no form in UTF-16, JSON or HTML.
func Forms(word string) []Form {
	core := base64Examples(word)
	forms := []Form{
		{Plain, "letter by letter", []string{word}},
		{Base64, "at any of the three alignments, with line breaks too", core(base64.StdEncoding)},
		{Base64URL, "at any of the three alignments", core(base64.URLEncoding)},
		{BasicAuth, "with any user or password beside it", []string{"Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte("user:"+word))}},
		{Hex, "upper and lower case", []string{hex.EncodeToString([]byte(word)), strings.ToUpper(hex.EncodeToString([]byte(word)))}},
		{URL, "any of its bytes percent-encoded, + for a space", urlExamples(word)},
	}
	if !utf8.ValidString(word) {
		return forms
	}
	var le, be, escaped, html strings.Builder
	for _, r := range word {
		for _, u := range utf16.AppendRune(nil, r) {
			le.Write([]byte{byte(u), byte(u >> 8)})
			be.Write([]byte{byte(u >> 8), byte(u)})
			fmt.Fprintf(&escaped, `\u%04x`, u)
		}
		fmt.Fprintf(&html, "&#%d;", r)
	}
	return append(forms,
		Form{UTF16, "either byte order", []string{le.String(), be.String()}},
		Form{JSON, "any of its characters escaped", []string{escaped.String()}},
		Form{HTML, "any of its characters as a reference, decimal, hexadecimal or by name", []string{html.String()}},
	)
}

// base64Examples gives what is sure of a word's base64 at each alignment: the characters that carry nothing else.
func base64Examples(word string) func(*base64.Encoding) []string {
	return func(e *base64.Encoding) (out []string) {
		for before := range 3 {
			text := e.WithPadding(base64.NoPadding).EncodeToString([]byte("\x00\x00"[:before] + word))
			first := (8*before + 5) / 6
			last := 8 * (before + len(word)) / 6
			out = append(out, text[first:last])
		}
		return out
	}
}

func urlExamples(word string) []string {
	var all strings.Builder
	for _, b := range []byte(word) {
		fmt.Fprintf(&all, "%%%02X", b)
	}
	out := []string{all.String()}
	if strings.Contains(word, " ") {
		out = append(out, strings.ReplaceAll(word, " ", "%20"), strings.ReplaceAll(word, " ", "+"))
	}
	return out
}
