package tlswire

import "strings"

// A sealing is the way in which a suite seals records.
type sealing uint8

const (
	unknownSealing sealing = iota
	nullSealing            // nothing is hidden; a MAC may be there
	streamSealing          // RC4
	blockSealing           // a block cipher in CBC mode with an HMAC
	aeadSealing            // authenticated encryption with associated data
)

// A suite is what a cipher suite's name says, with what follows from it for the size of records.
type suite struct {
	id       CipherSuite
	exchange string // "ECDHE_RSA", "RSA", "PSK"; "" in TLS 1.3, where it is agreed on separately
	cipher   string // "AES_128_GCM"
	hash     string // "SHA256": of the MAC, or where there is none of the key derivation
	sealing  sealing
	key      int // bytes of the key
	block    int // bytes of the cipher's block, in CBC mode
	mac      int // bytes of the MAC
	explicit int // bytes of nonce in every record of TLS 1.2
	tag      int // bytes of the authentication tag
	export   bool
}

// suiteOf takes a suite's name apart.
func suiteOf(id CipherSuite) suite {
	s := suite{id: id}
	text, ok := find(classicSuites[:], uint16(id))
	if !ok {
		text, ok = find(modernSuites[:], uint16(id))
	}
	if !ok || strings.HasSuffix(text, "_SCSV") {
		return s
	}
	_, text, _ = strings.Cut(text, "_") // TLS_ or SSL_
	if exchange, rest, ok := strings.Cut(text, "_WITH_"); ok {
		s.exchange, text = exchange, rest
		s.export = strings.Contains(exchange, "EXPORT")
	}
	s.cipher, s.hash = text, "SHA256"
	if cut := strings.LastIndexByte(text, '_'); cut > 0 {
		switch last := text[cut+1:]; last {
		case "SHA", "SHA256", "SHA384", "SHA512", "MD5", "NULL", "SM3", "IMIT", "OMAC", "GOSTR3411":
			s.cipher, s.hash = text[:cut], last
		}
	}
	s.measure()
	return s
}

// measure derives sizes from the cipher's name.
func (s *suite) measure() {
	c := s.cipher
	s.key = 16
	switch {
	case strings.Contains(c, "_256"):
		s.key = 32
	case strings.HasPrefix(c, "3DES"):
		s.key = 24
	case strings.HasPrefix(c, "DES_CBC"):
		s.key = 8
	}
	switch {
	case strings.Contains(c, "GCM"):
		s.sealing, s.explicit, s.tag = aeadSealing, 8, 16
	case strings.HasSuffix(c, "CCM_8"):
		s.sealing, s.explicit, s.tag = aeadSealing, 8, 8
	case strings.HasSuffix(c, "CCM"):
		s.sealing, s.explicit, s.tag = aeadSealing, 8, 16
	case strings.HasPrefix(c, "CHACHA20"):
		s.sealing, s.tag, s.key = aeadSealing, 16, 32
	case strings.HasPrefix(c, "AEGIS"):
		s.sealing, s.tag = aeadSealing, 16
	case c == "NULL", strings.HasPrefix(c, "SHA"): // TLS_SHA256_SHA256 has integrity only (RFC 9150)
		s.sealing, s.mac, s.key = nullSealing, macSize(s.hash), 0
	case strings.HasPrefix(c, "RC4"):
		s.sealing, s.mac = streamSealing, macSize(s.hash)
	case strings.Contains(c, "CBC"):
		s.sealing, s.mac, s.block = blockSealing, macSize(s.hash), 16
		if strings.Contains(c, "DES") || strings.HasPrefix(c, "IDEA") || strings.HasPrefix(c, "RC2") {
			s.block = 8
		}
	}
}

// macSize is how many bytes the HMAC with that hash takes.
func macSize(hash string) int {
	switch hash {
	case "MD5":
		return 16
	case "SHA":
		return 20
	case "SHA256", "SM3", "GOSTR3411":
		return 32
	case "SHA384":
		return 48
	case "SHA512":
		return 64
	}
	return 0
}

// hashSize is the length of a TLS 1.3 Finished message's body.
func (s *suite) hashSize() int {
	if s.hash == "SHA384" {
		return 48
	}
	return 32
}

// plaintext says how many bytes a sealed record of n bytes holds at most: padding, where there is some, is
// counted in. ok is false when the suite is not known.
func (s *suite) plaintext(v Version, n int) (most int, ok bool) {
	switch {
	case v.is13() && s.tag > 0:
		most = n - s.tag - 1 // the record's real type is sealed in as well (RFC 8446, section 5.2)
	case v.is13(), s.sealing == unknownSealing:
		return 0, false
	case s.sealing == blockSealing:
		most = n - s.mac - 1 // at least the byte that counts the padding
		if v >= TLS11 {
			most -= s.block // the IV (RFC 4346, section 6.2.3.2)
		}
	default:
		most = n - s.explicit - s.tag - s.mac
	}
	return max(most, 0), true
}

// protection says what keeps records from being changed unnoticed: "AEAD", "HMAC", or "" for nothing.
func (s *suite) protection() string {
	switch {
	case s.sealing == aeadSealing:
		return "AEAD"
	case s.mac > 0:
		return "HMAC"
	}
	return ""
}

// onwards says what becomes of records once the suite is used.
func (s *suite) onwards() string {
	switch {
	case s.sealing != nullSealing:
		return "from here on sealed"
	case s.mac > 0:
		return "from here on with a MAC, but not encrypted"
	}
	return "from here on as before: the suite does nothing" // TLS_NULL_WITH_NULL_NULL (RFC 5246, section 6.1)
}

// fresh says whether the keys came from values that both sides forget (forward secrecy). Before TLS 1.3 the
// suite alone decides that.
func (s *suite) fresh() bool {
	return strings.Contains(s.exchange, "DHE") || strings.Contains(s.exchange, "_anon") ||
		strings.HasPrefix(s.exchange, "SRP") || s.exchange == "ECCPWD"
}
