package tlswire

import (
	"crypto/md5"
	"encoding/hex"
	"strconv"
)

// JA3 is the MD5, in hexadecimal digits, of what a client's TLS library chooses: version, cipher suites,
// extensions, groups and point formats in their order, GREASE left out.
func (m *ClientHello) JA3() string {
	b := make([]byte, 0, 512)
	b = strconv.AppendUint(b, uint64(m.LegacyVersion), 10)
	b = appendDecimals(append(b, ','), m.Ciphers)
	b = append(b, ',')
	first := true
	for _, e := range m.Extensions {
		b = appendDecimal(b, uint16(e.Type), &first)
	}
	b = appendDecimals(append(b, ','), m.Groups)
	b = append(b, ',')
	for i, f := range m.PointFormats {
		if i > 0 {
			b = append(b, '-')
		}
		b = strconv.AppendUint(b, uint64(f), 10)
	}
	return md5Hex(b)
}

// JA3S is JA3 for a server's hello: version, cipher suite, extensions.
func (m *ServerHello) JA3S() string {
	b := make([]byte, 0, 128)
	b = strconv.AppendUint(b, uint64(m.LegacyVersion), 10)
	b = append(b, ',')
	b = strconv.AppendUint(b, uint64(m.Cipher), 10)
	b = append(b, ',')
	first := true
	for _, e := range m.Extensions {
		b = appendDecimal(b, uint16(e.Type), &first)
	}
	return md5Hex(b)
}

// appendDecimals appends numbers with dashes between them, GREASE left out.
func appendDecimals[T ~uint16](b []byte, list []T) []byte {
	first := true
	for _, v := range list {
		b = appendDecimal(b, uint16(v), &first)
	}
	return b
}

func appendDecimal(b []byte, v uint16, first *bool) []byte {
	if isGREASE(v) {
		return b
	}
	if !*first {
		b = append(b, '-')
	}
	*first = false
	return strconv.AppendUint(b, uint64(v), 10)
}

func md5Hex(b []byte) string {
	sum := md5.Sum(b)
	return hex.EncodeToString(sum[:])
}
