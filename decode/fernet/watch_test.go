package fernet

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
	"eavesdrop/decode/decodetest/golden"
)

// mail is a protocol whose whole stream is one content. What begins with "=" stands in it as such, what
// begins with "~" has every letter's bit 5 turned over, and "|" ends the content and begins the next.
type mail struct{}

func (mail) Name() string { return "mail" }

func (mail) Sniff(_ decode.Direction, head []byte) decode.Verdict {
	if head[0] == '=' || head[0] == '~' {
		return decode.Yes
	}
	return decode.No
}

func (mail) Decoder(c *decode.Conversation) decode.Decoder { return &mailDecoder{c: c} }

type mailDecoder struct {
	c      *decode.Conversation
	kind   [2]byte
	start  [2]uint64
	offset [2]int
}

func (d *mailDecoder) Decode(dir decode.Direction, data []byte) int {
	if d.kind[dir] == 0 {
		d.kind[dir] = data[0]
		d.start[dir] = d.c.Offset(dir)
		d.c.Keep(dir, d.start[dir])
		return 1
	}
	n, last := len(data), false
	if i := bytes.IndexByte(data, '|'); i >= 0 {
		n, last = i, true
	}
	d.say(dir, data[:n], last)
	if last {
		d.kind[dir], d.offset[dir] = 0, 0
		return n + 1
	}
	return n
}

func (d *mailDecoder) say(dir decode.Direction, data []byte, last bool) {
	p := decode.Part{Dir: dir, Where: "response body", Offset: d.offset[dir], Data: data, Last: last, Start: d.start[dir]}
	if d.kind[dir] == '~' {
		p.Data = flip(data)
	} else {
		p.Exact, p.At = true, d.c.Offset(dir)
	}
	d.c.Content(p)
	d.offset[dir] += len(data)
}

func (d *mailDecoder) Gap(dir decode.Direction, _ []byte, lost int) { d.offset[dir] += lost }

func (d *mailDecoder) End(dir decode.Direction, _ []byte, how decode.How) {
	if how == decode.Finished {
		d.say(dir, nil, true)
	}
}

func flip(data []byte) []byte {
	out := bytes.Clone(data)
	for i := range out {
		out[i] ^= 0x20
	}
	return out
}

func watching(o Options) func() decode.Options {
	return func() decode.Options {
		return decode.Options{Protocols: []decode.Protocol{mail{}}, Watchers: []func(*decode.Conversation) decode.Watcher{Watch(o)}}
	}
}

func keys(t testing.TB, secrets ...string) (out []Key) {
	for _, s := range secrets {
		k, err := ParseKey(s)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, k)
	}
	return out
}

// where tokens may stand, and what the event's bytes are then.
var places = []struct{ name, before, behind string }{
	{"alone", "", ""},
	{"in JSON", `{"token":"`, `"}`},
	{"in a cookie", "Cookie: session=", "; a=b\r\n"},
	{"in a URL", "GET /open/", "?x=1 HTTP/1.1\r\n"},
	{"in a query", "GET /?a=b%26t%3D", "&x=1"},
	{"behind a JSON escape", `"a\n`, `"`},
	{"behind an escaped sign", "a\\u003d", "\\u0026"},
	{"behind a dash", "v1-", " "},
	{"before what looks like padding", "(", "=)"},
	{"before a percent sign", "", "%20"},
	{"before half an escape", "", "%3"},
	{"behind the beginning of one", "gAAA gAAAAA ", "."},
}

func TestFindsTokens(t *testing.T) {
	for _, text := range []string{"fluffy tail", "sixteen squirrel", strings.Repeat("nut ", 9)} {
		for _, p := range places {
			for _, pad := range []string{"=", "%3D", "%3d", ""} {
				tok := strings.ReplaceAll(token(text), "=", pad)
				script := []decodetest.Say{decodetest.Server("=" + p.before + tok + p.behind), decodetest.End(decode.FromServer, decode.Finished)}
				events := decodetest.Run(t, watching(Options{})(), script...)
				want := tok
				if pad == "" && strings.HasPrefix(p.behind, "=") && strings.Contains(token(text), "=") {
					want += "=" // there it is padding
				}
				if len(events) != 1 || string(events[0].Raw) != want {
					t.Errorf("%s, %q: found\n%swant %s", p.name, pad, decodetest.Lines(events), want)
					continue
				}
				if m := events[0].Message.(*Token); m.Characters() != len(want) || m.Text()+m.Padding != want {
					t.Errorf("%s: the token says that it is %q of %d characters", p.name, m.Text()+m.Padding, m.Characters())
				}
				decodetest.CheckFields(t, events[0])
			}
		}
	}
}

