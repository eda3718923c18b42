package tlswire

import (
	"encoding/hex"
	"fmt"

	"eavesdrop/decode"
)

// extension explains what is in one extension of a message; what is not known stays one opaque field.
func (w *walker) extension(t ExtensionType, in HandshakeType) {
	fromClient := in == clientHello
	switch t {
	case extServerName:
		w.serverNames()
	case extSupportedGroups:
		w.list(2, "Groups", "Group", "", func(v uint16) string { return Group(v).String() })
	case extSignatureAlgorithms, extSignatureAlgsCert, extDelegatedCredential:
		if t != extDelegatedCredential || fromClient {
			w.list(2, "Signature schemes", "Signature scheme", "", func(v uint16) string { return SignatureScheme(v).String() })
		}
	case extPointFormats:
		n := w.length(1, "Formats length")
		w.opaque(n, "Formats", decode.Readable, "0 is uncompressed; the others fell out of use (RFC 8422, section 5.1.2).")
	case extALPN, extALPS, extALPSOld:
		if t == extALPN || fromClient {
			w.protocols()
		}
	case extSupportedVersions:
		if fromClient {
			w.list(1, "Versions", "Version", "", func(v uint16) string { return Version(v).String() })
		} else {
			w.take(2, "Version", Version(w.peek(2)).String(), decode.Readable, "The version that was agreed on.")
		}
	case extKeyShare:
		w.keyShares(in)
	case extPSKModes:
		n := w.length(1, "Modes length")
		w.opaque(n, "Modes", decode.Readable, "0: the old key alone; 1: with a fresh exchange (RFC 8446, section 4.2.9).")
	case extPreSharedKey:
		w.preSharedKey(fromClient)
	case extSessionTicket:
		w.opaque(w.left(), "Ticket", decode.Sealed, "Sealed by the server for itself; the same bytes again link two connections (RFC 5077).")
	case extECH:
		if fromClient {
			w.ech()
		}
	case extCookie:
		n := w.length(2, "Cookie length")
		w.opaque(n, "Cookie", decode.Readable, "")
	case extRecordSizeLimit:
		w.number(2, "Limit", "")
	case extMaxFragmentLength:
		w.take(1, "Code", fmt.Sprintf("%d bytes", 256<<(w.peek(1)&7)), decode.Readable, "")
	case extRenegotiationInfo:
		n := w.length(1, "Verify data length")
		w.opaque(n, "Verify data", decode.Readable, "Empty in a first handshake (RFC 5746, section 3.2).")
	case extCompressCertificate:
		w.list(1, "Algorithms", "Algorithm", "", compressionName)
	case extPadding:
		w.take(w.left(), "Zeroes", fmt.Sprintf("%d bytes", w.left()), decode.Readable, "")
	case extStatusRequest:
		if fromClient {
			w.take(1, "Status type", fmt.Sprint(w.peek(1)), decode.Readable, "1 is OCSP (RFC 6066, section 8).")
		}
	case extTransportParameters, extTransportParametersOld:
		w.transportParameters()
	case extHeartbeat:
		w.take(1, "Mode", fmt.Sprint(w.peek(1)), decode.Readable, "1: the peer may send heartbeats; 2: it may not (RFC 6520, section 2).")
	}
	if w.left() > 0 {
		w.opaque(w.left(), "Data", decode.Readable, "")
	}
}

// compressionName names a compression of certificates (RFC 8879, section 7.3).
func compressionName(v uint16) string {
	switch v {
	case 1:
		return "zlib"
	case 2:
		return "brotli"
	case 3:
		return "zstd"
	}
	return nameOf(nil, v)
}

// serverNames explains server_name (RFC 6066, section 3). A server answers with an empty one.
func (w *walker) serverNames() {
	if w.left() == 0 {
		return
	}
	outer := w.vector(2, "Names", "", decode.Claimed, "")
	for w.left() >= 3 && !w.stopped {
		w.take(1, "Name type", fmt.Sprint(w.peek(1)), decode.Readable, "0 is a host name, the only type there is.")
		n := w.length(2, "Name length")
		w.take(n, "Server name", string(w.bytes(n)), decode.Claimed, "In the clear, although the page behind it is not; nobody proved it.")
	}
	w.close(outer)
}

// protocols explains a list of protocol names (RFC 7301, section 3.1).
func (w *walker) protocols() {
	outer := w.vector(2, "Protocols", "", decode.Readable, "")
	for w.left() >= 1 && !w.stopped {
		n := w.length(1, "Protocol length")
		w.take(n, "Protocol", string(w.bytes(n)), decode.Readable, "")
	}
	w.close(outer)
}

// keyShares explains key_share, which has another form in each message (RFC 8446, section 4.2.8).
func (w *walker) keyShares(in HandshakeType) {
	switch {
	case in == clientHello:
		outer := w.vector(2, "Key shares", "", decode.Readable, "")
		for w.left() >= 4 && !w.stopped {
			w.keyShare()
		}
		w.close(outer)
	case w.left() == 2: // of a HelloRetryRequest
		w.take(2, "Group", Group(w.peek(2)).String(), decode.Readable, "The group for which the client is to send a key.")
	default:
		w.keyShare()
	}
}

func (w *walker) keyShare() {
	g := Group(w.peek(2))
	n := 0
	if b := w.bytes(4); len(b) == 4 {
		n = int(b[2])<<8 | int(b[3])
	}
	outer := w.open(4+n, "Key share", g.String(), decode.Readable, "")
	w.take(2, "Group", g.String(), decode.Readable, "")
	n = w.length(2, "Key length")
	w.opaque(n, "Public key", decode.Readable, "Seeing it does not help: the private half never leaves its side.")
	w.close(outer)
}

// preSharedKey explains pre_shared_key (RFC 8446, section 4.2.11).
func (w *walker) preSharedKey(fromClient bool) {
	if !fromClient {
		w.number(2, "Chosen identity", "The server takes up this one of the keys that the client named.")
		return
	}
	outer := w.vector(2, "Identities", "", decode.Readable, "")
	for w.left() >= 2 && !w.stopped {
		n := w.length(2, "Identity length")
		w.opaque(n, "Identity", decode.Readable, "Mostly a ticket; the same bytes again link two connections.")
		w.take(4, "Obfuscated ticket age", fmt.Sprint(uint32(w.peek(4))), decode.Readable, "")
	}
	w.close(outer)
	outer = w.vector(2, "Binders", "", decode.Readable, "")
	for w.left() >= 1 && !w.stopped {
		n := w.length(1, "Binder length")
		w.take(n, "Binder", hex.EncodeToString(w.bytes(n)), decode.Readable, "Proof that the client holds the key.")
	}
	w.close(outer)
}
