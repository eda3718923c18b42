package tlswire

import "fmt"

// A Version is a protocol version as it stands on the wire.
type Version uint16

// The versions.
const (
	SSL20 Version = 0x0002
	SSL30 Version = 0x0300
	TLS10 Version = 0x0301
	TLS11 Version = 0x0302
	TLS12 Version = 0x0303
	TLS13 Version = 0x0304
)

// String is the version's name: "TLS 1.3".
func (v Version) String() string {
	switch v {
	case SSL20:
		return "SSL 2.0"
	case SSL30:
		return "SSL 3.0"
	case TLS10:
		return "TLS 1.0"
	case TLS11:
		return "TLS 1.1"
	case TLS12:
		return "TLS 1.2"
	case TLS13:
		return "TLS 1.3"
	case 0x0100, 0xfeff:
		return "DTLS 1.0"
	case 0xfefd:
		return "DTLS 1.2"
	case 0xfefc:
		return "DTLS 1.3"
	}
	switch {
	case v>>8 == 0x7f:
		return fmt.Sprintf("TLS 1.3 (draft %d)", v&0xff)
	case v>>8 == 0xfb:
		return fmt.Sprintf("TLS 1.3 (Facebook draft %d)", v&0xff)
	}
	return nameOf(nil, uint16(v))
}

// rank orders versions by what they can do, drafts and DTLS beside what they became.
func (v Version) rank() Version {
	switch {
	case v.isDraft(), v == 0xfefc:
		return TLS13
	case v == 0xfefd:
		return TLS12
	case v == 0xfeff, v == 0x0100:
		return TLS11
	}
	return v
}

// is13 says whether v is TLS 1.3 or one of its drafts.
func (v Version) is13() bool { return v.rank() == TLS13 }

// isDraft says whether v is a draft of TLS 1.3.
func (v Version) isDraft() bool { return v>>8 == 0x7f || v>>8 == 0xfb }

// highest is the newest of the versions offered, GREASE left out; 0 when there is none. A draft, whatever its number,
// is older than what it became.
func highest(offered []Version) Version {
	var best Version
	for _, v := range offered {
		switch {
		case isGREASE(uint16(v)) || v.rank() < best.rank():
		case v.rank() > best.rank(), best.isDraft() && (!v.isDraft() || v > best):
			best = v
		}
	}
	return best
}
