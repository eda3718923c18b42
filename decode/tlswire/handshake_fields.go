package tlswire

import (
	"fmt"
	"iter"
	"strings"

	"eavesdrop/decode"
)

// Fields explains the message's bytes.
func (m *Handshake) Fields() iter.Seq[decode.Field] {
	return fieldsOf(m.raw, func(w walker) {
		w.header(m.head)
		w.handshakeHeader()
		switch m.Type {
		case serverKeyExchange:
			m.walkServerKeyExchange(w)
		case clientKeyExchange:
			m.walkClientKeyExchange(w)
		case helloVerifyRequest:
			w.Take(2, "Version", Version(w.Peek(2)).String(), decode.Readable, "")
			n := w.Length(1, "Cookie length")
			w.Opaque(n, "Cookie", decode.Readable, "To be given back, to show that the client's address is its own (RFC 6347, section 4.2.1).")
		case certificateRequest:
			m.walkCertificateRequest(w)
		case certificateVerify:
			m.walkSignature(w)
		case newSessionTicket:
			m.walkTicket(w)
		case encryptedExtensions:
			w.extensions(encryptedExtensions, m.Version)
		case certificateStatus:
			w.Take(1, "Status type", fmt.Sprint(w.Peek(1)), decode.Readable, "1 is OCSP (RFC 6066, section 8).")
			n := w.Length(3, "Response length")
			w.Opaque(n, "OCSP response", decode.Readable, "Stapled proof that the certificate was not revoked.")
		case finished:
			w.Opaque(w.Left(), "Verify data", decode.Readable, "A MAC over the whole handshake: whoever changed a byte of it is found out (RFC 8446, section 4.4.4).")
		case keyUpdate:
			w.Number(1, "Request update", "1 asks the other side for new keys as well (RFC 8446, section 4.6.3).")
		case compressedCertificate:
			w.Take(2, "Algorithm", compressionName(uint16(w.Peek(2))), decode.Readable, "RFC 8879, section 4.")
			w.Number(3, "Uncompressed length", "")
			n := w.Length(3, "Compressed length")
			w.Opaque(n, "Compressed certificates", decode.Readable, "")
		case 67:
			n := w.Length(1, "Protocol length")
			w.Take(n, "Protocol", string(w.Bytes(n)), decode.Readable, "What the client chose (NPN, the forerunner of ALPN).")
			w.Opaque(w.Left(), "Padding", decode.Readable, "")
		default:
			w.Opaque(w.Left(), "Body", decode.Readable, "")
		}
	})
}

// walkServerKeyExchange explains the server's half of a fresh exchange (RFC 8422, section 5.4; RFC 5246,
// section 7.4.3).
func (m *Handshake) walkServerKeyExchange(w walker) {
	exchange := m.suite.exchange
	if strings.HasSuffix(exchange, "PSK") {
		n := w.Length(2, "Hint length")
		w.Take(n, "Identity hint", string(w.Bytes(n)), decode.Readable, "RFC 4279, section 2.")
	}
	switch {
	case strings.Contains(exchange, "ECDH"):
		w.Take(1, "Curve type", fmt.Sprint(w.Peek(1)), decode.Readable, "3: a curve by name.")
		w.Take(2, "Group", Group(w.Peek(2)).String(), decode.Readable, "")
		n := w.Length(1, "Public key length")
		w.Opaque(n, "Public key", decode.Readable, "Seeing it does not help: the private half never leaves the server.")
	case m.suite.fresh() && !strings.HasPrefix(exchange, "SRP"), strings.Contains(exchange, "RSA_EXPORT"):
		for _, name := range []string{"p", "g", "Public key"} {
			if strings.Contains(exchange, "RSA_EXPORT") && name == "Public key" {
				break // modulus and exponent
			}
			n := w.Length(2, name+" length")
			w.Opaque(n, name, decode.Readable, "")
		}
	}
	if w.Left() > 0 && !strings.Contains(exchange, "anon") && exchange != "" {
		m.walkSignature(w)
	}
}

// walkSignature explains a signature; since TLS 1.2 its algorithm stands before it (RFC 5246, section 4.7).
func (m *Handshake) walkSignature(w walker) {
	if m.Version.rank() >= TLS12 {
		w.Take(2, "Signature scheme", SignatureScheme(w.Peek(2)).String(), decode.Readable, "")
	}
	n := w.Length(2, "Signature length")
	w.Opaque(n, "Signature", decode.Readable, "Made with the key of the certificate: it proves who is speaking.")
}

// walkClientKeyExchange explains the client's half of the exchange (RFC 5246, section 7.4.7).
func (m *Handshake) walkClientKeyExchange(w walker) {
	exchange := m.suite.exchange
	if strings.HasSuffix(exchange, "PSK") {
		n := w.Length(2, "Identity length")
		w.Take(n, "Identity", string(w.Bytes(n)), decode.Claimed, "Which key the client means (RFC 4279, section 2).")
	}
	switch {
	case exchange == "PSK" || exchange == "":
	case strings.HasPrefix(exchange, "RSA"):
		if m.Version > SSL30 {
			w.Length(2, "Encrypted secret length")
		}
		w.Opaque(w.Left(), "Encrypted premaster secret", decode.Sealed, "Encrypted to the certificate's key: who ever gets that key can open this recording (RFC 5246, section 7.4.7.1).")
	case strings.Contains(exchange, "ECDH"):
		n := w.Length(1, "Public key length")
		w.Opaque(n, "Public key", decode.Readable, "Seeing it does not help: the private half never leaves the client.")
	case strings.HasPrefix(exchange, "DH"):
		n := w.Length(2, "Public key length")
		w.Opaque(n, "Public key", decode.Readable, "Seeing it does not help: the private half never leaves the client.")
	}
	w.Rest("Body", "")
}

// walkCertificateRequest explains which client certificates would do (RFC 5246, section 7.4.4; RFC 8446,
// section 4.3.2).
func (m *Handshake) walkCertificateRequest(w walker) {
	if m.Version.is13() {
		n := w.Length(1, "Context length")
		w.Opaque(n, "Context", decode.Readable, "")
		w.extensions(certificateRequest, m.Version)
		return
	}
	n := w.Length(1, "Certificate types length")
	w.Opaque(n, "Certificate types", decode.Readable, "1 is RSA, 64 is ECDSA.")
	if m.Version.rank() >= TLS12 {
		w.list(2, "Signature schemes", "Signature scheme", "", func(v uint16) string { return SignatureScheme(v).String() })
	}
	outer := w.Vector(2, "Authorities", "", decode.Readable, "Whose certificates the server would take.")
	for w.Left() >= 2 && !w.Stopped() {
		n := w.Length(2, "Name length")
		w.Take(n, "Authority", readName(w.Bytes(n)), decode.Readable, "")
	}
	w.Close(outer)
}

// walkTicket explains a session ticket (RFC 5077, section 3.3; RFC 8446, section 4.6.1).
func (m *Handshake) walkTicket(w walker) {
	w.Take(4, "Lifetime", fmt.Sprintf("%d s", w.Peek(4)), decode.Readable, "")
	if m.Version.is13() {
		w.Take(4, "Age add", fmt.Sprintf("%#x", w.Peek(4)), decode.Readable, "")
		n := w.Length(1, "Nonce length")
		w.Opaque(n, "Nonce", decode.Readable, "")
	}
	n := w.Length(2, "Ticket length")
	w.Opaque(n, "Ticket", decode.Sealed, "The server's memory of the session, sealed by it for itself and kept by the client.")
	if m.Version.is13() {
		w.extensions(newSessionTicket, m.Version)
	}
}
