package tlswire

import (
	"encoding/hex"
	"fmt"

	"eavesdrop/decode"
)

// extension explains what is in one extension of a message; what is not known stays one opaque field.
func (w walker) extension(t ExtensionType, in HandshakeType) {
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
		n := w.Length(1, "Formats length")
		w.Opaque(n, "Formats", decode.Readable, "0 is uncompressed; the others fell out of use (RFC 8422, section 5.1.2).")
	case extALPN, extALPS, extALPSOld:
		if t == extALPN || fromClient {
			w.protocols()
		}
	case extSupportedVersions:
		if fromClient {
			w.list(1, "Versions", "Version", "", func(v uint16) string { return Version(v).String() })
		} else {
			w.Take(2, "Version", Version(w.Peek(2)).String(), decode.Readable, "The version that was agreed on.")
		}
	case extKeyShare:
		w.keyShares(in)
	case extPSKModes:
		n := w.Length(1, "Modes length")
		w.Opaque(n, "Modes", decode.Readable, "0: the old key alone; 1: with a fresh exchange (RFC 8446, section 4.2.9).")
	case extPreSharedKey:
		w.preSharedKey(fromClient)
	case extSessionTicket:
		w.Opaque(w.Left(), "Ticket", decode.Sealed, "Sealed by the server for itself; the same bytes again link two connections (RFC 5077).")
	case extECH:
		if fromClient {
			w.ech()
		}
	case extCookie:
		n := w.Length(2, "Cookie length")
		w.Opaque(n, "Cookie", decode.Readable, "")
	case extRecordSizeLimit:
		w.Number(2, "Limit", "")
	case extMaxFragmentLength:
		w.Take(1, "Code", fmt.Sprintf("%d bytes", 256<<(w.Peek(1)&7)), decode.Readable, "")
	case extRenegotiationInfo:
		n := w.Length(1, "Verify data length")
		w.Opaque(n, "Verify data", decode.Readable, "Empty in a first handshake (RFC 5746, section 3.2).")
	case extClientCertType, extServerCertType:
		n := 1
		if fromClient {
			n = w.Length(1, "Certificate types length")
		}
		for range n {
			w.Take(1, "Certificate type", nameOf8(certificateTypes[:], uint8(w.Peek(1))), decode.Readable, "")
		}
	case extCompressCertificate:
		w.list(1, "Algorithms", "Algorithm", "", compressionName)
	case extPadding:
		w.Take(w.Left(), "Zeroes", fmt.Sprintf("%d bytes", w.Left()), decode.Readable, "")
	case extStatusRequest:
		if fromClient {
			w.Take(1, "Status type", fmt.Sprint(w.Peek(1)), decode.Readable, "1 is OCSP (RFC 6066, section 8).")
		}
	case extTransportParameters, extTransportParametersOld:
		w.transportParameters()
	case extHeartbeat:
		w.Take(1, "Mode", fmt.Sprint(w.Peek(1)), decode.Readable, "1: the peer may send heartbeats; 2: it may not (RFC 6520, section 2).")
	}
	if w.Left() > 0 {
		w.Opaque(w.Left(), "Data", decode.Readable, "")
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
func (w walker) serverNames() {
	if w.Left() == 0 {
		return
	}
	outer := w.Vector(2, "Names", "", decode.Claimed, "")
	for w.Left() >= 3 && !w.Stopped() {
		w.Take(1, "Name type", fmt.Sprint(w.Peek(1)), decode.Readable, "0 is a host name, the only type there is.")
		n := w.Length(2, "Name length")
		w.Take(n, "Server name", string(w.Bytes(n)), decode.Claimed, "In the clear, although the page behind it is not; nobody proved it.")
	}
	w.Close(outer)
}

// protocols explains a list of protocol names (RFC 7301, section 3.1).
func (w walker) protocols() {
	outer := w.Vector(2, "Protocols", "", decode.Readable, "")
	for w.Left() >= 1 && !w.Stopped() {
		n := w.Length(1, "Protocol length")
		w.Take(n, "Protocol", string(w.Bytes(n)), decode.Readable, "")
	}
	w.Close(outer)
}

// keyShares explains key_share, which has another form in each message (RFC 8446, section 4.2.8).
func (w walker) keyShares(in HandshakeType) {
	switch {
	case in == clientHello:
		outer := w.Vector(2, "Key shares", "", decode.Readable, "")
		for w.Left() >= 4 && !w.Stopped() {
			w.keyShare()
		}
		w.Close(outer)
	case w.Left() == 2: // of a HelloRetryRequest
		w.Take(2, "Group", Group(w.Peek(2)).String(), decode.Readable, "The group for which the client is to send a key.")
	default:
		w.keyShare()
	}
}

func (w walker) keyShare() {
	g := Group(w.Peek(2))
	n := 0
	if b := w.Bytes(4); len(b) == 4 {
		n = int(b[2])<<8 | int(b[3])
	}
	outer := w.Open(4+n, "Key share", g.String(), decode.Readable, "")
	w.Take(2, "Group", g.String(), decode.Readable, "")
	n = w.Length(2, "Key length")
	w.Opaque(n, "Public key", decode.Readable, "Seeing it does not help: the private half never leaves its side.")
	w.Close(outer)
}

// preSharedKey explains pre_shared_key (RFC 8446, section 4.2.11).
func (w walker) preSharedKey(fromClient bool) {
	if !fromClient {
		w.Number(2, "Chosen identity", "The server takes up this one of the keys that the client named.")
		return
	}
	outer := w.Vector(2, "Identities", "", decode.Readable, "")
	for w.Left() >= 2 && !w.Stopped() {
		n := w.Length(2, "Identity length")
		w.Opaque(n, "Identity", decode.Readable, "Mostly a ticket; the same bytes again link two connections. With an age of 0 it names a key that both were given beforehand.")
		w.Take(4, "Obfuscated ticket age", fmt.Sprint(uint32(w.Peek(4))), decode.Readable, "")
	}
	w.Close(outer)
	outer = w.Vector(2, "Binders", "", decode.Readable, "")
	for w.Left() >= 1 && !w.Stopped() {
		n := w.Length(1, "Binder length")
		w.Take(n, "Binder", hex.EncodeToString(w.Bytes(n)), decode.Readable, "Proof that the client holds the key.")
	}
	w.Close(outer)
}
