package wiring

import (
	"eavesdrop/decode"
	"eavesdrop/decode/http2wire"
	"eavesdrop/decode/httpwire"
	"eavesdrop/decode/wswire"
)

// upgraded names what follows when an HTTP/1.1 server agrees to speak another protocol.
func upgraded(u httpwire.Upgrade) []decode.Protocol {
	switch u.Token {
	case "websocket":
		return []decode.Protocol{wswire.Protocol(wswire.Options{Extensions: u.Response.Headers.Get("Sec-WebSocket-Extensions")})}
	case "h2c":
		if u.Request != nil {
			return []decode.Protocol{http2wire.Protocol(http2wire.Options{Method: u.Request.Method, Target: u.Request.Target})}
		}
	}
	return nil // whatever the inspector recognises
}
