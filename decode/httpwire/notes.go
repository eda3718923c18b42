package httpwire

import (
	"strings"
)

// methodNote says what a method asks for.
func methodNote(method string) string {
	switch method {
	case "GET":
		return "Asks for the thing that the target names (RFC 9110 section 9.3.1)."
	case "HEAD":
		return "Asks for the headers only (RFC 9110 section 9.3.2)."
	case "POST":
		return "Hands the body to the target (RFC 9110 section 9.3.3)."
	case "PUT":
		return "Puts the body in the target's place (RFC 9110 section 9.3.4)."
	case "DELETE":
		return "Removes what the target names (RFC 9110 section 9.3.5)."
	case "CONNECT":
		return "Asks a proxy for a tunnel to host and port (RFC 9110 section 9.3.6)."
	case "OPTIONS":
		return "Asks what can be done with the target (RFC 9110 section 9.3.7)."
	case "TRACE":
		return "Asks for its own request back (RFC 9110 section 9.3.8)."
	case "PATCH":
		return "Changes the target as the body says (RFC 5789)."
	}
	return ""
}

// targetNote says which form of target it is (RFC 9112 section 3.2).
func targetNote(target string) string {
	switch {
	case strings.HasPrefix(target, "/"):
		return "Path and query, readable by anyone on the way (RFC 9112 section 3.2.1)."
	case target == "*":
		return "The server as a whole (RFC 9112 section 3.2.4)."
	case strings.Contains(target, "://"):
		return "The whole address, as proxies are asked (RFC 9112 section 3.2.2)."
	case strings.Contains(target, ":"):
		return "Host and port of the tunnel's other end (RFC 9112 section 3.2.3)."
	}
	return ""
}

func versionNote(version string) string {
	switch version {
	case "1.1":
		return "The connection stays open unless someone says otherwise (RFC 9112 section 9.3)."
	case "1.0":
		return "The connection closes after the answer unless both agree to keep it (RFC 9112 section 9.3)."
	case "ICY":
		return "What SHOUTcast servers say instead of HTTP/1.0; no standard has it."
	}
	return ""
}

// statusNote says what a status's first digit means (RFC 9110 section 15).
func statusNote(status int) string {
	switch status / 100 {
	case 1:
		return "Goes on; the answer proper is still to come (RFC 9110 section 15.2)."
	case 2:
		return "It worked (RFC 9110 section 15.3)."
	case 3:
		return "Look elsewhere, or use what you have (RFC 9110 section 15.4)."
	case 4:
		return "The client's mistake (RFC 9110 section 15.5)."
	case 5:
		return "The server's mistake (RFC 9110 section 15.6)."
	}
	return ""
}
