package tlswire

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// JA4 is FoxIO's fingerprint of a client's hello, as published under the BSD licence: in the clear the
// transport, version, whether a name was sent, how many suites and extensions, and the first protocol of
// ALPN; then 12 digits of the SHA-256 of the sorted suites; then of the sorted extensions with the signature
// algorithms in their order. GREASE is left out everywhere.
func (m *ClientHello) JA4() string {
	suites := make([]uint16, 0, 64)
	for _, c := range m.Ciphers {
		if !isGREASE(uint16(c)) {
			suites = append(suites, uint16(c))
		}
	}
	extensions, count := make([]uint16, 0, 32), 0
	named := false
	for _, e := range m.Extensions {
		if isGREASE(uint16(e.Type)) {
			continue
		}
		count++
		switch e.Type {
		case extServerName:
			named = true
		case extALPN:
		default:
			extensions = append(extensions, uint16(e.Type))
		}
	}
	slices.Sort(suites)
	slices.Sort(extensions)

	b := make([]byte, 0, 64)
	b = append(b, byte(m.Transport))
	b = append(b, m.ja4Version()...)
	if named {
		b = append(b, 'd')
	} else {
		b = append(b, 'i')
	}
	b = appendTwo(b, len(suites))
	b = appendTwo(b, count)
	b = m.appendJA4ALPN(b)
	b = appendDigest(append(b, '_'), appendHexes(make([]byte, 0, 512), suites))
	list := appendHexes(make([]byte, 0, 512), extensions)
	if len(m.Schemes) > 0 && len(list) > 0 {
		list = append(list, '_')
		n := len(list)
		for _, s := range m.Schemes {
			if !isGREASE(uint16(s)) {
				list = appendHex(list, uint16(s), len(list) > n)
			}
		}
	}
	return string(appendDigest(append(b, '_'), list))
}

// ja4Version writes the version offered as JA4 does: the one with the highest number, which drafts have, and for
// those there are no digits.
func (m *ClientHello) ja4Version() string {
	if slices.ContainsFunc(m.Versions, Version.isDraft) {
		return "00"
	}
	switch m.Version() {
	case TLS13:
		return "13"
	case TLS12:
		return "12"
	case TLS11:
		return "11"
	case TLS10:
		return "10"
	case SSL30:
		return "s3"
	case SSL20:
		return "s2"
	case 0xfeff:
		return "d1"
	case 0xfefd:
		return "d2"
	case 0xfefc:
		return "d3"
	}
	return "00"
}

// appendJA4ALPN appends the first and last character of the first protocol, or, when either is neither
// letter nor digit, of its hexadecimal digits. A protocol that does not begin with ASCII is 99: so FoxIO's own
// program has it, and so fingerprints are passed around, although the text would give hexadecimal digits.
func (m *ClientHello) appendJA4ALPN(b []byte) []byte {
	if len(m.ALPN) == 0 || m.ALPN[0] == "" {
		return append(b, "00"...)
	}
	p := m.ALPN[0]
	first, last := p[0], p[len(p)-1]
	if first >= 0x80 {
		return append(b, "99"...)
	}
	if !alphanumeric(first) || !alphanumeric(last) {
		const digits = "0123456789abcdef"
		first, last = digits[first>>4], digits[last&15]
	}
	return append(b, first, last)
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// appendTwo appends a count in two digits, 99 at most.
func appendTwo(b []byte, n int) []byte {
	n = min(n, 99)
	return append(b, '0'+byte(n/10), '0'+byte(n%10))
}

func appendHexes(b []byte, list []uint16) []byte {
	for i, v := range list {
		b = appendHex(b, v, i > 0)
	}
	return b
}

func appendHex(b []byte, v uint16, comma bool) []byte {
	const digits = "0123456789abcdef"
	if comma {
		b = append(b, ',')
	}
	return append(b, digits[v>>12], digits[v>>8&15], digits[v>>4&15], digits[v&15])
}

// appendDigest appends 12 digits of the list's SHA-256, zeroes for an empty one.
func appendDigest(b, list []byte) []byte {
	if len(list) == 0 {
		return append(b, "000000000000"...)
	}
	sum := sha256.Sum256(list)
	return hex.AppendEncode(b, sum[:6])
}
