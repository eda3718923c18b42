package httpwire

import (
	"strings"

	"eavesdrop/decode"
	"eavesdrop/decode/internal/httpsem"
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

// headerNote says how far a header's value can be trusted, and what it gives away.
func headerNote(name, value string) (decode.Sight, string) {
	switch strings.ToLower(name) {
	case "":
		return decode.Readable, "Not a header: it has no colon (RFC 9112 section 5)."
	case "host":
		return decode.Claimed, "Which server the client means; nobody proved it (RFC 9110 section 7.2)."
	case "user-agent":
		return decode.Claimed, "The client's software, as it says itself (RFC 9110 section 10.1.5)."
	case "server":
		return decode.Claimed, "The server's software, as it says itself (RFC 9110 section 10.2.4)."
	case "referer":
		return decode.Claimed, "The page that led here (RFC 9110 section 10.1.3)."
	case "origin":
		return decode.Claimed, "The site whose page asks (RFC 6454 section 7)."
	case "from":
		return decode.Claimed, "An e-mail address of the user (RFC 9110 section 10.1.2)."
	case "x-forwarded-for", "forwarded", "via", "x-real-ip":
		return decode.Claimed, "Who passed it on, and for whom (RFC 7239)."
	case "date":
		return decode.Readable, "The sender's clock when the message was made (RFC 9110 section 6.6.1)."
	case "authorization", "proxy-authorization":
		text, note := httpsem.Authorization(value)
		return decode.Readable, strings.TrimSpace(text + ". " + note)
	case "cookie":
		return decode.Readable, "Whoever sends the same cookie is taken for the same user (RFC 6265 section 8.4)."
	case "set-cookie":
		return decode.Readable, "A cookie that the client is to send from now on (RFC 6265 section 4.1)."
	case "www-authenticate", "proxy-authenticate":
		return decode.Readable, "How the client may prove who it is (RFC 9110 section 11.6.1)."
	}
	return decode.Readable, framingNote(strings.ToLower(name))
}

// framingNote explains headers about the message itself.
func framingNote(name string) string {
	switch name {
	case "content-type":
		return "What the body is said to be (RFC 9110 section 8.3)."
	case "content-length":
		return "The body's length in bytes (RFC 9110 section 8.6)."
	case "content-encoding":
		return "How the body was compressed (RFC 9110 section 8.4)."
	case "transfer-encoding":
		return "How the body is cut for the way (RFC 9112 section 6.1)."
	case "connection":
		return "What holds for this connection only (RFC 9110 section 7.6.1)."
	case "upgrade":
		return "Another protocol that the sender would speak (RFC 9110 section 7.8)."
	case "expect":
		return "The client waits for a 100 before it sends the body (RFC 9110 section 10.1.1)."
	case "location":
		return "Where to look instead (RFC 9110 section 10.2.2)."
	case "range", "content-range":
		return "A part of the whole (RFC 9110 section 14)."
	case "accept", "accept-encoding", "accept-language", "accept-charset":
		return "What the client would like best; together such headers can tell clients apart (RFC 9110 section 12.5)."
	case "etag", "last-modified", "if-none-match", "if-modified-since", "if-match", "if-unmodified-since", "if-range":
		return "Which version of the thing it is, for caches (RFC 9110 sections 8.8 and 13)."
	case "cache-control", "age", "expires", "pragma":
		return "How long copies may be kept (RFC 9111 section 5)."
	}
	return ""
}
