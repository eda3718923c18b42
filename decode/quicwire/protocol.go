package quicwire

import "eavesdrop/decode"

// Options say how QUIC is decoded. With the zero value the handshake of TLS is not looked into.
type Options struct {
	Handshake decode.Protocol // decodes the messages of TLS out of CRYPTO frames, without records around them

	// Keys says whether there are keys at all, and whether the key log has a line for that client random. They are not
	// used: what is sealed stays so, and then that is said. nil: there are none.
	Keys func(clientRandom []byte) (some, line bool)
}

// protocol makes decoders.
type protocol struct {
	options Options
	opened  []byte       // scratch: the packet that is being opened
	trace   decode.Trace // scratch
}

// Protocol recognises QUIC and decodes it. It belongs before protocols that take any datagram. The value serves
// one Inspector.
func Protocol(o Options) decode.Protocol { return &protocol{options: o} }

// Name is "quic".
func (p *protocol) Name() string { return "quic" }

// DatagramsOnly keeps streams away.
func (p *protocol) DatagramsOnly() {}

// Decoder makes the decoder of one flow. When there are several connections in it, it serves all of them.
func (p *protocol) Decoder(c *decode.Conversation) decode.Decoder {
	return &decoder{p: p, c: c}
}