func TestNoTokens(t *testing.T) {
	tok := token("fluffy tail")
	for _, s := range []string{
		"", "g", "gAAAA", "gAAAAA", "a token begins with gAAAAA, always",
		"x" + tok, "+" + tok, // the middle of some other base64
		"gAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", // zeroes
		"x-gAAAAABmOH8YQkJCQkJCQkJCQkJC",   // too short, and behind something that it could be part of
	} {
		if events := decodetest.Run(t, watching(Options{})(), decodetest.Server("="+s+"|")); len(events) > 0 {
			t.Errorf("%q: found %s", s, decodetest.Lines(events))
		}
	}
}

func TestSpoiltTokens(t *testing.T) {
	tok := token("fluffy tail")
	gone := decodetest.Gap(decode.FromServer, 9)
	for _, c := range []struct {
		script []decodetest.Say
		why    string
	}{
		{[]decodetest.Say{decodetest.Server("=" + tok[:60] + "|")}, "at least 73 bytes, this one has 45"},
		{[]decodetest.Say{decodetest.Server("=" + tok[:96] + "QUJD|")}, "whole blocks of 16 bytes, this one has 18 bytes"},
		{[]decodetest.Say{decodetest.Server("=" + tok[:97] + "|")}, "97 characters are no whole number of bytes"},
		{[]decodetest.Say{decodetest.Server("=" + tok[:60])}, "breaks off after 60 characters"},
		{[]decodetest.Say{decodetest.Server("=" + tok[:60]), gone, decodetest.Server(tok[69:])}, "breaks off after 60 characters"},
		{[]decodetest.Say{decodetest.Server("=" + tok[:20] + strings.Repeat("A", MaxToken) + " ")}, "more than 1048576 characters"},
	} {
		events := decodetest.Run(t, watching(Options{})(), c.script...)
		var got []string
		for _, e := range events {
			if e.Kind == "malformed" {
				got = append(got, e.JSON)
			} else if e.Kind != "gap" {
				t.Errorf("%s: %s", c.why, e.Line)
			}
		}
		if len(got) != 1 || !strings.Contains(got[0], c.why) || !strings.Contains(got[0], `"layer":"fernet","offset":1`) {
			t.Errorf("malformed %q, want one that says %q", got, c.why)
		}
	}
}

func TestOpens(t *testing.T) {
	tok := token("fluffy tail")
	other := strings.Repeat("A", 43) + "="
	for _, c := range []struct {
		name, json string
		o          Options
	}{
		{"the key", `"verified":true,"text":"fluffy tail"}`, Options{Keys: keys(t, testSecret)}},
		{"the second key", `"verified":true,"text":"fluffy tail"}`, Options{Keys: keys(t, other, testSecret)}},
		{"another key", `"verified":false,"failure":"wrong_key"}`, Options{Keys: keys(t, other)}},
		{"in time", `"verified":true,"text":"fluffy tail"}`, Options{Keys: keys(t, testSecret), TTL: 10 * time.Minute}},
		// The script's clock says 07:08:09, the token 07:01:12.
		{"too late", `"verified":true,"failure":"expired","text":"fluffy tail"}`, Options{Keys: keys(t, testSecret), TTL: time.Minute}},
	} {
		events := decodetest.Run(t, watching(c.o)(), decodetest.Server("="+tok+"|"))
		if len(events) != 2 {
			t.Errorf("%s: events\n%s", c.name, decodetest.Lines(events))
			continue
		}
		if e := events[0]; e.Opened != decode.InTheClear || strings.Contains(e.JSON, "verified") || strings.Contains(decodetest.Dump(events[:1]), "fluffy") {
			t.Errorf("%s: the listener is told %s %s", c.name, e.Opened, decodetest.Dump(events[:1]))
		}
		if e := events[1]; e.Opened != decode.FernetKey || !strings.HasSuffix(e.JSON, c.json) {
			t.Errorf("%s: opened %q %s, want %s", c.name, e.Opened, e.JSON, c.json)
		}
	}
}

