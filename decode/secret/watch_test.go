package secret

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
	"eavesdrop/decode/decodetest/golden"
)

// mail is a protocol whose whole stream is one content. What begins with "=" stands in it as such, but for "#",
// which is left out, what begins with "~" has bit 5 of every byte turned over, and "|" ends the content and
// begins the next. "!" hands over to whatever follows.
type mail struct{}

func (mail) Name() string { return "mail" }

func (mail) Sniff(_ decode.Direction, head []byte) decode.Verdict {
	switch head[0] {
	case '=', '~', '!':
		return decode.Yes
	case '<':
		return decode.FromAServer
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
		if data[0] == '!' {
			d.c.Handover(mail{})
		}
		return 1
	}
	n, behind := len(data), 0
	if i := bytes.IndexAny(data, "|#"); i >= 0 {
		n, behind = i, 1
	}
	last := behind > 0 && data[n] == '|'
	p := decode.Part{Dir: dir, Where: "response body", Offset: d.offset[dir], Data: data[:n], Last: last, Start: d.start[dir]}
	if d.kind[dir] == '~' {
		p.Data = flip(data[:n])
	} else {
		p.Exact, p.At = true, d.c.Offset(dir)
	}
	d.c.Content(p)
	if d.offset[dir] += n; last {
		d.kind[dir], d.offset[dir] = 0, 0
	}
	return n + behind
}

func (d *mailDecoder) Gap(dir decode.Direction, _ []byte, lost int) { d.offset[dir] += lost }
func (d *mailDecoder) End(decode.Direction, []byte, decode.How)     {}

func flip(data []byte) []byte {
	out := bytes.Clone(data)
	for i := range out {
		out[i] ^= 0x20
	}
	return out
}

func watching(words ...string) func() decode.Options {
	watch := Watch(Options{Words: words})
	return func() decode.Options {
		return decode.Options{Protocols: []decode.Protocol{mail{}}, Watchers: []func(*decode.Conversation) decode.Watcher{watch}}
	}
}

// found is what was found, short.
func found(events []decodetest.Event) (out []string) {
	for _, e := range events {
		if m, ok := e.Message.(*Found); ok {
			out = append(out, strings.Join(append(e.Layers, m.Where, string(m.Form), string(e.Raw)), " "))
		}
	}
	return out
}

