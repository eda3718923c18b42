package wiring

import (
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
		agreed := strings.Join(slices.Collect(u.Response.Headers.Tokens("Sec-WebSocket-Extensions")), ",") // of several headers too
		return []decode.Protocol{wswire.Protocol(wswire.Options{Extensions: agreed, Tools: &s.websocket})}
	case "h2c":
		if u.Request != nil {
			return []decode.Protocol{http2wire.Protocol(http2wire.Options{Method: u.Request.Method, Target: u.Request.Target, Tools: s.http2})}
		}
	}
	return nil // whatever the inspector recognises
}
