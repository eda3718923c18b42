package capture

import "fmt"

// Link types that are followed but that nobody else needs to name.
const (
	linkTokenRing              LinkType = 6
	linkARCNET                 LinkType = 7
	linkFDDI                   LinkType = 10
	linkRawBSD                 LinkType = 12
	linkRawOpenBSD             LinkType = 14
	linkPPPHDLC                LinkType = 50
	linkPPPEther               LinkType = 51
	linkATM                    LinkType = 100
	linkCHDLC                  LinkType = 104
	linkWiFi                   LinkType = 105
	linkATMLinux               LinkType = 106
	linkFrameRelay             LinkType = 107
	linkEnc                    LinkType = 109
	linkPFLog                  LinkType = 117
	linkPrism                  LinkType = 119
	linkIPOverFC               LinkType = 122
	linkSunATM                 LinkType = 123
	linkRadiotap               LinkType = 127
	linkARCNETLinux            LinkType = 129
	linkFireWire               LinkType = 138
	linkDOCSIS                 LinkType = 143
	linkPKTAPUser              LinkType = 149 // a number for users, which Darwin has taken
	linkAVS                    LinkType = 163
	linkPPPDir                 LinkType = 166
	linkPPI                    LinkType = 192
	linkPPPWithDir             LinkType = 204
	linkCHDLCWithDir           LinkType = 205
	linkFrameRelayWithDir      LinkType = 206
	linkIPNET                  LinkType = 226
	linkNFLOG                  LinkType = 239
	linkNetAnalyzer            LinkType = 240
	linkNetAnalyzerTransparent LinkType = 241
	linkInfiniBand             LinkType = 242
	linkPKTAP                  LinkType = 258
	linkEPON                   LinkType = 259
	linkMPacket                LinkType = 274
	linkBRCM                   LinkType = 281
	linkBRCMPrepend            LinkType = 282
	linkDSA                    LinkType = 284
	linkEDSA                   LinkType = 285
)

// refused are link types that are named, and not looked into: IP is not there, or so rarely that it isn't worth it.
var refused = map[LinkType]skip{
	3: "AX.25", 8: "SLIP", 99: "Symantec firewall", 114: "LocalTalk", 118: "Cisco IOS", 130: "Juniper",
	132: "Juniper", 133: "Juniper", 134: "Juniper", 135: "Juniper", 136: "Juniper", 137: "Juniper", 139: "SS7",
	140: "SS7", 141: "SS7", 142: "SS7", 144: "IrDA", 165: "MS/TP", 167: "Juniper", 177: "LAPD", 178: "Juniper",
	179: "Juniper", 180: "Juniper", 181: "Juniper", 182: "Multi-link Frame Relay", 183: "Juniper", 184: "Juniper",
	186: "USB", 187: "Bluetooth", 189: "USB", 190: "CAN", 194: "Juniper", 195: "IEEE 802.15.4", 197: "ERF",
	199: "IPMB", 200: "Juniper", 201: "Bluetooth", 202: "AX.25", 203: "LAPD", 209: "I2C", 210: "FlexRay",
	211: "MOST", 212: "LIN", 215: "IEEE 802.15.4", 217: "GSM", 218: "GSM", 220: "USB", 221: "DECT",
	222: "Juniper", 223: "Juniper", 224: "Fibre Channel", 225: "Fibre Channel", 227: "CAN", 230: "IEEE 802.15.4",
	231: "D-Bus", 233: "Juniper", 235: "DVB", 238: "Juniper", 243: "MPEG", 244: "NG40", 245: "NFC",
	247: "InfiniBand", 248: "SCTP", 249: "USB", 251: "Bluetooth", 252: "exported PDU", 253: "Netlink",
	254: "Bluetooth", 255: "Bluetooth", 256: "Bluetooth", 257: "Profibus", 264: "ISO 14443", 266: "USB",
	270: "LoRa", 271: "VSOCK", 272: "Bluetooth", 273: "DOCSIS 3.1", 275: "DisplayPort", 278: "USB", 279: "EBHSCR",
	280: "VPP", 283: "IEEE 802.15.4", 287: "Z-Wave", 288: "USB", 289: "ATSC", 290: "ETW", 293: "USB", 294: "USB",
	295: "USB", 297: "Z-Wave",
}

// linkTypeName names a link type that is not followed.
func linkTypeName(l LinkType) skip {
	if name, ok := refused[l]; ok {
		return name
	}
	return skip(fmt.Sprintf("unknown link type %d", uint16(l)))
}
