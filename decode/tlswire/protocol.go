package tlswire

import "eavesdrop/decode"

// Options say how TLS is decoded. The zero value decodes what anyone can read.
type Options struct{}

// protocol makes decoders.
type protocol struct {
	options   Options
	transport Transport
	chains    certificateCache
}

// Protocol recognises TLS and decodes it. The value serves one Inspector: it remembers certificates that it
// has taken apart, because servers send the same ones again and again.
func Protocol(o Options) decode.Protocol { return &protocol{options: o, transport: TCP} }

// Name is "tls".
func (p *protocol) Name() string { return "tls" }

// Decoder makes the decoder of one connection.
func (p *protocol) Decoder(c *decode.Conversation) decode.Decoder {
	return &decoder{p: p, c: c}
}
