package http2wire_test

import (
	"strings"
	"testing"

	"golang.org/x/net/http2"

	"eavesdrop/decode"
	. "eavesdrop/decode/decodetest"
	"eavesdrop/decode/http2wire"
	"eavesdrop/decode/httpwire"
	"eavesdrop/decode/wswire"
)

// tunnels make an inspector that knows what may follow upon a CONNECT.
func tunnels() decode.Options {
	connected := func(protocol string, r *http2wire.Response) []decode.Protocol {
		if protocol != "websocket" {
			return nil
		}
		return []decode.Protocol{wswire.Protocol(wswire.Options{Extensions: r.Headers.Get("sec-websocket-extensions")})}
	}
	return decode.Options{Protocols: []decode.Protocol{http2wire.Protocol(http2wire.Options{Connected: connected}), httpwire.Protocol(httpwire.Options{})}}
}

// webSocket is how a browser asks for WebSocket in a stream (RFC 8441 section 5.1).
var webSocket = []string{":method", "CONNECT", ":protocol", "websocket", ":scheme", "https", ":path", "/chat", ":authority", "example.com"}

// TestWebSocket has WebSocket in a stream, with compression and in padded frames, beside another stream.
func TestWebSocket(t *testing.T) {
	c, s := newPeer(decode.FromClient).hello(), newPeer(decode.FromServer).hello()
	script := []Say{
		c.headers(1, false, webSocket...).say(),
		s.headers(1, false, ok("sec-websocket-extensions", "permessage-deflate")...).say(),
		c.data(1, false, "\x81\x83\x00\x00\x00\x00who").headers(3, true, get("/beside")...).say(),
		s.padded(1, false, "\xc1\x07\xf2\x48\xcd", 5).headers(3, true, ok()...).data(1, true, "\xc9\xc9\x07\x00").say(),
		c.data(1, true, "\x88\x80\x00\x00\x00\x00").say(),
	}
	events := Run(t, tunnels(), script...)
	wantLines(t, events,
		`client readable CONNECT /chat HTTP/2 | example.com | ""`, `server readable 200 |  | ""`,
		`client readable WebSocket text | 3 bytes | "who"`, `client readable GET /beside HTTP/2 | example.com | ""`, `server readable 200 |  | ""`,
		`server readable WebSocket text | 5 bytes | "Hello"`, `client readable WebSocket close |  | ""`)
	if e := events[len(events)-2]; strings.Join(e.Layers, "/") != "tcp/http2/websocket" || string(e.Raw) != "\xc1\x07\xf2\x48\xcd\xc9\xc9\x07\x00" {
		t.Errorf("%v %x", e.Layers, e.Raw)
	}
	for _, e := range events {
		CheckFields(t, e)
	}
	SplitAnywhere(t, tunnels, script...)
}

// TestTunnel has another protocol in a stream, a hole in it, and a stream that is broken off.
func TestTunnel(t *testing.T) {
	c, s := newPeer(decode.FromClient).hello(), newPeer(decode.FromServer).hello()
	script := []Say{
		c.headers(1, false, ":method", "CONNECT", ":authority", "example.com:80").say(),
		s.headers(1, false, ok()...).say(),
		c.data(1, false, "GET /inside HTTP/1.1\r\nHost: example.com\r\n\r\n").say(),
		s.data(1, false, "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nfluffy tail").say(),
	}
	answer := script[3].Data
	cut := []Say{script[0], script[1], script[2], {Dir: decode.FromServer, Data: answer[:len(answer)-8]}, {Dir: decode.FromServer, Lost: 3, Data: answer[len(answer)-5:]}}
	wantLines(t, Run(t, tunnels(), cut...),
		`client readable CONNECT example.com:80 HTTP/2 | example.com:80 | ""`, `server readable 200 |  | ""`, `client readable GET /inside HTTP/1.1 | example.com | ""`,
		`server absent 3 bytes missing from the capture |  | ""`, `server absent 3 bytes missing from the capture |  | ""`,
		`server readable 200 OK | 11 bytes   3 bytes missing | "flu"`)
	script[3].Data = answer[:len(answer)-5]
	script[3].Data[2] -= 5 // a shorter DATA frame
	script = append(script, s.raw(http2.FrameRSTStream, 0, 1, cancel).say(), c.data(1, false, "under way").say())
	events := Run(t, tunnels(), script...)
	wantLines(t, events,
		`client readable CONNECT example.com:80 HTTP/2 | example.com:80 | ""`, `server readable 200 |  | ""`, `client readable GET /inside HTTP/1.1 | example.com | ""`,
		`server readable 200 OK | 6 bytes   incomplete | "fluffy"`)
	SplitAnywhere(t, tunnels, script...)
}

// A granted stream has no more headers (RFC 9113 section 8.5).
func TestHeadersInATunnel(t *testing.T) {
	c, s := newPeer(decode.FromClient).hello(), newPeer(decode.FromServer).hello()
	wantLines(t, Run(t, tunnels(), c.headers(1, false, webSocket...).say(), s.headers(1, false, ok()...).headers(1, true, "x", "y").say()),
		`client readable CONNECT /chat HTTP/2 | example.com | ""`, `server readable 200 |  | ""`,
		`server readable malformed http2 | headers in a stream that a CONNECT was granted for (RFC 9113 section 8.5) | ""`)
}
