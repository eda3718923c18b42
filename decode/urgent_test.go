package decode_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// An urgent byte is told, with its place, and is no part of the stream.
func TestUrgent(t *testing.T) {
	var kinds []string
	var urgent *decode.Urgent
	in := decode.NewInspector(func(e *decode.Event) {
		kinds = append(kinds, e.Message.Kind())
		switch m := e.Message.(type) {
		case *decode.Urgent:
			urgent = m
			if frame, at, ok := e.Locate(decode.Span{Start: 0, End: 1}); frame != 7 || at != 60 || !ok || e.Dir != decode.FromServer {
				t.Errorf("at %d of frame %d, %v, from the %s", at, frame, ok, e.Dir)
			}
		case *decode.FlowClose:
			if diff := cmp.Diff([2]uint64{0, 2}, m.Bytes); diff != "" {
				t.Errorf("bytes (-want +got)\n%s", diff)
			}
		}
	}, decode.Options{Protocols: []decode.Protocol{said{}}})
	f := decodetest.NewFlow("tcp", false)
	in.Open(f)
	s := decode.Segment{Flow: f, Dir: decode.FromServer, Time: time.Unix(1, 0), Data: []byte("a"), Frame: 7, At: 59}
	in.Feed(&s)
	s.Data, s.At, s.Urgent = []byte("!"), 60, true
	in.Feed(&s)
	s.Data, s.At, s.Urgent = []byte("b"), 61, false
	in.Feed(&s)
	in.Close(f)
	want := []string{"flow.open", "found", "urgent", "found", "flow.close"}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Errorf("events (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(&decode.Urgent{Offset: 1, Byte: '!'}, urgent); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got, want := urgent.Brief().Quote, "!"; got != want {
		t.Errorf("quote %q, want %q", got, want)
	}
}
