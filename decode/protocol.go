package decode

// A Protocol recognises a conversation by its bytes, never by its port alone, and makes decoders for it.
type Protocol interface {
	// Name is the layer's name in Event.Layers: "http".
	Name() string
	// Sniff says whether head, the first bytes of one direction, begin like this protocol. It is asked again
	// with more bytes after Maybe.
	Sniff(dir Direction, head []byte) Verdict
	// Decoder makes the decoder for one conversation.
	Decoder(c *Conversation) Decoder
}

// A DatagramProtocol is spoken in datagrams alone, each of which tells what it is: streams are not shown to it, the
// pieces of which are no datagrams.
type DatagramProtocol interface {
	Protocol
	DatagramsOnly()
}

// A PortProtocol has ports of its own. No port decides; but where one of them is in use, the protocol is asked once more
// about bytes that nobody recognised, and may take them for its own though they break its rules.
type PortProtocol interface {
	Protocol
	// SniffOn is Sniff for bytes of the flow f. Only a yes counts.
	SniffOn(f *Flow, dir Direction, head []byte) Verdict
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
	// leaves: the inspector gives up on a conversation that leaves more than 1 MiB. What it leaves of a datagram
	// is passed over, as what nobody recognised.
	Decode(dir Direction, data []byte) int
	// Gap says that lost bytes of dir are missing at c.Offset(dir), after pending, which the decoder had left
	// and will not see again; it emits what it had understood. c.Offset already points behind the gap.
	Gap(dir Direction, pending []byte, lost int)
	// End says that nothing follows from dir, after pending, which the decoder had left.
	End(dir Direction, pending []byte, how How)
}
