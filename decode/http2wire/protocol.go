// Package http2wire turns the two streams of an HTTP/2 connection (RFC 9113) into requests and responses, with
// the same events as HTTP/1 and the number of the stream that carried them.
//
//	connection {
//	    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"     from the client, first
//	    frame* {
//	        length   24 bits                    of the payload
//	        type      8                         DATA, HEADERS, SETTINGS, …
//	        flags     8
//	        reserved  1
//	        stream   31                         0: about the connection
//	        payload
//	    }
//	}
//
// A request is a HEADERS frame with its CONTINUATION frames, DATA frames, and a HEADERS frame of trailers,
// mixed with the frames of other streams; headers are compressed (HPACK, RFC 7541) with tables that last as long
// as the connection. So when its beginning was not captured, or bytes are missing, headers that refer to a table are
// not known, and are counted as such.
package http2wire

import (
	"bytes"
	"strings"

	"golang.org/x/net/http2"

	"eavesdrop/decode"
	"eavesdrop/decode/internal/httpsem"
)

// Options say how HTTP/2 is decoded. The zero value works.
type Options struct {
	// Keep is how many bytes of each body its message carries in Body.Kept; at most 1 MiB.
	Keep int
	// Method and Target are those of the HTTP/1.1 request that asked for the upgrade (h2c); stream 1 answers it
	// (RFC 7540 section 3.2). Empty: the connection began with HTTP/2.
	Method, Target string
	// Connected names the protocols that may follow in a stream when the server agrees to a CONNECT. protocol is what the
	// client wants to speak, "" where it only says with whom. When Connected is nil or names none, that is any protocol of
	// the inspector.
	Connected func(protocol string, r *Response) []decode.Protocol
	// Tools are what the protocols of one inspector share; nil: the protocol has its own.
	Tools *Tools
}

// Tools are buffers and decompressors that connections take turns with.
type Tools struct {
	bodies httpsem.Tools
	reader bytes.Reader
	framer *http2.Framer // takes one whole frame apart
}

// NewTools makes them for one inspector.
func NewTools() *Tools {
	t := &Tools{}
	t.framer = http2.NewFramer(nil, &t.reader)
	t.framer.AllowIllegalReads = true // the order of frames is checked by decoders, where it can be told and gone on from
	t.framer.SetReuseFrames()
	return t
}

// Protocol is HTTP/2 for one inspector: what it makes shares decompressors, so it is not to be used by two.
func Protocol(o Options) decode.Protocol {
	if o.Tools == nil {
		o.Tools = NewTools()
	}
	o.Method, o.Target = strings.Clone(o.Method), strings.Clone(o.Target) // they are parts of a whole request
	return &protocol{options: o, tools: o.Tools}
}

type protocol struct {
	options Options
	tools   *Tools
}

// Name is "http2".
func (*protocol) Name() string { return "http2" }

// Sniff looks for the connection preface, or for frames.
func (p *protocol) Sniff(_ decode.Direction, head []byte) decode.Verdict {
	return sniff(head, p.options.Method != "")
}

// Decoder makes the decoder for one conversation.
func (p *protocol) Decoder(c *decode.Conversation) decode.Decoder { return newDecoder(c, p) }