// What was inside a token is content again, and may hold a token; three deep is the end.
func TestOpensTokensInTokens(t *testing.T) {
	tok := "fluffy tail"
	for range 5 {
		tok = token("a " + tok)
	}
	_, contents := decodetest.RunWatched(t, watching(Options{Keys: keys(t, testSecret)})(), decodetest.Server("="+tok+"|"))
	var got []string
	for _, c := range contents {
		got = append(got, fmt.Sprintf("%d %s", c.Depth, c.Where))
		if c.Depth > 0 && !c.Done {
			t.Errorf("content at depth %d was not ended", c.Depth)
		}
	}
	want := []string{"0 response body", "1 Fernet token in response body", "2 Fernet token in response body", "3 Fernet token in response body"}
	// The watcher that collects is asked behind the one that opens.
	for i := range got {
		for j := range i {
			if got[i] < got[j] {
				got[i], got[j] = got[j], got[i]
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("contents (-want +got):\n%s", diff)
	}
}

func TestGolden(t *testing.T) {
	var b strings.Builder
	for _, kind := range []string{"=", "~"} {
		body := token("fluffy tail")
		if kind == "~" {
			body = string(flip([]byte(body)))
		}
		events := decodetest.Run(t, watching(Options{Keys: keys(t, testSecret)})(), decodetest.Server(kind+body+"|"))
		for _, e := range events {
			decodetest.CheckFields(t, e)
		}
		b.WriteString(decodetest.Dump(events))
	}
	const file = "testdata/token.golden"
	golden.Check(t, file, b.String())
}

// many is a script with all that can go well and wrong, in both directions.
func many() []decodetest.Say {
	a, b := token("fluffy tail"), token(strings.Repeat("nut ", 9))
	return []decodetest.Say{
		decodetest.Client("=x=" + a + "&y=" + strings.ReplaceAll(b, "=", "%3D") + " gAA gAAAAA-" + a + "|"),
		decodetest.Server("~" + string(flip([]byte("a "+b+" b"))) + "|=g" + a + " gAAAAB " + a[:50] + " ggAAAA-" + a + "|"),
		decodetest.End(decode.FromServer, decode.Finished),
	}
}

func TestSplitAnywhere(t *testing.T) {
	decodetest.SplitAnywhere(t, watching(Options{Keys: keys(t, testSecret)}), many()...)
}

func TestEveryTruncation(t *testing.T) {
	whole := len(decodetest.Run(t, watching(Options{})(), many()...))
	decodetest.Truncations(t, watching(Options{}), many(), func(n int, events []decodetest.Event) {
		if len(events) > whole+1 { // one more may break off
			t.Errorf("%d bytes give %d events, all of them %d", n, len(events), whole)
		}
	})
}

func FuzzSplit(f *testing.F) {
	for _, s := range many() {
		f.Add(bytes.TrimPrefix(s.Data, []byte("=")), []byte{0, 3, 9})
	}
	f.Add([]byte(token("")+"%3D%3D%3D-gAAAAA\\ngAAAAA"), []byte{0})
	opts := watching(Options{Keys: keys(f, testSecret)})
	f.Fuzz(func(t *testing.T, data, cuts []byte) {
		data = append([]byte("="), data...) // or nothing recognises it, and what is recognised later depends on the cuts
		decodetest.Same(t, opts, []decodetest.Say{decodetest.Server(string(data)), decodetest.End(decode.FromServer, decode.Finished)}, cuts)
	})
}

// Text without a token costs one pass, and no memory.
func BenchmarkNoToken(b *testing.B) {
	var text bytes.Buffer
	z := gzip.NewWriter(&text)
	for i := range 1 << 14 {
		fmt.Fprintf(z, "%d squirrels gather %x nuts\n", i, i*i)
	}
	z.Close()
	data := text.Bytes()
	w := Watch(Options{})(nil)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		w.Content(decode.Part{Where: "response body", Data: data, Last: true})
	}
}

func TestNoTokenNoAllocation(t *testing.T) {
	w := Watch(Options{})(nil)
	data := []byte(strings.Repeat("squirrels gather nuts ", 100))
	if n := testing.AllocsPerRun(100, func() {
		w.Content(decode.Part{Where: "response body", Data: data, Last: true})
	}); n > 0 {
		t.Errorf("%v allocations a part", n)
	}
}
