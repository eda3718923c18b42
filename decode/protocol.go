package decode

// A Protocol recognises a conversation by its bytes, never by its port, and makes decoders for it.
type Protocol interface {
	// Name is the layer's name in Event.Layers: "http".
	Name() string
	// Sniff says whether head, the first bytes of one direction, begin like this protocol. It is asked again
	// with more bytes after Maybe.
	Sniff(dir Direction, head []byte) Verdict
	// Decoder makes the decoder for one conversation.
	Decoder(c *Conversation) Decoder
}

// A Verdict is what a protocol says about the first bytes it is shown.
type Verdict uint8

// The verdicts. FromAClient and FromAServer are a yes that also says which side speaks like this, so that
// a flow whose opening was not captured can be turned the right way round.
const (
	No Verdict = iota
	Maybe
	Yes
	FromAClient
	FromAServer
)

// A Decoder takes whole units off the front of a conversation's two streams and emits messages. It is
// resumable: no goroutine, no clock.
type Decoder interface {
	// Decode takes what it can off the front of data, and returns how many bytes it took. It is called again
	// with the rest at once while it takes something, and with the rest and more behind it when more has come.
	// c.Offset(dir) is the offset of data[0]. data is valid until Decode returns. A decoder must bound what it
	// leaves: the inspector gives up on a conversation that leaves more than 1 MiB.
	Decode(dir Direction, data []byte) int
	// Gap says that lost bytes of dir are missing at c.Offset(dir), after pending, which the decoder had left
	// and will not see again; it emits what it had understood. c.Offset already points behind the gap.
	Gap(dir Direction, pending []byte, lost int)
	// End says that nothing follows from dir, after pending, which the decoder had left.
	End(dir Direction, pending []byte, how How)
}

// A Watcher sees what passes through a conversation besides the protocol's own decoder: it searches.
// A Watcher serves one conversation, so it may keep state.
type Watcher interface {
	// Stream is shown every byte of the layer's stream, in order, before it is decoded. frame and at say where
	// data[0] was captured; a run of data lies in one frame.
	Stream(dir Direction, data []byte, frame, at int)
	// Lost says that n bytes of dir are missing here.
	Lost(dir Direction, n int)
	// Content is shown decoded content, part after part.
	Content(part Part)
}

// A Part is a stretch of content that a decoder took out of its stream: a header block, a body freed of
// chunking and compression.
type Part struct {
	Dir    Direction
	Where  string // "request headers", "response body": for a person
	Offset int    // of Data[0] in the content; 0 begins a new content
	Data   []byte // valid until Content returns
	Last   bool   // nothing follows
	Start  uint64 // stream offset of the message that the content is in
	Exact  bool   // Data stands in the stream byte for byte, at stream offset At
	At     uint64
	Opened Key // what opened it beyond the conversation's own key; zero: nothing
	Depth  int // how many times content was opened to get here; the inspector refuses more than 3
}
