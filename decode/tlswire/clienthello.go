package tlswire

import (
	"eavesdrop/decode"

	"golang.org/x/crypto/cryptobyte"
)

// A ClientHello is the first message of a connection: all that the client could do (RFC 8446, section 4.1.2).
type ClientHello struct {
	Transport     Transport
	RecordVersion Version // of the record around it; 0 where there was none
	LegacyVersion Version // the version in the hello itself, which TLS 1.3 keeps at 1.2
	Random        []byte  // 32 bytes
	SessionID     []byte  // at most 32 bytes
	Cookie        []byte  // of DTLS: what the server's hello_verify_request asked to be given back; else nil
	Ciphers       []CipherSuite
	Compressions  []byte
	Extensions    []Extension // in the order of the wire
	Versions      []Version   // supported_versions; nil without it
	Groups        []Group
	PointFormats  []byte
	Schemes       []SignatureScheme
	KeyShares     []KeyShare
	ServerName    string // as sent: nobody proved it; "" without server_name
	ALPN          []string
	ECH           *ECH     // nil without encrypted_client_hello
	Tickets       []string // labels of the tickets that it offers, of earlier sessions
	SeenIn        int      // ID of an earlier flow in which one of them, or the session id, was seen; 0: none
	EarlyData     bool     // announced
	Missing       int      // bytes of the message that never came
	Bad           string   // which rule its bytes break; "" for none

	sni      decode.Span // of the server's name in raw
	ticket   decode.Span // of the first ticket in raw
	external []bool      // of each pre-shared key that it names: both were given it beforehand, it is no ticket's
	raw      []byte      // the record's header, head bytes of it, then the message
	head     int
	ssl2     bool // of the form of SSL 2.0
}

// A Transport is what carries a handshake.
type Transport byte

// The transports, as JA4 writes them.
const (
	TCP  Transport = 't'
	QUIC Transport = 'q'
	DTLS Transport = 'd'
)

// An Extension is one of a hello's extensions. Data lies in the message's bytes.
type Extension struct {
	Type ExtensionType
	Data []byte
}

// A KeyShare is the public half of a fresh key (RFC 8446, section 4.2.8).
type KeyShare struct {
	Group Group
	Data  []byte
}

// Version is the highest version offered.
func (m *ClientHello) Version() Version {
	if v := highest(m.Versions); v != 0 {
		return v
	}
	return m.LegacyVersion
}

// offered is the highest version offered in words; "" where the hello was cut before it is sure. A client that does TLS
// 1.3 says so in an extension, and 1.2 elsewhere.
func (m *ClientHello) offered() string {
	legacy := m.LegacyVersion.rank() == TLS12 || m.LegacyVersion == 0
	if m.Missing > 0 && m.Versions == nil && legacy {
		return ""
	}
	return m.Version().String()
}

// parseClientHello reads a hello. raw is the record's header, of head bytes, and the message with its own
// header of four; the message keeps raw. What was understood is kept when the rest is bad.
func parseClientHello(raw []byte, head, missing int, over Transport) *ClientHello {
	m := &ClientHello{Transport: over, Missing: missing, raw: raw, head: head}
	if head > 0 {
		m.RecordVersion = parseHeader(raw).version
	}
	s := cryptobyte.String(raw[min(len(raw), head+4):])
	var version uint16
	var session, cookie, ciphers, compressions, extensions cryptobyte.String
	switch {
	case !s.ReadUint16(&version):
		m.Bad = "it ends before its version"
		return m
	case !s.ReadBytes(&m.Random, 32):
		m.LegacyVersion, m.Bad = Version(version), "it ends inside its random"
		return m
	}
	m.LegacyVersion = Version(version)
	if !readVector8(&s, &session, &m.Bad, "session id") {
		return m
	}
	m.SessionID = session
	if over == DTLS {
		if !readVector8(&s, &cookie, &m.Bad, "cookie") {
			return m
		}
		m.Cookie = cookie
	}
	ok := readVector16(&s, &ciphers, &m.Bad, "cipher suites")
	m.Ciphers = readUint16s[CipherSuite](ciphers)
	if !ok || !readVector8(&s, &compressions, &m.Bad, "compression methods") {
		return m
	}
	m.Compressions = compressions
	if s.Empty() {
		return m // no extensions: SSL 3.0 knew none
	}
	readVector16(&s, &extensions, &m.Bad, "extensions")
	m.readExtensions(extensions)
	if m.Bad == "" && !s.Empty() {
		m.Bad = "bytes follow its extensions"
	}
	return m
}

