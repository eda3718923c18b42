package httpsem

import (
	"strings"

	"eavesdrop/decode"
)

// HeaderNote says how far a header's value can be trusted, and what it gives away.
func HeaderNote(name, value string) (decode.Sight, string) {
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
		text, note := Authorization(value)
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
