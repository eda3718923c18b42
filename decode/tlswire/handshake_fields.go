package tlswire

import (
	"fmt"
	"iter"
	"strings"

	"eavesdrop/decode"
)

// Fields explains the message's bytes.
func (m *Handshake) Fields() iter.Seq[decode.Field] {
	return walk(m.raw, func(w *walker) {
		w.header(m.head)
		w.handshakeHeader()
		switch m.Type {
		case serverKeyExchange:
			m.walkServerKeyExchange(w)
		case clientKeyExchange:
			m.walkClientKeyExchange(w)
		case helloVerifyRequest:
			w.take(2, "Version", Version(w.peek(2)).String(), decode.Readable, "")
			n := w.length(1, "Cookie length")
			w.opaque(n, "Cookie", decode.Readable, "To be given back, to show that the client's address is its own (RFC 6347, section 4.2.1).")
		case certificateRequest:
			m.walkCertificateRequest(w)
		case certificateVerify:
			m.walkSignature(w)
		case newSessionTicket:
			m.walkTicket(w)
		case encryptedExtensions:
			w.extensions(encryptedExtensions, m.Version)
		case certificateStatus:
			w.take(1, "Status type", fmt.Sprint(w.peek(1)), decode.Readable, "1 is OCSP (RFC 6066, section 8).")
			n := w.length(3, "Response length")
			w.opaque(n, "OCSP response", decode.Readable, "Stapled proof that the certificate was not revoked.")
		case finished:
			w.opaque(w.left(), "Verify data", decode.Readable, "A MAC over the whole handshake: whoever changed a byte of it is found out (RFC 8446, section 4.4.4).")
		case keyUpdate:
			w.number(1, "Request update", "1 asks the other side for new keys as well (RFC 8446, section 4.6.3).")
		case compressedCertificate:
			w.take(2, "Algorithm", compressionName(uint16(w.peek(2))), decode.Readable, "RFC 8879, section 4.")
			w.number(3, "Uncompressed length", "")
			n := w.length(3, "Compressed length")
			w.opaque(n, "Compressed certificates", decode.Readable, "")
		case 67:
			n := w.length(1, "Protocol length")
			w.take(n, "Protocol", string(w.bytes(n)), decode.Readable, "What the client chose (NPN, the forerunner of ALPN).")
			w.opaque(w.left(), "Padding", decode.Readable, "")
		default:
			w.opaque(w.left(), "Body", decode.Readable, "")
		}
	})
}

// walkServerKeyExchange explains the server's half of a fresh exchange (RFC 8422, section 5.4; RFC 5246,
// section 7.4.3).
func (m *Handshake) walkServerKeyExchange(w *walker) {
	exchange := m.suite.exchange
	if strings.HasSuffix(exchange, "PSK") {
		n := w.length(2, "Hint length")
		w.take(n, "Identity hint", string(w.bytes(n)), decode.Readable, "RFC 4279, section 2.")
	}
	switch {
	case strings.Contains(exchange, "ECDH"):
		w.take(1, "Curve type", fmt.Sprint(w.peek(1)), decode.Readable, "3: a curve by name.")
		w.take(2, "Group", Group(w.peek(2)).String(), decode.Readable, "")
		n := w.length(1, "Public key length")
		w.opaque(n, "Public key", decode.Readable, "Seeing it does not help: the private half never leaves the server.")
	case m.suite.fresh() && !strings.HasPrefix(exchange, "SRP"), strings.Contains(exchange, "RSA_EXPORT"):
		for _, name := range []string{"p", "g", "Public key"} {
			if strings.Contains(exchange, "RSA_EXPORT") && name == "Public key" {
				break // modulus and exponent
			}
			n := w.length(2, name+" length")
			w.opaque(n, name, decode.Readable, "")
		}
	}
	if w.left() > 0 && !strings.Contains(exchange, "anon") && exchange != "" {
		m.walkSignature(w)
	}
}

// walkSignature explains a signature; since TLS 1.2 its algorithm stands before it (RFC 5246, section 4.7).
func (m *Handshake) walkSignature(w *walker) {
	if m.Version.rank() >= TLS12 {
		w.take(2, "Signature scheme", SignatureScheme(w.peek(2)).String(), decode.Readable, "")
	}
	n := w.length(2, "Signature length")
	w.opaque(n, "Signature", decode.Readable, "Made with the key of the certificate: it proves who is speaking.")
}

// walkClientKeyExchange explains the client's half of the exchange (RFC 5246, section 7.4.7).
func (m *Handshake) walkClientKeyExchange(w *walker) {
	exchange := m.suite.exchange
	if strings.HasSuffix(exchange, "PSK") {
		n := w.length(2, "Identity length")
		w.take(n, "Identity", string(w.bytes(n)), decode.Claimed, "Which key the client means (RFC 4279, section 2).")
	}
	switch {
	case exchange == "PSK" || exchange == "":
	case strings.HasPrefix(exchange, "RSA"):
		if m.Version > SSL30 {
			w.length(2, "Encrypted secret length")
		}
		w.opaque(w.left(), "Encrypted premaster secret", decode.Sealed, "Encrypted to the certificate's key: who ever gets that key can open this recording (RFC 5246, section 7.4.7.1).")
	case strings.Contains(exchange, "ECDH"):
		n := w.length(1, "Public key length")
		w.opaque(n, "Public key", decode.Readable, "Seeing it does not help: the private half never leaves the client.")
	case strings.HasPrefix(exchange, "DH"):
		n := w.length(2, "Public key length")
		w.opaque(n, "Public key", decode.Readable, "Seeing it does not help: the private half never leaves the client.")
	}
	w.rest("Body", "")
}

// walkCertificateRequest explains which client certificates would do (RFC 5246, section 7.4.4; RFC 8446,
// section 4.3.2).
func (m *Handshake) walkCertificateRequest(w *walker) {
	if m.Version.is13() {
		n := w.length(1, "Context length")
		w.opaque(n, "Context", decode.Readable, "")
		w.extensions(certificateRequest, m.Version)
		return
	}
	n := w.length(1, "Certificate types length")
	w.opaque(n, "Certificate types", decode.Readable, "1 is RSA, 64 is ECDSA.")
	if m.Version.rank() >= TLS12 {
		w.list(2, "Signature schemes", "Signature scheme", "", func(v uint16) string { return SignatureScheme(v).String() })
	}
	outer := w.vector(2, "Authorities", "", decode.Readable, "Whose certificates the server would take.")
	for w.left() >= 2 && !w.stopped {
		n := w.length(2, "Name length")
		w.take(n, "Authority", readName(w.bytes(n)), decode.Readable, "")
	}
	w.close(outer)
}

// walkTicket explains a session ticket (RFC 5077, section 3.3; RFC 8446, section 4.6.1).
func (m *Handshake) walkTicket(w *walker) {
	w.take(4, "Lifetime", fmt.Sprintf("%d s", w.peek(4)), decode.Readable, "")
	if m.Version.is13() {
		w.take(4, "Age add", fmt.Sprintf("%#x", w.peek(4)), decode.Readable, "")
		n := w.length(1, "Nonce length")
		w.opaque(n, "Nonce", decode.Readable, "")
	}
	n := w.length(2, "Ticket length")
	w.opaque(n, "Ticket", decode.Sealed, "The server's memory of the session, sealed by it for itself and kept by the client.")
	if m.Version.is13() {
		w.extensions(newSessionTicket, m.Version)
	}
}
