// Package reporttest makes events for the tests of reporters: messages that say what a test wants them to say,
// and the three conversations of the lesson as a listener hears them.
package reporttest

import (
	"iter"
	"net/netip"
	"slices"
	"time"

	"eavesdrop/decode"
)

// A Message says what it is made of.
type Message struct {
	Name   string // its kind: "http.request"
	Line   decode.Brief
	Parts  []decode.Field
	Learnt []decode.Fact
	Reply  bool // it answers what was asked
}

// Kind is the message's name.
func (m *Message) Kind() string { return m.Name }

// Answer says that it answers what was asked.
func (m *Message) Answer() bool { return m.Reply }

// Brief is its line.
func (m *Message) Brief() decode.Brief { return m.Line }

// Members writes the line's title.
func (m *Message) Members(o *decode.Object) { o.Str("title", m.Line.Title) }

// Fields are its parts.
func (m *Message) Fields() iter.Seq[decode.Field] { return slices.Values(m.Parts) }

// Facts is what can be learnt from it.
func (m *Message) Facts() iter.Seq[decode.Fact] { return slices.Values(m.Learnt) }

// Noon is when the conversations of this package begin.
var Noon = time.Date(2025, time.March, 4, 12, 0, 0, 0, time.UTC)

// Flow is a TCP connection from 127.0.0.1:41822 to 127.0.0.1:5683 that began at Noon and was seen whole.
func Flow(id int) *decode.Flow {
	return &decode.Flow{
		ID: id, Network: "tcp", Sure: true,
		Client: netip.MustParseAddrPort("127.0.0.1:41822"), Server: netip.MustParseAddrPort("127.0.0.1:5683"),
		Stats: decode.FlowStats{First: Noon, Last: Noon.Add(1300 * time.Microsecond), State: decode.StateClosed, Packets: 10},
	}
}

// Event is a message of n bytes that begins at byte at of a frame.
func Event(f *decode.Flow, dir decode.Direction, after time.Duration, layers []string, frame, at, n int, m decode.Message) *decode.Event {
	e := &decode.Event{Time: f.Stats.First.Add(after), Flow: f, Dir: dir, Layers: layers, Message: m}
	if frame > 0 {
		e.Frames = []int{frame}
		e.Trace = decode.Trace{{Len: n, Frame: frame, At: at}}
	}
	return e
}

// Open is the event of a flow's beginning.
func Open(f *decode.Flow) *decode.Event {
	return Event(f, decode.FromClient, 0, []string{f.Network}, 0, 0, 0, &decode.FlowOpen{Flow: f})
}

// Close is the event of a flow's end, after up bytes from the client and down bytes from the server.
func Close(f *decode.Flow, up, down uint64) *decode.Event {
	m := &decode.FlowClose{Flow: f, Bytes: [2]uint64{up, down}, Recognised: true}
	return Event(f, decode.FromClient, f.Stats.Last.Sub(f.Stats.First), []string{f.Network}, 0, 0, 0, m)
}

// Addr is an address; it panics when s is none.
func Addr(s string) netip.AddrPort { return netip.MustParseAddrPort(s) }
