package secret

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

func compile(t testing.TB, words ...string) *Matcher {
	t.Helper()
	m, err := Compile(words)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestCompileRefuses(t *testing.T) {
	for word, says := range map[string]string{
		"":                       "empty",
		"ab":                     `"ab" is too short to look for: 3 bytes are the least`,
		strings.Repeat("x", 257): "257 bytes are more than 256",
	} {
		if _, err := Compile([]string{"fluffy tail", word}); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("Compile(%q): %v; want it to say %q", word, err, says)
		}
	}
	var many []string
	for i := range 400 {
		many = append(many, fmt.Sprintf("%x", rand.New(rand.NewPCG(1, uint64(i))).Uint64()))
	}
	if _, err := Compile(many); err == nil || !strings.Contains(err.Error(), "too many") {
		t.Errorf("400 words: %v", err)
	}
	if m := compile(t); m.Find([]byte("fluffy tail")) != nil {
		t.Error("no word was looked for, and something found")
	}
}

// words with all that can go wrong in an encoding.
var words = []string{
	"fluffy tail", "abc", "abcd", "abcde", "p@ss/w?rd+&<\"'>\\", "a\tb\r\nc", "Eichhörnchen", "🐿 nuts", "%41%", "aaaa", "aXaXaXa",
	"\x00\x00\x00\x00", "0123456789", "&amp;", "\xff\xfe\xfd\xfc", "~~~???>>>",
}

func utf16Bytes(word string, big bool) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(word)) {
		if big {
			b.Write([]byte{byte(u >> 8), byte(u)})
		} else {
			b.Write([]byte{byte(u), byte(u >> 8)})
		}
	}
	return b.String()
}

