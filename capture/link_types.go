package capture

import "github.com/google/gopacket/layers"

// Link types that are followed but that nobody else needs to name.
const (
	linkARCNET      LinkType = 7
	linkRawBSD      LinkType = 12
	linkRawOpenBSD  LinkType = 14
	linkPPPHDLC     LinkType = 50
	linkPPPEther    LinkType = 51
	linkCHDLC       LinkType = 104
	linkWiFi        LinkType = 105
	linkFrameRelay  LinkType = 107
	linkEnc         LinkType = 109
	linkPrism       LinkType = 119
	linkRadiotap    LinkType = 127
	linkARCNETLinux LinkType = 129
	linkAVS         LinkType = 163
	linkPPPDir      LinkType = 166
	linkPPI         LinkType = 192
	linkNFLOG       LinkType = 239
)

// EtherTypes.
const (
	etherIPv4      = 0x0800
	etherIPv6      = 0x86dd
	etherVLAN      = 0x8100
	etherQinQ      = 0x88a8
	etherOldQinQ   = 0x9100
	etherMPLS      = 0x8847
	etherMPLSMulti = 0x8848
	etherPPPoE     = 0x8864
	etherBridging  = 0x6558 // transparent Ethernet bridging, in GRE and GENEVE
	etherERSPAN2   = 0x88be // in GRE
	etherERSPAN3   = 0x22eb // in GRE
	etherCMD       = 0x8909
	etherMaxLength = 1500 // a type field up to this is a length (IEEE 802.3, section 3.2.6)
)

// etherTypeName names a payload that is not followed.
func etherTypeName(t uint16) string {
	if t == 0x8863 {
		return "PPPoE discovery"
	}
	name := layers.EthernetType(t).String()
	if name == "UnknownEthernetType" {
		return string(skipEtherType)
	}
	return name
}
