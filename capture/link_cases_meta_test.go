package capture

import (
	"encoding/binary"
	"hash/crc32"
	"strings"
)

// zeros are n bytes in digits.
func zeros(n int) string { return strings.Repeat("00", n) }

// metaCases are frames with headers that are not of a network, but of who captured.
func metaCases() map[string]linkCase {
	return map[string]linkCase{
		"NULL, little-endian":             {link: LinkNull, frame: hexed("02000000", inner)},
		"NULL, big-endian":                {link: LinkNull, frame: hexed("00000002", inner)},
		"NULL, IPv6 of Darwin":            {link: LinkNull, frame: hexed("1e000000", inner6)},
		"NULL, IPv6 of FreeBSD":           {link: LinkNull, frame: hexed("0000001c", inner6)},
		"NULL, IPv6 of NetBSD":            {link: LinkNull, frame: hexed("18000000", inner6)},
		"LOOP":                            {link: LinkLoop, frame: hexed("00000002", inner)},
		"raw IP":                          {link: LinkRaw, frame: inner},
		"raw IP, IPv6":                    {link: LinkRaw, frame: inner6},
		"raw IP, BSD's number":            {link: linkRawBSD, frame: inner},
		"raw IP, OpenBSD's number":        {link: linkRawOpenBSD, frame: inner},
		"raw IPv4":                        {link: LinkIPv4, frame: inner},
		"raw IPv6":                        {link: LinkIPv6, frame: inner6},
		"Linux cooked v1":                 {link: LinkLinuxSLL, frame: hexed("0000 0001 0006 020000000001 0000 0800", inner)},
		"Linux cooked v1, VLAN":           {link: LinkLinuxSLL, frame: hexed("0000 0001 0006 020000000001 0000 8100 0005 0800", inner)},
		"Linux cooked v1, LLC":            {link: LinkLinuxSLL, frame: hexed("0000 0001 0006 020000000001 0000 0004 aaaa03 000000 0800", inner)},
		"Linux cooked v1, Ethernet":       {link: LinkLinuxSLL, frame: hexed("0004 fffe 0000 0000000000000000 0003", eth("0800", inner))},
		"Linux cooked v1, GRE":            {link: LinkLinuxSLL, frame: hexed("0000 030a 0004 0a000001 00000000 0800", inner)},
		"Linux cooked v1, radiotap":       {link: LinkLinuxSLL, frame: hexed("0000 0323 0006 020000000001 0000 0004 0000 0800 00000000 0801 0000"+wifiThree+snapIP, inner)},
		"Linux cooked v1, Frame Relay":    {link: LinkLinuxSLL, frame: hexed("0000 0302 0002 0000000000000000 0000 1841 03 cc", inner)},
		"Linux cooked v2":                 {link: LinkLinuxSLL2, frame: hexed("0800 0000 00000001 0001 00 06 020000000001 0000", inner)},
		"Linux cooked v2, IPv6":           {link: LinkLinuxSLL2, frame: hexed("86dd 0000 00000001 0001 00 06 020000000001 0000", inner6)},
		"NFLOG":                           {link: linkNFLOG, frame: hexed("02 00 0000 0800 0100 0800 0100 3700 0900", inner)},
		"NFLOG, IPv6":                     {link: linkNFLOG, frame: hexed("0a 00 0000 0500 0a00 41000000 4b00 0900", inner6)},
		"NFLOG, big-endian":               {link: linkNFLOG, frame: hexed("02 00 0000 0008 0001 0800 0100 0037 0009", inner), apart: "the order is that of the machine which reads"},
		"OpenBSD encapsulation":           {link: linkEnc, frame: hexed("00000002 00000001 00000000", inner)},
		"OpenBSD packet filter log":       {link: linkPFLog, frame: hexed("3d 02 00 00"+zeros(16)+zeros(16)+zeros(24)+"01 000000", inner)},
		"PKTAP":                           {link: linkPKTAP, frame: hexed("6c000000 01000000 01000000"+zeros(24)+"00000000 02000000 0e000000 00000000"+zeros(56), eth("0800", inner))},
		"PKTAP, user's number":            {link: linkPKTAPUser, frame: hexed("6c000000 01000000 01000000"+zeros(24)+"00000000 02000000 0e000000 00000000"+zeros(56), eth("0800", inner)), apart: "has to be configured"},
		"PKTAP, loopback":                 {link: linkPKTAP, frame: hexed("6c000000 01000000 00000000"+zeros(24)+"00000000 02000000 04000000 00000000"+zeros(56)+"02000000", inner)},
		"Solaris IPNET":                   {link: linkIPNET, frame: hexed("01 02 0000 00000033 00000001 00000000 00000000 00000000", inner)},
		"netANALYZER":                     {link: linkNetAnalyzer, frame: append(hexed("00 04 4500", eth("0800", inner)), 1, 2, 3, 4)},
		"netANALYZER with preamble":       {link: linkNetAnalyzerTransparent, frame: append(hexed("00 04 4d00 55555555555555d5", eth("0800", inner)), 1, 2, 3, 4), apart: "shown as bytes"},
		"EPON":                            {link: linkEPON, frame: hexed("5555d555 5555 8001", eth("0800", inner))},
		"Ethernet mPacket":                {link: linkMPacket, frame: binary.LittleEndian.AppendUint32(hexed("55555555555555d5", eth("0800", inner)), crc32.ChecksumIEEE(eth("0800", inner)))},
		"Broadcom's switch tag":           {link: linkBRCM, frame: hexed("020000000002 020000000001 00000001 0800", inner), apart: "not known to it"},
		"Broadcom's switch tag in front":  {link: linkBRCMPrepend, frame: hexed("00000001", eth("0800", inner)), apart: "not known to it"},
		"Marvell's switch tag":            {link: linkDSA, frame: hexed("020000000002 020000000001 c0000001 0800", inner), apart: "not known to it"},
		"Marvell's switch tag, EtherType": {link: linkEDSA, frame: hexed("020000000002 020000000001 dada 0000 c0000001 0800", inner), apart: "not known to it"},
	}
}
