package decode

import (
	"net/netip"
	"time"
)

// A Direction says who sent some bytes.
type Direction uint8

// The two directions of a flow.
const (
	FromClient Direction = iota
	FromServer
)

// Other is the opposite direction.
func (d Direction) Other() Direction { return d ^ 1 }

// String is "client" or "server": who speaks.
func (d Direction) String() string {
	if d == FromClient {
		return "client"
	}
	return "server"
}

// A Flow is one TCP connection or one UDP exchange between two addresses. Its ID counts from 1 in order
// of appearance, because ports get reused.
type Flow struct {
	ID             int
	Network        string         // "tcp" or "udp"
	Client, Server netip.AddrPort // who opened it: from the SYN, else corrected by the first hello or request
	Sure           bool           // the SYN was seen, so Client and Server are beyond doubt
	Stats          FlowStats      // capture keeps it up to date; final when the flow is closed

	flipped bool // Client and Server were exchanged after capture had named them
	state   *flowState
}

// Flipped says that the inspector found out that Client and Server were the other way round than
// capture had assumed; from then on capture must swap the Dir of the flow's segments.
func (f *Flow) Flipped() bool { return f.flipped }

// Addr is the address of the side that sends in direction d.
func (f *Flow) Addr(d Direction) netip.AddrPort {
	if d == FromClient {
		return f.Client
	}
	return f.Server
}

// reverse exchanges the roles of the two ends.
func (f *Flow) reverse() {
	f.Client, f.Server = f.Server, f.Client
	f.flipped = !f.flipped
	for _, pair := range []*[2]uint64{&f.Stats.Bytes, &f.Stats.Lost, &f.Stats.Retransmitted, &f.Stats.Urgent, &f.Stats.Ignored} {
		pair[0], pair[1] = pair[1], pair[0]
	}
}

// FlowStats are the facts about a flow that the packets' headers give away. Arrays are indexed by Direction.
type FlowStats struct {
	Packets       int       // frames that belonged to the flow, empty ones included
	Bytes         [2]uint64 // payload bytes handed on, each once
	Lost          [2]uint64 // bytes that the capture never saw
	Retransmitted [2]uint64 // payload bytes seen again
	Urgent        [2]uint64 // bytes sent as urgent, which are no part of the stream
	Ignored       [2]uint64 // payload bytes that came too late, or that no receiver would take: behind the FIN, on a SYN and not acknowledged, far ahead of any window, without ACK and not acknowledged, a forged reset's
	Conflicts     int       // retransmissions whose bytes differed from the first
	State         State
	First, Last   time.Time     // of the first and last frame
	Frames        [2]int        // numbers of the first and last frame; 0 when not known
	RTT           time.Duration // last SYN to SYN-ACK and ACK as seen here; 0 when the handshake was not seen
}

// A State says how a flow stood when it was last seen.
type State string

// The states of a flow.
const (
	StateOpen     State = "open"     // the capture ended first
	StateHalf     State = "half"     // one side has finished
	StateClosed   State = "closed"   // both sides have finished (FIN)
	StateReset    State = "reset"    // RST
	StateRefused  State = "refused"  // RST in answer to the SYN
	StateUnopened State = "unopened" // a SYN without an answer
	StateEvicted  State = "evicted"  // dropped to stay within the limits
)

// A Segment is all that capture tells decode: in-order bytes of one direction, out of one frame, or of one datagram
// that came in several.
type Segment struct {
	Flow   *Flow
	Dir    Direction
	Time   time.Time // of the frame
	Offset uint64    // of Data[0] in this direction's stream, from 0; lost bytes count
	Data   []byte    // valid until Feed returns
	Lost   int       // bytes missing just before Data
	Short  int       // bytes behind Data that the capture cut off a datagram
	Frame  int       // number of the frame in the capture, from 1
	At     int       // where Data[0] stands in that frame, in bytes; negative: it does not stand there as it is
	From   Trace     // where Data stood when it came in several frames, as IP fragments do, Off counted from Data[0]; else nil
	Urgent bool      // Data is one byte that was sent as urgent: the receiver's program gets it apart from the stream
	End    How       // not Going: nothing follows from this side
}

// How says how one side of a flow ended.
type How uint8

// The ways in which a side ends.
const (
	Going    How = iota // it has not ended
	Finished            // FIN: the sender said that this was all
	Reset               // RST: cut off
	Cut                 // the capture ended, or the flow was dropped to stay within limits
)
