package decodetest_test

import (
	"bytes"
	"iter"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// lines is a protocol of lines that begin with "!".
type lines struct{ c *decode.Conversation }

func (lines) Name() string { return "lines" }

func (lines) Sniff(_ decode.Direction, head []byte) decode.Verdict {
	if head[0] == '!' {
		return decode.Yes
	}
	return decode.No
}

func (lines) Decoder(c *decode.Conversation) decode.Decoder { return lines{c} }

func (l lines) Decode(dir decode.Direction, data []byte) int {
	n := bytes.IndexByte(data, '\n') + 1
	if n > 0 {
		l.say(dir, data[:n])
	}
	return n
}

func (l lines) say(dir decode.Direction, data []byte) {
	at := l.c.Offset(dir)
	l.c.Content(decode.Part{Dir: dir, Where: "line", Data: data, Last: true, Start: at, Exact: true, At: at})
	l.c.Emit(dir, at, at+uint64(len(data)), line(data))
}

func (l lines) Gap(decode.Direction, []byte, int) {}

func (l lines) End(dir decode.Direction, pending []byte, _ decode.How) {
	if len(pending) > 0 {
		l.say(dir, pending)
	}
}

// line is the message.
type line string

func (line) Kind() string { return "line" }
func (m line) Brief() decode.Brief {
	return decode.Brief{Sight: decode.Readable, Title: "line", Quote: string(m)}
}
func (m line) Members(o *decode.Object)   { o.Str("text", string(m)) }
func (line) Facts() iter.Seq[decode.Fact] { return func(func(decode.Fact) bool) {} }

func (m line) Fields() iter.Seq[decode.Field] {
	return func(yield func(decode.Field) bool) {
		yield(decode.Field{Name: "line", Value: string(m), Span: decode.Span{Start: 0, End: len(m)}})
	}
}

func options() decode.Options { return decode.Options{Protocols: []decode.Protocol{lines{}}} }

func TestRun(t *testing.T) {
	script := []decodetest.Say{
		decodetest.Client("!one\n!tw"), decodetest.Server("!three\n"), decodetest.Client("o\n"),
		decodetest.Gap(decode.FromServer, 7), decodetest.Server("!fo"),
	}
	events, contents := decodetest.RunWatched(t, options(), script...)
	want := `client readable line |  | "!one\n"
server readable line |  | "!three\n"
client readable line |  | "!two\n"
server absent 7 bytes missing from the capture |  | ""
server readable line |  | "!fo"
`
	if diff := cmp.Diff(want, decodetest.Lines(events)); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	if len(contents) != 4 || contents[0].Data != "!one\n" || !contents[0].Done {
		t.Errorf("contents = %+v", contents)
	}
	two := events[2]
	if diff := cmp.Diff([]int{1, 3}, two.Frames); diff != "" {
		t.Errorf("frames (-want +got):\n%s", diff)
	}
	if string(two.Raw) != "!two\n" || two.JSON != `{"text":"!two\n"}` {
		t.Errorf("raw %q, JSON %s", two.Raw, two.JSON)
	}
	decodetest.CheckFields(t, two)
}

func TestSplitting(t *testing.T) {
	script := []decodetest.Say{
		decodetest.Client("!one\n!two\n"), decodetest.Server("!three\n"), decodetest.End(decode.FromClient, decode.Finished),
		{Dir: decode.FromServer, Data: []byte("!four\n"), End: decode.Finished},
	}
	if n := decodetest.Size(script); n != 23 {
		t.Errorf("size = %d, want 23", n)
	}
	decodetest.SplitAnywhere(t, options, script...)
	decodetest.Same(t, options, script, []byte{3, 0, 7})
	n := 0
	decodetest.Truncations(t, options, script, func(int, []decodetest.Event) { n++ })
	if n != 24 {
		t.Errorf("%d prefixes, want 24", n)
	}
	cut := decodetest.Resplit(script, []byte{1})
	if last := cut[len(cut)-1]; last.End != decode.Finished || len(last.Data) == 0 {
		t.Errorf("the last piece is %+v, which should carry the end", last)
	}
	if kinds := decodetest.Kinds(decodetest.Run(t, options(), script...)); len(kinds) != 4 {
		t.Errorf("kinds = %v", kinds)
	}
}
