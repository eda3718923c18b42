// Package wswire turns the two streams of a WebSocket connection (RFC 6455), which follow an HTTP/1.1 upgrade, into
// messages.
//
//	frame {
//	    fin       1      the message ends here
//	    reserved  3      the first says: compressed (RFC 7692)
//	    opcode    4      0 goes on, 1 text, 2 binary, 8 close, 9 ping, 10 pong
//	    masked    1      always from a client, never from a server
//	    length    7      126: 16 more bits follow, 127: 64 more
//	    key      32      if masked
//	    payload          each byte xored with a byte of the key
//	}
//
// Masking is no encryption: the key stands beside what it masks. It keeps proxies from taking the bytes that a
// web page chooses for something else.
package wswire

import "eavesdrop/decode"

// Options say what the two sides agreed upon. The zero value is: no compression.
type Options struct {
	// Extensions is the Sec-WebSocket-Extensions header of the response.
	Extensions string
	// Tools are what the protocols of one inspector share; nil: the protocol has its own.
	Tools *Tools
}

// Tools are buffers and decompressors that connections take turns with. The zero value is ready.
type Tools struct {
	inflater inflater
	unmasked [scratch]byte
}

// Protocol is the WebSocket protocol for one connection. It is for conversations of which the upgrade was seen:
// the frames themselves look like anything.
func Protocol(o Options) decode.Protocol {
	if o.Tools == nil {
		o.Tools = &Tools{}
	}
	return &protocol{deflate: parseExtensions(o.Extensions), tools: o.Tools}
}

type protocol struct {
	deflate deflate
	tools   *Tools
}

// Name is "websocket".
func (*protocol) Name() string { return "websocket" }

// Sniff says no only when the bytes cannot be a frame.
func (*protocol) Sniff(dir decode.Direction, head []byte) decode.Verdict {
	if !plausible(head[0]) {
		return decode.No
	}
	return decode.Yes
}

// Decoder makes the decoder for one conversation.
func (p *protocol) Decoder(c *decode.Conversation) decode.Decoder { return newDecoder(c, p) }
