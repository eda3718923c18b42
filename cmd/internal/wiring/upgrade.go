package wiring

import (
	"iter"
	"slices"
	"strings"

	"eavesdrop/decode"
	"eavesdrop/decode/http2wire"
	"eavesdrop/decode/httpwire"
	"eavesdrop/decode/wswire"
)

// upgrades makes the protocols that follow upon HTTP/1.1 in the conversations of one inspector.
type upgrades struct {
	http2     *http2wire.Tools
	websocket wswire.Tools
}

// to names what follows when a server agrees to speak another protocol.
func (s *upgrades) to(u httpwire.Upgrade) []decode.Protocol {
	switch u.Token {
	case "websocket":
		return s.webSocket(&u.Response.Headers)
	case "h2c":
		if u.Request != nil {
			return []decode.Protocol{http2wire.Protocol(http2wire.Options{
				Method: u.Request.Method, Target: u.Request.Target, Tools: s.http2, Connected: s.connected,
			})}
		}
	}
	return nil // whatever the inspector recognises
}

// connected names what follows in a stream of HTTP/2 when a server agrees to a CONNECT.
func (s *upgrades) connected(protocol string, r *http2wire.Response) []decode.Protocol {
	if protocol == "websocket" { // RFC 8441, section 5
		return s.webSocket(&r.Headers)
	}
	return nil
}

// webSocket is the protocol as the headers of the response have it.
func (s *upgrades) webSocket(agreed interface{ Tokens(string) iter.Seq[string] }) []decode.Protocol {
	extensions := strings.Join(slices.Collect(agreed.Tokens("Sec-WebSocket-Extensions")), ",") // of several headers too
	return []decode.Protocol{wswire.Protocol(wswire.Options{Extensions: extensions, Tools: &s.websocket})}
}
