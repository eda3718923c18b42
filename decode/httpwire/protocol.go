// Package httpwire turns the two streams of an HTTP/1 conversation into requests and responses: HTTP/1.1 and 1.0
// (RFC 9112, with the semantics of RFC 9110) and HTTP/0.9.
//
//	message {
//	    start-line CRLF                                  GET / HTTP/1.1   or   HTTP/1.1 200 OK
//	    *( field-name ":" OWS field-value OWS CRLF )     the header section, 64 KiB at most
//	    CRLF
//	    body                                             as long as section 6.3 says
//	}
//	chunked body {
//	    *( size [ extensions ] CRLF data CRLF )          the size in hexadecimal
//	    "0" [ extensions ] CRLF
//	    *( field-name ":" OWS field-value OWS CRLF )     the trailer section
//	    CRLF
//	}
//
// Recipients are asked to be lenient, and so is this decoder: bare line feeds, folded values, empty lines before
// a message. What no recipient should accept is told as malformed, and read as most recipients would.
// After a gap the next start line is looked for; a body whose length is known goes on across a hole.
// Where the two sides agree to speak something else (CONNECT, Upgrade), the bytes that follow are handed over.
package httpwire

import (
	"eavesdrop/decode"
	"eavesdrop/decode/internal/httpsem"
)

// Options say how HTTP is decoded. The zero value works.
type Options struct {
	// Upgraded names the protocols that may follow when the server agrees to switch (RFC 9110 section 7.8). When
	// it is nil or names none, that is any protocol of the inspector.
	Upgraded func(Upgrade) []decode.Protocol
	// Keep is how many bytes of each body its message carries in Body.Kept; at most 1 MiB.
	Keep int
}

// An Upgrade is the agreement of both sides to speak another protocol.
type Upgrade struct {
	Token    string   // of the protocol, lower case: "websocket", "h2c"; "" when the server did not name it
	Request  *Request // that asked for it; nil when it was not seen
	Response *Response
}

// Protocol is HTTP/1 for one inspector: what it makes shares decompressors, so it is not to be used by two.
func Protocol(o Options) decode.Protocol { return &protocol{options: o} }

type protocol struct {
	options Options
	tools   httpsem.Tools
}

// Name is "http".
func (*protocol) Name() string { return "http" }

// Sniff looks for a request line or a status line.
func (*protocol) Sniff(_ decode.Direction, head []byte) decode.Verdict { return sniff(head) }

// Decoder makes the decoder for one conversation.
func (p *protocol) Decoder(c *decode.Conversation) decode.Decoder { return newDecoder(c, p) }