func TestWatch(t *testing.T) {
	flipped := string(flip([]byte("a fluffy tail.")))
	for _, c := range []struct {
		name   string
		script []decodetest.Say
		want   []string
	}{
		{"once, though raw and in content", []decodetest.Say{decodetest.Server("=a fluffy tail.|")}, []string{"tcp raw stream plain fluffy tail"}},
		{"over segments", []decodetest.Say{decodetest.Server("=a flu"), decodetest.Client("=fluffy"), decodetest.Server("ffy"), decodetest.Client(" tai"), decodetest.Server(" tail")},
			[]string{"tcp raw stream plain fluffy tail"}},
		{"not over a gap", []decodetest.Say{decodetest.Server("=a flu"), decodetest.Gap(decode.FromServer, 3), decodetest.Server("ffy tail")}, nil},
		{"over chunks", []decodetest.Say{decodetest.Server("=a flu#f#fy"), decodetest.Server(" ta#il.")}, []string{"tcp mail response body plain fluffy tail"}},
		{"encoded", []decodetest.Say{decodetest.Server("~" + flipped)}, []string{"tcp mail response body plain ~"}},
		{"in nothing known", []decodetest.Say{decodetest.Server("?fluffy tail")}, []string{"tcp raw stream plain fluffy tail"}},
		{"behind a handover", []decodetest.Say{decodetest.Server("!=fluffy tail|"), decodetest.Server("~" + flipped)},
			[]string{"tcp raw stream plain fluffy tail", "tcp mail mail response body plain ~"}},
		{"in base64 over segments", []decodetest.Say{decodetest.Client("=Authorization: Basic dXNlcjpmbHV"), decodetest.Client("mZnkgdGFpbA==")},
			[]string{"tcp raw stream basic_auth pmbHVmZnkgdGFpbA"}},
		{"twice", []decodetest.Say{decodetest.Server("=fluffy tail#fluffy tail|=fluffy tail")},
			[]string{"tcp raw stream plain fluffy tail", "tcp raw stream plain fluffy tail", "tcp raw stream plain fluffy tail"}},
	} {
		events := decodetest.Run(t, watching("fluffy tail")(), c.script...)
		got := found(events)
		for i := range got {
			got[i] = strings.ReplaceAll(got[i], "#", "")
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		for _, e := range events {
			if e.Kind == "secret.found" {
				decodetest.CheckFields(t, e)
			}
		}
	}
}

// The evidence is the first byte, in the frame in which it came, whichever frame the last one came in.
func TestEvidence(t *testing.T) {
	events := decodetest.Run(t, watching("fluffy tail")(), decodetest.Client("=x"), decodetest.Server("=a flu"), decodetest.Server("ffy"), decodetest.Server("#y tail fluffy"), decodetest.Server(" t#ail"))
	var got []string
	for _, e := range events {
		got = append(got, e.JSON)
		if diff := cmp.Diff([]int{4, 5}, e.Frames); diff != "" {
			t.Errorf("frames (-want +got):\n%s", diff)
		}
	}
	want := []string{`{"word":"fluffy tail","index":0,"form":"plain","where":"response body","layer":"mail","frame":4,"at":8,"offset":17,"exact":true}`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

// A word found before it is known who is the client says the right side all the same.
func TestFlowTurnedRound(t *testing.T) {
	script := []decodetest.Say{decodetest.Client("<fluffy tail fluffy"), decodetest.Client(" tail"), decodetest.Server("tail")}
	events := decodetest.RunFlow(t, watching("fluffy tail")(), decodetest.NewFlow("tcp", false), script...)
	if len(events) != 2 || events[0].Dir != decode.FromServer || events[1].Dir != decode.FromServer {
		t.Errorf("found\n%s", decodetest.Lines(events))
	}
}

func TestDatagramsDoNotJoin(t *testing.T) {
	events := decodetest.RunFlow(t, watching("fluffy tail")(), decodetest.NewFlow("udp", true), decodetest.Client("fluffy "), decodetest.Client("tail"), decodetest.Client("fluffy tail"))
	events = slices.DeleteFunc(events, func(e decodetest.Event) bool { return e.Kind != "secret.found" })
	if len(events) != 1 {
		t.Errorf("found\n%s", decodetest.Lines(events))
	}
}

func TestGolden(t *testing.T) {
	text := "fluffy tail"
	std := base64.StdEncoding.EncodeToString([]byte("x" + text))
	events := decodetest.Run(t, watching(text, "\x1b[2J")(),
		decodetest.Server("="+text+" "+std+" fluffy+tail|~"+string(flip([]byte(text)))+"|"), decodetest.Client("=\x1b[2J"))
	const file = "testdata/found.golden"
	got := decodetest.Dump(events)
	golden.Check(t, file, got)
}

// many is a script with all that can be found, in both directions.
func many() []decodetest.Say {
	text := "fluffy tail"
	std := base64.StdEncoding.EncodeToString([]byte("Squirrel:" + text))
	all := text + " flu#ffy tail Authorization: Basic " + std + "\r\nfl%75ffy+tail f\\u006cuffy tail " + utf16Bytes(text, true) + utf16Bytes(text, false) + " &#x66;luffy tail" + std
	return []decodetest.Say{
		decodetest.Client("=" + all + "|~" + string(flip([]byte(all))) + "|"),
		decodetest.Server("~" + string(flip([]byte(all))) + "|!=" + all + "|"),
	}
}

func TestSplitAnywhere(t *testing.T) {
	opts := watching("fluffy tail", "tail")
	whole := decodetest.Run(t, opts(), many()...)
	if len(whole) < 50 {
		t.Errorf("only %d found", len(whole))
	}
	for _, cuts := range [][]byte{{0}, {1}, {6}, {0, 99}, {99, 0}, {255}, {12, 0, 3}} {
		same(t, opts, many(), cuts)
	}
	for at := range many()[0].Data {
		same(t, opts, many(), []byte{byte(at), 255})
	}
}

// same fails the test unless the script gives the same findings when it is cut. Their order is left out: a
// segment is looked through before it is decoded. So is what frames they were in.
func same(t testing.TB, options func() decode.Options, script []decodetest.Say, cuts []byte) {
	t.Helper()
	said := func(events []decodetest.Event) (out []string) {
		for _, e := range events {
			line := e.Kind + " " + e.Dir.String() + " " + strings.Join(e.Layers, "/") + " " + e.JSON
			if m, ok := e.Message.(*Found); ok {
				plain := *m
				plain.Frame, plain.At = 0, 0
				line = fmt.Sprintf("%s %v %+v %q", e.Dir, e.Layers, plain, e.Raw)
			}
			out = append(out, line)
		}
		slices.Sort(out)
		return out
	}
	want := said(decodetest.Run(t, options(), script...))
	got := said(decodetest.Run(t, options(), decodetest.Resplit(script, cuts)...))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("cut by %v the script gives other findings (-whole +cut):\n%s", cuts, diff)
	}
}

func TestEveryTruncation(t *testing.T) {
	whole := len(decodetest.Run(t, watching("fluffy tail")(), many()...))
	before := 0
	decodetest.Truncations(t, watching("fluffy tail"), many(), func(n int, events []decodetest.Event) {
		if len(events) < before || len(events) > whole {
			t.Errorf("%d bytes give %d events, one less gave %d, all of them %d", n, len(events), before, whole)
		}
		before = len(events)
	})
}

func FuzzSplit(f *testing.F) {
	for _, s := range many() {
		f.Add(s.Data[1:], []byte{0, 3, 9})
	}
	opts := watching("fluffy tail", "aaa", "=|~")
	f.Fuzz(func(t *testing.T, data, cuts []byte) {
		// Without "!", because where what nobody recognises ends does depend on the cuts.
		data = append([]byte("="), bytes.ReplaceAll(data, []byte("!"), nil)...)
		same(t, opts, []decodetest.Say{decodetest.Server(string(data)), decodetest.End(decode.FromServer, decode.Finished)}, cuts)
	})
}

// What was found is really there: the form, decoded by nobody but us, and the word nowhere else.
func FuzzFind(f *testing.F) {
	f.Add("fluffy tail", []byte("a fluffy%20tail"))
	f.Add("aaa", []byte("aaaa&#97;aa"))
	f.Fuzz(func(t *testing.T, word string, data []byte) {
		if len(word) > 40 {
			return
		}
		m, err := Compile([]string{word})
		if err != nil {
			return
		}
		plain := 0
		for _, h := range m.Find(data) {
			if h.Start < 0 || h.Start >= h.End || h.End > len(data) {
				t.Fatalf("%q in %q: %+v", word, data, h)
			}
			if h.Form == Plain {
				plain++
				if string(data[h.Start:h.End]) != word {
					t.Errorf("%q is not %q", data[h.Start:h.End], word)
				}
			}
		}
		want := 0
		for i := range data {
			if bytes.HasPrefix(data[i:], []byte(word)) {
				want++
			}
		}
		if plain != want {
			t.Errorf("%q stands %d times in %q, found %d times", word, want, data, plain)
		}
	})
}

func TestStreamDoesNotAllocate(t *testing.T) {
	segment := []byte(strings.Repeat("squirrels gather nuts, base64 and a fluff", 30))
	s := scanner{m: compile(t, "fluffy tail")}
	s.feed(segment)
	if n := testing.AllocsPerRun(100, func() { s.feed(segment) }); n > 0 {
		t.Errorf("%v allocations a segment", n)
	}
}
