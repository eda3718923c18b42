package tlswire

import (
	"crypto/sha256"
	"encoding/hex"
)

// ticketLabel is a short label for a session ticket, 16 digits of its SHA-256: a ticket that is seen again links two
// connections, although nobody but the server can look into it (RFC 8446, appendix C.4). "" for an empty one.
func ticketLabel(ticket []byte) string {
	if len(ticket) == 0 {
		return ""
	}
	sum := sha256.Sum256(ticket)
	return hex.EncodeToString(sum[:8])
}

// ticketOf is the ticket in the body of a new_session_ticket (RFC 5077, section 3.3; RFC 8446, section 4.6.1);
// nil when it is not there.
func ticketOf(body []byte, v Version) []byte {
	at := 4 // behind the lifetime
	if v.is13() {
		at += 4 // and what is added to the age
		if len(body) <= at {
			return nil
		}
		at += 1 + int(body[at]) // and the nonce
	}
	if len(body) < at+2 {
		return nil
	}
	n := int(body[at])<<8 | int(body[at+1])
	return body[at+2 : min(len(body), at+2+n)]
}
