package tlswire

import (
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
	"eavesdrop/decode/decodetest/golden"
)

// fixture reads a conversation out of testdata: "client" or "server" begins what that side said, in
// hexadecimal digits; # begins a comment.
func fixture(t testing.TB, name string) (script []decodetest.Say) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		line, _, _ = strings.Cut(line, "#")
		switch line = strings.TrimSpace(line); line {
		case "":
		case "client":
			script = append(script, decodetest.Say{Dir: decode.FromClient})
		case "server":
			script = append(script, decodetest.Say{Dir: decode.FromServer})
		default:
			last := &script[len(script)-1]
			last.Data = append(last.Data, unhex(t, line)...)
		}
	}
	return append(script, decodetest.End(decode.FromClient, decode.Finished), decodetest.End(decode.FromServer, decode.Finished))
}

// unhex turns hexadecimal digits with blanks between them into bytes.
func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// matches compares all that the events say with a file in testdata.
func matches(t *testing.T, name string, events []decodetest.Event) {
	t.Helper()
	golden.Check(t, filepath.Join("testdata", name), decodetest.Dump(events))
}

func TestRFC8448(t *testing.T) {
	script := fixture(t, "rfc8448-3.txt")
	events := decodetest.Run(t, options(), script...)
	for _, e := range events {
		decodetest.CheckFields(t, e)
	}
	matches(t, "rfc8448-3.golden", events)
	decodetest.SplitAnywhere(t, options, script...)
}

// TestTruncated cuts every prefix of a conversation off: nothing may panic, and what came before the cut must
// be told as before. That a record was cut must be told too.
func TestTruncated(t *testing.T) {
	script := fixture(t, "rfc8448-3.txt")
	whole := decodetest.Run(t, options(), script...)
	for n := range decodetest.Size(script) {
		events := decodetest.Run(t, options(), decodetest.Truncate(script, n)...)
		for i, e := range events {
			decodetest.CheckFields(t, e)
			if i+3 < len(events) && e.JSON != whole[i].JSON {
				t.Fatalf("cut at %d, event %d is %s %s, not %s", n, i, e.Kind, e.JSON, whole[i].JSON)
			}
		}
		if got, want := slices.ContainsFunc(events, saysCut), n > 10 && insideRecord(decodetest.Truncate(script, n)); got != want {
			t.Errorf("cut at %d, told %v, want %v: %q", n, got, want, titles(events))
		}
	}
}

// saysCut says whether an event tells that something was cut off.
func saysCut(e decodetest.Event) bool {
	p, ok := e.Message.(interface{ Partial() bool })
	return e.Kind == "malformed" || ok && p.Partial()
}

// insideRecord says whether what one of the sides says ends inside a record.
func insideRecord(script []decodetest.Say) bool {
	var said [2][]byte
	for _, s := range script {
		said[s.Dir] = append(said[s.Dir], s.Data...)
	}
	for _, b := range said {
		for len(b) > 0 {
			if len(b) < headerSize || len(b) < headerSize+parseHeader(b).length {
				return true
			}
			b = b[headerSize+parseHeader(b).length:]
		}
	}
	return false
}

func readFile(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
