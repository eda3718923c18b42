package capture

import "github.com/google/gopacket/layers"

// vlanHeader is what a trail calls a tag that is shown in its parts.
const vlanHeader = "802.1Q Virtual LAN"

const skipDiscovery skip = "PPPoE discovery"

// etherNames are EtherTypes that are met and not followed.
var etherNames = map[uint16]skip{
	etherDiscovery: skipDiscovery,
	0x0842:         "Wake-on-LAN",
	0x22ea:         "Stream Reservation",
	0x22f0:         "AVTP",
	0x22f3:         "TRILL",
	0x6001:         "MOP",
	0x6002:         "MOP",
	0x6003:         "DECnet",
	0x6004:         "LAT",
	0x8035:         "RARP",
	0x809b:         "AppleTalk",
	0x80f3:         "AppleTalk ARP",
	0x8137:         "Novell IPX",
	0x872d:         "WLCCP",
	0x8809:         "LACP and other slow protocols",
	0x886d:         "NIC teaming",
	0x8892:         "PROFINET",
	0x8899:         "Realtek",
	0x88a2:         "ATA over Ethernet",
	0x88a4:         "EtherCAT",
	0x88ab:         "POWERLINK",
	0x88b5:         "experimental EtherType",
	0x88b6:         "experimental EtherType",
	0x88b8:         "GOOSE",
	0x88ba:         "Sampled Values",
	0x88ca:         "TIPC",
	0x88cc:         "LLDP",
	0x88cd:         "SERCOS III",
	0x88d9:         "LLTD",
	0x88dc:         "WSMP",
	0x88e1:         "HomePlug",
	0x88e3:         "MRP",
	0x88f5:         "MVRP",
	0x88f6:         "MMRP",
	0x88f7:         "PTP",
	0x88fb:         "PRP",
	0x8902:         "CFM",
	0x8906:         "Fibre Channel over Ethernet",
	0x8914:         "FIP",
	0x8915:         "RoCE",
	0x893a:         "IEEE 1905",
	0x8947:         "GeoNetworking",
}

// etherTypeName names a payload that is not followed.
func etherTypeName(t uint16) skip {
	if name, ok := etherNames[t]; ok {
		return name
	}
	name := layers.EthernetType(t).String()
	if name == "UnknownEthernetType" {
		return skipEtherType
	}
	return skip(name)
}

// pppName names what PPP carries beside packets.
func pppName(proto uint16) skip {
	switch proto {
	case 0xfd:
		return "compressed PPP"
	case 0x53:
		return "encrypted PPP"
	case 0x2d, 0x2f:
		return "PPP with a compressed TCP header"
	case 0xc021:
		return "PPP LCP"
	case 0xc023:
		return "PPP PAP"
	case 0xc223:
		return "PPP CHAP"
	case 0xc227:
		return "PPP EAP"
	case 0x8021, 0x8057:
		return "PPP IPCP"
	}
	return "PPP control"
}

// ipProtocolName names what IP carries that is not followed.
func ipProtocolName(proto uint8) skip {
	switch proto {
	case 33:
		return "DCCP"
	case 46:
		return "RSVP"
	case 50:
		return "encrypted ESP"
	case 88:
		return "EIGRP"
	case 103:
		return "PIM"
	case 113:
		return "PGM"
	case 115:
		return "L2TPv3"
	}
	name := layers.IPProtocol(proto).String()
	if name == "UnknownIPProtocol" {
		return "unknown IP protocol"
	}
	return skip(name)
}
