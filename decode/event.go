package decode

import (
	"iter"
	"time"
)

// An Event is all that decode tells report. It, its slices and its Message's Trace are valid until the
// handler returns; the Message itself may be kept.
type Event struct {
	Time    time.Time // of the frame that completed the message
	Flow    *Flow
	Dir     Direction
	Layers  []string // "tcp", "tls", "http": how deep it was found
	Frames  []int    // frames that carried it, in stream order
	Omitted int      // frames that carried it too, but are not listed: it was longer than traceLimit pieces
	Opened  Key      // zero: anyone could read it. Else which key opened it; never part of the eavesdropper's view
	Guarded bool     // found inside of what anyone can read, and nobody change unnoticed: a suite of TLS without encryption
	Trace   Trace    // Off counts from the message's first byte
	Message Message
}

// Locate leads from a run of the message's bytes back to the capture: the frame, and where in it the run begins.
func (e *Event) Locate(s Span) (frame, at int, ok bool) { return e.Trace.Locate(uint64(s.Start)) }

// A Key names what opened a sealed message, and so who could read it.
type Key string

// The kinds of key.
const (
	InTheClear Key = ""           // none was needed
	KeyLog     Key = "keylog"     // session secrets in NSS key log format, or a pcapng decryption secrets block
	ServerKey  Key = "server_key" // the server's private RSA key
	FernetKey  Key = "fernet_key" // the shared Fernet key
)

// A Message is one typed thing that was said: *httpwire.Request, *tlswire.ClientHello, *fernet.Token, …
// The decoder that made it knows what it means; reporters only ask. Every method is pure, and computes
// only when asked.
type Message interface {
	// Kind is the event's name in the JSON contract: "http.request". Stable, documented in docs/events.md.
	Kind() string
	// Brief says it in one line for a person.
	Brief() Brief
	// Members writes the message's JSON members in the order of the contract.
	Members(o *Object)
	// Fields explains the message's bytes, in order, covering all of them.
	Fields() iter.Seq[Field]
	// Facts is what a listener learns from it.
	Facts() iter.Seq[Fact]
}

// A Brief is one line about a message. Captured text in it is raw: who prints it escapes it.
type Brief struct {
	Sight  Sight
	Title  string   // "GET / HTTP/1.1"
	Detail string   // "localhost:5683   curl/7.88.1"
	Quote  string   // what a person is after, shown in quotation marks: the start of a text body
	List   []string // short things that belong to it, where there is room to show them all
}

// A Span is a run of bytes [Start, End), counted from the first byte of the message that it belongs to.
type Span struct{ Start, End int }

// Len is the number of bytes in the span.
func (s Span) Len() int { return s.End - s.Start }

// A Field explains a run of a message's bytes, for a person. Fields come in wire order; a field of greater
// Depth lies inside the last one of smaller Depth.
type Field struct {
	Name, Value string // Value as it came off the wire: who prints it escapes it
	Span        Span
	Depth       int
	Sight       Sight
	Note        string // one plain sentence, with the RFC's section where there is one; may be empty
}

// Sight says how well someone listening sees a thing.
type Sight uint8

// The degrees of sight, from nothing to all.
const (
	Absent   Sight = iota // not there at all
	Sealed                // encrypted: only its size is known
	Derived               // not said, but it can be worked out
	Claimed               // readable, but nobody proved it
	Readable              // in the clear
)

// String is the word for it: "readable", "claimed", "derived", "sealed", "absent".
func (s Sight) String() string {
	return [...]string{"absent", "sealed", "derived", "claimed", "readable"}[s]
}
