package quicwire

import "fmt"

// A Version is a version of QUIC as it stands on the wire.
type Version uint32

// The versions that have an RFC.
const (
	Negotiation Version = 0          // no version: the packet lists those that the server speaks
	V1          Version = 1          // RFC 9000
	V2          Version = 0x6b3343cf // RFC 9369
)

const (
	draftPrefix     = 0xff0000   // drafts of the IETF are 0xff0000NN
	mvfst22         = 0xfaceb001 // draft 22 as the mvfst library had it
	mvfst27         = 0xfaceb002 // and draft 27,
	mvfstExperiment = 0xfaceb00e // also in its experiments
	oldestDraft     = 22         // the first draft whose Initial packets are opened here
	newestDraft     = 34
	reservedMask    = 0x0f0f0f0f
	reserved        = 0x0a0a0a0a // 0x?a?a?a?a means nothing (RFC 9000, section 15)
)

// String is the version's name: "QUIC v1".
func (v Version) String() string {
	switch {
	case v == Negotiation:
		return "version negotiation"
	case v == V1:
		return "QUIC v1"
	case v == V2:
		return "QUIC v2"
	case v.draft() > 0:
		return fmt.Sprintf("QUIC draft-%02d", v.draft())
	case v.google():
		return "gQUIC " + string([]byte{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)})
	case v>>8 == 0xfaceb0:
		return fmt.Sprintf("QUIC mvfst (%#08x)", uint32(v))
	case v.reserved():
		return fmt.Sprintf("reserved (%#08x)", uint32(v))
	}
	return fmt.Sprintf("unknown(%#08x)", uint32(v))
}

// draft is the number of the IETF's draft, 0 for other versions.
func (v Version) draft() int {
	if v>>8 == draftPrefix && v&0xff != 0 && v&0xff <= 0x40 {
		return int(v & 0xff)
	}
	return 0
}

// google says whether the version is one of Google's own: Q and three digits, or T where TLS runs inside.
func (v Version) google() bool {
	digit := func(shift int) bool { b := byte(v >> shift); return b >= '0' && b <= '9' }
	first := byte(v >> 24)
	return (first == 'Q' || first == 'T') && digit(16) && digit(8) && digit(0)
}

// reserved says whether the version is one of those that clients offer to see that servers refuse it well.
func (v Version) reserved() bool { return v&reservedMask == reserved }

// known says whether the version can be named.
func (v Version) known() bool {
	return v == V1 || v == V2 || v.draft() > 0 || v.google() || v>>8 == 0xfaceb0
}