// everyOther replaces every other byte or character with what f makes of it.
func everyOther(word string, f func(r rune) string) string {
	var b strings.Builder
	for i, r := range []rune(word) {
		if i%2 == 0 {
			b.WriteString(f(r))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func TestFindsEveryForm(t *testing.T) {
	for _, word := range words {
		m := compile(t, "something else", word)
		finds := func(form FormID, text string) {
			t.Helper()
			for _, around := range []string{"", " ", "x", "QUFB", "\x00", "%", "\\"} {
				// UTF-16 and hexadecimal digits may join on to what looks like them.
				found := m.Find([]byte(around + text + around))
				ok := false
				for _, f := range found {
					ok = ok || f.Word == 1 && f.Form == form && f.Start >= len(around)-1 && f.End <= len(around)+len(text)+1
				}
				if !ok {
					t.Errorf("%q, %s: not found in %q: %v", word, form, around+text+around, found)
				}
			}
		}
		finds(Plain, word)
		finds(Hex, hex.EncodeToString([]byte(word)))
		finds(Hex, strings.ToUpper(hex.EncodeToString([]byte(word))))
		for before := range 7 {
			for behind := range 4 {
				data := []byte("\xfb\xef\xbe\xfb\xff\xf0\x3e"[:before] + word + "\xff\xef\xbe\xfb"[:behind])
				std, u := base64.StdEncoding.EncodeToString(data), base64.URLEncoding.EncodeToString(data)
				for _, text := range []string{std, u, url.QueryEscape(std), strings.ReplaceAll(std, "/", `\/`), strings.Join(strings.Split(std, ""), "\r\n")} {
					found := m.Find([]byte(text))
					ok := false
					for _, f := range found {
						ok = ok || f.Word == 1 && (f.Form == Base64 || f.Form == Base64URL)
					}
					if !ok {
						t.Errorf("%q: not found in the base64 %q: %v", word, text, found)
					}
				}
				header := "aUTHORIZATION: bASIC " + std + "\r\n"
				if found := m.Find([]byte(header)); len(found) == 0 || found[len(found)-1].Form != BasicAuth {
					t.Errorf("%q: not found in %q: %v", word, header, found)
				}
			}
		}
		all := func(format string) (out string) {
			for _, b := range []byte(word) {
				out += fmt.Sprintf(format, b)
			}
			return out
		}
		finds(URL, all("%%%02x"))
		finds(URL, all("%%%02X"))
		for _, text := range []string{url.QueryEscape(word), url.PathEscape(word)} {
			if text != word {
				finds(URL, text)
			}
		}
		if strings.ToValidUTF8(word, "") != word {
			continue
		}
		finds(UTF16, utf16Bytes(word, false))
		finds(UTF16, utf16Bytes(word, true))
		escape := func(format string) func(rune) string {
			return func(r rune) (out string) {
				for _, u := range utf16.AppendRune(nil, r) {
					out += fmt.Sprintf(format, u)
				}
				return out
			}
		}
		finds(JSON, everyOther(word, escape(`\u%04x`)))
		finds(JSON, everyOther(word, escape(`\u%04X`)))
		if text, _ := json.Marshal(word); string(text[1:len(text)-1]) != word {
			finds(JSON, string(text[1:len(text)-1]))
		}
		for _, format := range []string{"&#%d;", "&#0%d;", "&#x%x;", "&#X%X;"} {
			finds(HTML, everyOther(word, func(r rune) string { return fmt.Sprintf(format, r) }))
		}
		if text := html.EscapeString(word); text != word {
			finds(HTML, text)
		}
	}
}

// The example of every form is found as that form.
func TestFormsAreFound(t *testing.T) {
	for _, word := range words {
		m := compile(t, word)
		for _, form := range Forms(word) {
			if form.ID.Name() == "" || form.Note == "" {
				t.Errorf("form %q lacks its words", form.ID)
			}
			for _, text := range form.Examples {
				ok := false
				for _, f := range m.Find([]byte("xyz" + text + "xyz")) {
					ok = ok || f.Form == form.ID || form.ID == Base64URL && f.Form == Base64
				}
				// At an alignment, what is sure of the base64 needs its neighbours.
				if !ok && form.ID != Base64 && form.ID != Base64URL {
					t.Errorf("%q: %s is not found in %q", word, form.ID, text)
				}
			}
		}
	}
	want := []string{"Zmx1ZmZ5IHRhaW", "ZsdWZmeSB0YWls", "mbHVmZnkgdGFpb"}
	if diff := cmp.Diff(want, Forms("fluffy tail")[1].Examples); diff != "" {
		t.Errorf("what is sure of the base64 (-want +got):\n%s", diff)
	}
}

func TestDoesNotFind(t *testing.T) {
	m := compile(t, "tail")
	for _, text := range []string{
		"tai", "tai l", "TAIL", "ta%69", "ta%6", "t%61i%6d", "&#116;ai&#108", `ta\u0069`, "74-61-69-6c",
		base64.StdEncoding.EncodeToString([]byte("taim")),   // differs in bits of the last character only
		base64.StdEncoding.EncodeToString([]byte("xTail")),  // …in the middle
		base64.StdEncoding.EncodeToString([]byte("xxdail")), // …at the beginning
		base64.StdEncoding.EncodeToString([]byte("xxtaiml")),
	} {
		if found := m.Find([]byte(text)); len(found) > 0 {
			t.Errorf("found %v in %q", found, text)
		}
	}
}

func TestFindSaysWhere(t *testing.T) {
	m := compile(t, "fluffy tail", "tail")
	text := "a fluffy tail, fluffy%20tail; Authorization: Basic dXNlcjpmbHVmZnkgdGFpbA==\r\nX: Zmx1ZmZ5IHRhaWw= tail."
	var got []string
	for _, f := range m.Find([]byte(text)) {
		got = append(got, fmt.Sprintf("%d %s %q", f.Word, f.Form, text[f.Start:f.End]))
	}
	want := []string{
		`0 plain "fluffy tail"`, `1 plain "tail"`, `0 url "fluffy%20tail"`, `1 plain "tail"`,
		`0 basic_auth "pmbHVmZnkgdGFpbA"`, `1 basic_auth "dGFpbA"`, `0 base64 "Zmx1ZmZ5IHRhaWw"`, `1 base64 "HRhaWw"`, `1 plain "tail"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
}
