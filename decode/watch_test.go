package decode_test

import (
	"bytes"
	"iter"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// answers is a protocol in which the server's bytes begin with '<'; "<!" hands over.
type answers struct{}

func (answers) Name() string { return "answers" }

func (answers) Sniff(_ decode.Direction, head []byte) decode.Verdict {
	switch {
	case head[0] != '<':
		return decode.No
	case len(head) < 3:
		return decode.Maybe
	}
	return decode.FromAServer
}

func (answers) Decoder(c *decode.Conversation) decode.Decoder { return answer{c} }

type answer struct{ c *decode.Conversation }

func (d answer) Decode(dir decode.Direction, data []byte) int {
	if bytes.HasPrefix(data, []byte("<!")) {
		d.c.Handover()
	}
	return len(data)
}

func (answer) Gap(decode.Direction, []byte, int)        {}
func (answer) End(decode.Direction, []byte, decode.How) {}

// found is what finder finds: the letter x.
type found string

func (found) Kind() string                   { return "found" }
func (m found) Brief() decode.Brief          { return decode.Brief{Title: string(m)} }
func (m found) Members(o *decode.Object)     { o.Str("text", string(m)) }
func (found) Fields() iter.Seq[decode.Field] { return func(func(decode.Field) bool) {} }
func (found) Facts() iter.Seq[decode.Fact]   { return func(func(decode.Fact) bool) {} }

type finder struct {
	c     *decode.Conversation
	ended *int
}

func (f finder) Stream(dir decode.Direction, data []byte, frame, at int) {
	for i, b := range data {
		if b == 'x' {
			t := decode.Trace{{Len: 1, Frame: frame, At: at + i}}
			f.c.EmitFound(dir, f.c.Carrier(), t, decode.InTheClear, found("x"))
		}
	}
}

func (finder) Lost(decode.Direction, int)         {}
func (finder) Content(decode.Part)                {}
func (f finder) End(decode.Direction, decode.How) { *f.ended++ }
func watching(ended *int) decode.Options {
	return decode.Options{
		Protocols: []decode.Protocol{answers{}},
		Watchers:  []func(*decode.Conversation) decode.Watcher{func(c *decode.Conversation) decode.Watcher { return finder{c, ended} }},
	}
}

// What is found before it is known who is the client waits for that.
func TestFoundBeforeTheClientIsKnown(t *testing.T) {
	ended := 0
	flow := decodetest.NewFlow("tcp", false)
	events := decodetest.RunFlow(t, watching(&ended), flow, decodetest.Client("<x"), decodetest.Client("x>x"))
	var got []string
	for _, e := range events {
		got = append(got, e.Dir.String()+" "+strings.Join(e.Layers, "/")+" "+string(e.Raw))
	}
	want := []string{"server tcp x", "server tcp x", "server tcp x"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
	if !flow.Flipped() {
		t.Error("the flow was not turned round")
	}
	if ended != 2 {
		t.Errorf("the watcher was told of %d ends, want 2", ended)
	}
}

// Both sides end, although the last words of one turn the flow round.
func TestTurnedRoundAtTheEnd(t *testing.T) {
	ended := 0
	opts := watching(&ended)
	opts.Protocols = []decode.Protocol{said{}}
	flow := decodetest.NewFlow("tcp", false)
	decodetest.RunFlow(t, opts, flow, decodetest.Client("~"), decodetest.Client("a"))
	if !flow.Flipped() || ended != 2 {
		t.Errorf("turned round: %v; the watcher was told of %d ends, want 2", flow.Flipped(), ended)
	}
}

// What nobody recognises is told all the same, at the latest when the flow ends.
func TestFoundInTheUnknown(t *testing.T) {
	for _, data := range []string{"<x", "?x"} {
		ended := 0
		events := decodetest.RunFlow(t, watching(&ended), decodetest.NewFlow("tcp", false), decodetest.Client(data))
		if got := decodetest.Kinds(events); len(got) != 1 {
			t.Errorf("%q: events %v, want one", data, got)
		}
	}
}

// The bytes of a conversation that was handed over to are shown once.
func TestFoundOnceAcrossAHandover(t *testing.T) {
	ended := 0
	events := decodetest.Run(t, watching(&ended), decodetest.Server("<!x"), decodetest.Server("<xx"), decodetest.Client("x"))
	if len(events) != 4 {
		t.Errorf("found %d, want 4:\n%s", len(events), decodetest.Lines(events))
	}
}
