package tlswire

import (
	"cmp"
	"fmt"
	"slices"
)

// A name is one line of a table of numbers and names. Tables are sorted by number.
type name struct {
	id   uint16
	text string
}

// find looks id up in a table.
func find(table []name, id uint16) (string, bool) {
	i, ok := slices.BinarySearchFunc(table, id, func(n name, id uint16) int { return cmp.Compare(n.id, id) })
	if !ok {
		return "", false
	}
	return table[i].text, true
}

// nameOf is the name of id, "GREASE(0x3a3a)" for the values that RFC 8701 reserves, or "unknown(0x1234)".
func nameOf(table []name, id uint16) string {
	if s, ok := find(table, id); ok {
		return s
	}
	if isGREASE(id) {
		return fmt.Sprintf("GREASE(0x%04x)", id)
	}
	return fmt.Sprintf("unknown(0x%04x)", id)
}

// nameOf8 is nameOf for numbers of one byte.
func nameOf8(table []name, id uint8) string {
	if s, ok := find(table, uint16(id)); ok {
		return s
	}
	return fmt.Sprintf("unknown(%d)", id)
}

// isGREASE says whether v is one of the sixteen values that mean nothing and are sent to keep peers tolerant:
// 0x0a0a, 0x1a1a, … 0xfafa (RFC 8701, section 2).
func isGREASE(v uint16) bool { return v&0x0f0f == 0x0a0a && v>>8 == v&0xff }

// A CipherSuite is a number of the IANA registry "TLS Cipher Suites".
type CipherSuite uint16

// String is the suite's name: "TLS_AES_128_GCM_SHA256".
func (c CipherSuite) String() string {
	if c < 0x1000 {
		return nameOf(classicSuites[:], uint16(c))
	}
	return nameOf(modernSuites[:], uint16(c))
}

// A Group is a number of the IANA registry "TLS Supported Groups": a way to agree on a key.
type Group uint16

// String is the group's name: "x25519".
func (g Group) String() string { return nameOf(groupNames[:], uint16(g)) }

// A SignatureScheme is a number of the IANA registry "TLS SignatureScheme".
type SignatureScheme uint16

// String is the scheme's name: "ecdsa_secp256r1_sha256".
func (s SignatureScheme) String() string { return nameOf(schemeNames[:], uint16(s)) }

// An ExtensionType is a number of the IANA registry "TLS ExtensionType Values".
type ExtensionType uint16

// String is the extension's name: "server_name".
func (t ExtensionType) String() string {
	for i := range extensionNames {
		if extensionNames[i].id == t {
			return extensionNames[i].name
		}
	}
	return nameOf(nil, uint16(t))
}

// A HandshakeType is a number of the IANA registry "TLS HandshakeType".
type HandshakeType uint8

// String is the type's name: "client_hello".
func (t HandshakeType) String() string { return nameOf8(handshakeNames[:], uint8(t)) }

// An AlertDescription is a number of the IANA registry "TLS Alerts".
type AlertDescription uint8

// String is the alert's name: "close_notify".
func (d AlertDescription) String() string { return nameOf8(alertNames[:], uint8(d)) }