// readExtensions reads each extension that is wholly there.
func (m *ClientHello) readExtensions(s cryptobyte.String) {
	m.Extensions = readExtensions(s, &m.Bad)
	for _, e := range m.Extensions {
		m.readExtension(e.Type, cryptobyte.String(e.Data))
	}
}

// readExtension understands one extension; what does not read as it should is left out.
func (m *ClientHello) readExtension(t ExtensionType, s cryptobyte.String) {
	var list cryptobyte.String
	switch t {
	case extServerName:
		m.readServerName(s)
	case extSupportedGroups:
		s.ReadUint16LengthPrefixed(&list)
		m.Groups = readUint16s[Group](list)
	case extPointFormats:
		if s.ReadUint8LengthPrefixed(&list) {
			m.PointFormats = list
		}
	case extSignatureAlgorithms:
		s.ReadUint16LengthPrefixed(&list)
		m.Schemes = readUint16s[SignatureScheme](list)
	case extALPN:
		s.ReadUint16LengthPrefixed(&list)
		for p := (cryptobyte.String)(nil); list.ReadUint8LengthPrefixed(&p); {
			m.ALPN = append(m.ALPN, string(p))
		}
	case extSupportedVersions:
		s.ReadUint8LengthPrefixed(&list)
		m.Versions = readUint16s[Version](list)
	case extKeyShare:
		s.ReadUint16LengthPrefixed(&list)
		m.KeyShares = readKeyShares(list)
	case extPreSharedKey:
		s.ReadUint16LengthPrefixed(&list)
		m.readIdentities(list)
	case extSessionTicket:
		if len(s) > 0 {
			m.offer(s)
		}
	case extEarlyData:
		m.EarlyData = true
	case extECH:
		m.ECH = readECH(s)
	}
}

// readIdentities reads the names of pre-shared keys. A ticket has an age; a key that both were given beforehand has
// none, and stands with 0 (RFC 8446, section 4.2.11).
func (m *ClientHello) readIdentities(list cryptobyte.String) {
	var age uint32
	for name := (cryptobyte.String)(nil); list.ReadUint16LengthPrefixed(&name) && list.ReadUint32(&age); {
		m.external = append(m.external, age == 0)
		if age != 0 {
			m.offer(name)
		}
	}
}

// offer notes a ticket, a part of the hello.
func (m *ClientHello) offer(ticket cryptobyte.String) {
	if len(m.Tickets) == 0 {
		m.ticket = spanIn(m.raw, ticket)
	}
	m.Tickets = append(m.Tickets, ticketLabel(ticket))
}

// readServerName reads the first name of type host_name (RFC 6066, section 3).
func (m *ClientHello) readServerName(s cryptobyte.String) {
	var list, text cryptobyte.String
	var kind uint8
	s.ReadUint16LengthPrefixed(&list)
	for list.ReadUint8(&kind) && list.ReadUint16LengthPrefixed(&text) {
		if kind == 0 && m.ServerName == "" {
			m.ServerName = string(text)
			m.sni = spanIn(m.raw, text)
		}
	}
}

func readKeyShares(s cryptobyte.String) (shares []KeyShare) {
	var group uint16
	for data := (cryptobyte.String)(nil); s.ReadUint16(&group) && s.ReadUint16LengthPrefixed(&data); {
		shares = append(shares, KeyShare{Group(group), data})
	}
	return shares
}
