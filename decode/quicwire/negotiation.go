package quicwire

import (
	"iter"
	"strings"

	"eavesdrop/decode"
)

// A VersionNegotiation is a server's answer to a version that it does not speak: the list of those that it does
// (RFC 9000, section 17.2.1). Nothing protects it.
type VersionNegotiation struct {
	DestinationID []byte
	SourceID      []byte
	Versions      []Version

	raw []byte
}

// maxOffered bounds how many versions of a list are kept.
const maxOffered = 256

// Kind is "quic.version_negotiation".
func (*VersionNegotiation) Kind() string { return "quic.version_negotiation" }

// Brief lists the versions.
func (m *VersionNegotiation) Brief() decode.Brief {
	return decode.Brief{Sight: decode.Claimed, Title: "QUIC version negotiation", Detail: strings.Join(m.names(), ", ")}
}

func (m *VersionNegotiation) names() []string {
	list := make([]string, 0, len(m.Versions))
	for _, v := range m.Versions {
		list = append(list, v.String())
	}
	return list
}

// Members writes the connection ids and the versions.
func (m *VersionNegotiation) Members(o *decode.Object) {
	o.Hex("dcid", m.DestinationID)
	o.Hex("scid", m.SourceID)
	o.Strs("versions", m.names())
}

// Facts is empty.
func (*VersionNegotiation) Facts() iter.Seq[decode.Fact] { return func(func(decode.Fact) bool) {} }

// Fields explains the packet's bytes.
func (m *VersionNegotiation) Fields() iter.Seq[decode.Field] {
	return fieldsOf(m.raw, func(w walker) {
		w.firstByte(negotiationPacket, false)
		w.ids()
		outer := w.Open(w.Left(), "Versions", "", decode.Claimed, "What the server says it speaks. Nothing protects the list: anyone on the way could have made it.")
		for b := w.Ahead(); len(b) >= 4 && !w.Stopped(); b = w.Ahead() {
			w.Take(4, "Version", Version(uint32(b[0])<<24|uint32(b[1])<<16|uint32(b[2])<<8|uint32(b[3])).String(), decode.Claimed, "")
		}
		w.Close(outer)
	})
}

// parseNegotiation reads the list; raw is kept.
func parseNegotiation(h *header, raw []byte) *VersionNegotiation {
	list := offered(raw, h)
	return &VersionNegotiation{DestinationID: clone(h.dcid), SourceID: clone(h.scid), Versions: list[:min(len(list), maxOffered)], raw: raw}
}
