package decodetest

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"eavesdrop/decode"
)

// An Event is what an Inspector told, copied so that it outlives the handler.
type Event struct {
	Kind    string
	Dir     decode.Direction
	Layers  []string
	Opened  decode.Key
	Guarded bool
	JSON    string   // the message's members as one JSON object
	Line    string   // its brief: `client ● GET / HTTP/1.1 | localhost | "quote"`, with the Sight in words
	Fields  []string // one line a field: depth, name, value, span, sight, note
	Facts   []string // one line a fact
	Frames  []int    // numbers of the script's steps, from 1
	Omitted int      // steps that carried it too, but that the inspector did not keep
	Raw     []byte   // the message's bytes, collected by way of the event's trace
	Size    int      // where the last of them stands, holes included
	Holed   bool     // bytes of the conversation were lost
	Message decode.Message
}

// Start is the time of the first step; each step is a millisecond later.
var Start = time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)

// Run plays the script through an Inspector as one TCP flow whose opening was seen, and returns the events,
// flow.open and flow.close left out.
func Run(t testing.TB, opts decode.Options, script ...Say) []Event {
	t.Helper()
	return RunFlow(t, opts, NewFlow("tcp", true), script...)
}

// NewFlow makes a flow between two addresses for documentation. sure says that its opening was seen.
func NewFlow(network string, sure bool) *decode.Flow {
	return &decode.Flow{
		ID: 1, Network: network, Sure: sure,
		Client: netip.MustParseAddrPort("192.0.2.1:40000"),
		Server: netip.MustParseAddrPort("198.51.100.2:5683"),
		Stats:  decode.FlowStats{First: Start, Last: Start, State: decode.StateOpen},
	}
}

// RunFlow is Run for a flow of the caller's.
func RunFlow(t testing.TB, opts decode.Options, f *decode.Flow, script ...Say) []Event {
	t.Helper()
	var events []Event
	in := decode.NewInspector(func(e *decode.Event) {
		if strings.HasPrefix(e.Message.Kind(), "flow.") {
			return
		}
		events = append(events, collect(t, e, script))
	}, opts)
	in.Open(f)
	var offset [2]uint64
	for i, s := range script {
		dir := s.Dir
		if f.Flipped() {
			dir = dir.Other()
		}
		offset[s.Dir] += uint64(s.Lost)
		in.Feed(&decode.Segment{
			Flow: f, Dir: dir, Time: Start.Add(time.Duration(i+1) * time.Millisecond), Offset: offset[s.Dir],
			Data: s.Data, Lost: s.Lost, Short: s.Short, Frame: i + 1, End: s.End,
		})
		offset[s.Dir] += uint64(len(s.Data))
	}
	in.Close(f)
	return events
}

// collect copies an event, and renders all that its message says.
func collect(t testing.TB, e *decode.Event, script []Say) Event {
	t.Helper()
	m := e.Message
	var o decode.Object
	o.Begin(nil)
	m.Members(&o)
	b := m.Brief()
	got := Event{
		Kind: m.Kind(), Dir: e.Dir, Layers: append([]string(nil), e.Layers...), Opened: e.Opened, Guarded: e.Guarded,
		JSON:   string(o.End()),
		Line:   fmt.Sprintf("%s %s %s | %s | %q", e.Dir, b.Sight, b.Title, b.Detail, b.Quote),
		Frames: append([]int(nil), e.Frames...), Omitted: e.Omitted, Message: m,
	}
	if len(b.List) > 0 {
		got.Line += fmt.Sprintf(" | %q", b.List)
	}
	for f := range m.Fields() {
		got.Fields = append(got.Fields, fmt.Sprintf("%d %s=%q %d-%d %s: %s", f.Depth, f.Name, f.Value, f.Span.Start, f.Span.End, f.Sight, f.Note))
	}
	for f := range m.Facts() {
		got.Facts = append(got.Facts, fmt.Sprintf("%s %s %q %d-%d: %s", f.Question, f.Sight, f.Text, f.Span.Start, f.Span.End, f.Note))
	}
	got.Holed = slices.ContainsFunc(script, func(s Say) bool { return s.Lost > 0 })
	for _, p := range e.Trace {
		data := script[p.Frame-1].Data
		if p.At < 0 || p.At+p.Len > len(data) {
			t.Errorf("%s: trace piece %+v leads out of its frame, which has %d bytes", got.Kind, p, len(data))
			continue
		}
		got.Raw = append(got.Raw, data[p.At:p.At+p.Len]...)
		got.Size = int(p.Off) + p.Len
	}
	return got
}

// Kinds lists the kinds of the events.
func Kinds(events []Event) []string {
	var kinds []string
	for _, e := range events {
		kinds = append(kinds, e.Kind)
	}
	return kinds
}

// Lines are the events' briefs, one a line.
func Lines(events []Event) string {
	var b strings.Builder
	for _, e := range events {
		fmt.Fprintln(&b, e.Line)
	}
	return b.String()
}

// Dump is all that the events say, for a golden file.
func Dump(events []Event) string {
	var b strings.Builder
	for _, e := range events {
		fmt.Fprintf(&b, "%s %s %s\n  %s\n  %s\n", e.Dir, strings.Join(e.Layers, "/"), e.Kind, e.Line, e.JSON)
		for _, f := range e.Fields {
			fmt.Fprintf(&b, "    field %s\n", f)
		}
		for _, f := range e.Facts {
			fmt.Fprintf(&b, "    fact  %s\n", f)
		}
	}
	return b.String()
}
