package tlswire

import (
	"bytes"

	"golang.org/x/crypto/cryptobyte"

	"eavesdrop/decode"
)

// retryRandom marks a ServerHello that asks for another ClientHello: the SHA-256 of "HelloRetryRequest"
// (RFC 8446, section 4.1.3).
var retryRandom = []byte{
	0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
	0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
}

// A ServerHello is the server's choice out of what the client could do (RFC 8446, section 4.1.3).
type ServerHello struct {
	LegacyVersion Version // the version in the hello itself, which TLS 1.3 keeps at 1.2
	Version       Version // the version that was agreed on
	Random        []byte
	SessionID     []byte
	Cipher        CipherSuite // valid if Chosen
	Chosen        bool        // the hello was captured as far as its cipher suite
	Compression   uint8
	Extensions    []Extension
	Group         Group  // of key_share; 0 without one. Before TLS 1.3 the server names it in a message of its own
	ALPN          string // in TLS 1.3 it is sealed
	Retry         bool   // a HelloRetryRequest
	Resumed       bool   // an earlier session goes on
	PSK           bool   // the keys are made of a pre-shared one (TLS 1.3): of an earlier session if Resumed
	Missing       int    // bytes of the message that never came
	Bad           string

	early          bool // the client has said something already, which the server may take
	extendedMaster bool
	encryptThenMAC bool
	chosen         uint16 // which of the pre-shared keys that the client named; valid if PSK
	suite          suite
	share          decode.Span // of the public value of key_share in raw
	raw            []byte
	head           int
}

// parseServerHello reads a hello as parseClientHello does. Whether a session is resumed can't be told by it
// alone before TLS 1.3: Resumed is left to the caller.
func parseServerHello(raw []byte, head, missing int) *ServerHello {
	m := &ServerHello{Missing: missing, raw: raw, head: head}
	s := cryptobyte.String(raw[min(len(raw), head+4):])
	var version, cipher uint16
	var session, extensions cryptobyte.String
	if !s.ReadUint16(&version) {
		m.Bad = "it ends before its version"
		return m
	}
	m.LegacyVersion, m.Version = Version(version), Version(version)
	if !s.ReadBytes(&m.Random, 32) {
		m.Bad = "it ends inside its random"
		return m
	}
	m.Retry = bytes.Equal(m.Random, retryRandom)
	draft := m.LegacyVersion.is13() // drafts before 22 had neither session id nor compression method
	if !draft {
		if !readVector8(&s, &session, &m.Bad, "session id") {
			return m
		}
		m.SessionID = session
	}
	if !s.ReadUint16(&cipher) {
		m.Bad = "it ends before its cipher suite"
		return m
	}
	m.Cipher, m.Chosen = CipherSuite(cipher), true
	m.suite = suiteOf(m.Cipher)
	if m.Missing > 0 && cipher>>8 == 0x13 { // suites of TLS 1.3 alone; the extension that says the version may be missing
		switch m.Version {
		case TLS12:
			m.Version = TLS13
		case 0xfefd:
			m.Version = 0xfefc
		}
	}
	if !draft && !s.ReadUint8(&m.Compression) {
		m.Bad = "it ends before its compression method"
		return m
	}
	if s.Empty() {
		return m
	}
	readVector16(&s, &extensions, &m.Bad, "extensions")
	m.Extensions = readExtensions(extensions, &m.Bad)
	for _, e := range m.Extensions {
		m.readExtension(e.Type, cryptobyte.String(e.Data))
	}
	if m.Bad == "" && !s.Empty() {
		m.Bad = "bytes follow its extensions"
	}
	return m
}

// agreedOn is the version agreed on in words; "" where the hello was cut before it is sure: a server that does TLS 1.3 says
// so in an extension, and 1.2 elsewhere.
func (m *ServerHello) agreedOn() string {
	if m.Missing > 0 && !m.Chosen && (m.Version.rank() == TLS12 || m.Version == 0) {
		return ""
	}
	return m.Version.String()
}

// readExtension understands one extension; what does not read as it should is left out.
func (m *ServerHello) readExtension(t ExtensionType, s cryptobyte.String) {
	var v uint16
	var list, text cryptobyte.String
	switch t {
	case extSupportedVersions:
		if s.ReadUint16(&v) {
			m.Version = Version(v)
		}
	case extKeyShare:
		if s.ReadUint16(&v) {
			m.Group = Group(v)
			if s.ReadUint16LengthPrefixed(&text) { // a HelloRetryRequest names the group alone
				m.share = spanIn(m.raw, text)
			}
		}
	case extPreSharedKey:
		m.PSK, m.Resumed = true, true
		s.ReadUint16(&m.chosen)
	case extALPN:
		if s.ReadUint16LengthPrefixed(&list) && list.ReadUint8LengthPrefixed(&text) {
			m.ALPN = string(text)
		}
	case extExtendedMasterSecret:
		m.extendedMaster = true
	case extEncryptThenMAC:
		m.encryptThenMAC = true
	}
}

// downgraded says which version the server could have spoken as well: it leaves a mark in its random, so that
// a client notices when somebody on the way took TLS 1.3 or 1.2 out of the offer (RFC 8446, section 4.1.3).
func (m *ServerHello) downgraded() string {
	if len(m.Random) != 32 || m.Version.is13() {
		return ""
	}
	switch string(m.Random[24:]) {
	case "DOWNGRD\x01":
		return "TLS 1.3"
	case "DOWNGRD\x00":
		return "TLS 1.2"
	}
	return ""
}
