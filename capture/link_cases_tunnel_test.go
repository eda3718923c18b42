package capture

import "encoding/binary"

// ipCases are IP in its variants, and what IP carries without UDP.
func ipCases() map[string]linkCase {
	options := append([]byte{0x47, 0, 0, byte(len(inner) + 8)}, inner[4:20]...) // 28 bytes of header
	options = append(append(options, 0x94, 4, 0, 0, 1, 1, 1, 0), carriedTCP...) // router alert, padding
	jumbo := hexed("06 00 c204", binary.BigEndian.AppendUint32(nil, uint32(8+len(carriedTCP))), carriedTCP)
	noLength := ip6(extHopByHop, jumbo)
	noLength[4], noLength[5] = 0, 0
	offloaded := append([]byte(nil), inner6...)
	offloaded[4], offloaded[5] = 0, 0
	routed := func(kind string) []byte {
		return ip6(extRouting, hexed("06 02 "+kind+" 00000000 fd00"+zeros(13)+"09", carriedTCP))
	}
	return map[string]linkCase{
		"IPv4 with options":                {link: LinkRaw, frame: options},
		"IPv4 of length 0, offloaded":      {link: LinkRaw, frame: append([]byte{0x45, 0, 0, 0}, inner[4:]...)},
		"IPv6 of length 0, offloaded":      {link: LinkRaw, frame: offloaded, apart: "only IPv4 is taken to be offloaded"},
		"IPv6 jumbogram":                   {link: LinkRaw, frame: noLength, apart: "one that is no longer than others is not believed"},
		"IPv6 extension headers":           {link: LinkRaw, frame: ip6(0, hexed("3c00 010400000000 0600 010400000000", carriedTCP))},
		"IPv6 source route":                {link: LinkRaw, frame: routed("00 01")},
		"IPv6 home address":                {link: LinkRaw, frame: routed("02 01")},
		"IPv6 segment routing":             {link: LinkRaw, frame: ip6(extRouting, hexed("06 04 04 01 01 00 0000 fd00"+zeros(13)+"09 fd00"+zeros(13)+"08", carriedTCP))},
		"IPv6 segment routing, Ethernet":   {link: LinkRaw, frame: ip6(extRouting, hexed("8f 02 04 00 00 00 0000 fd00"+zeros(13)+"09", eth("0800", inner)))},
		"IPv6, AH and destination options": {link: LinkRaw, frame: ip6(51, hexed("3c04 0000 00000001 00000001"+zeros(12)+"0600 010400000000", carriedTCP))},
		"IPv6 atomic fragment":             {link: LinkRaw, frame: ip6(44, hexed("0600 0000 00000001", carriedTCP))},
		"IPv6 shim":                        {link: LinkRaw, frame: ip6(extShim6, hexed("06 00 80 0000000001", carriedTCP))},
		"IP in IP":                         {link: LinkRaw, frame: outer(4, inner)},
		"6in4":                             {link: LinkRaw, frame: outer(41, inner6)},
		"4in6":                             {link: LinkRaw, frame: ip6(4, inner)},
		"6in6":                             {link: LinkRaw, frame: ip6(41, inner6)},
		"AH":                               {link: LinkRaw, frame: outer(51, hexed("0404 0000 00000001 00000001"+zeros(12), inner))},
		"EtherIP":                          {link: LinkRaw, frame: outer(97, hexed("3000", eth("0800", inner)))},
		"MPLS in IP":                       {link: LinkRaw, frame: outer(137, hexed("0001 0140", inner))},
	}
}

// greCases are GRE and what there is inside.
func greCases() map[string]linkCase {
	gre := func(head string, payload []byte) linkCase {
		return linkCase{link: LinkRaw, frame: outer(47, hexed(head, payload))}
	}
	return map[string]linkCase{
		"GRE":                                gre("0000 0800", inner),
		"GRE, IPv6":                          gre("0000 86dd", inner6),
		"GRE with a key":                     gre("2000 0800 00000001", inner),
		"GRE with checksum, key, sequence":   gre("b000 0800 00000000 00000001 00000002", inner),
		"GRE with routing":                   gre("4000 0800 00000000 0800 00 04 0a000009 00000000", inner),
		"GRE, MPLS":                          gre("0000 8847 0001 0140", inner),
		"GRE, PPP":                           gre("0000 880b 0021", inner),
		"GRE, transparent Ethernet":          gre("0000 6558", eth("0800", inner)),
		"NVGRE":                              gre("2000 6558 00000100", eth("0800", inner)),
		"PPTP":                               gre("3081 880b 0035 0001 00000001 00000002 ff03 0021", inner),
		"PPTP without acknowledgement":       gre("3001 880b 0034 0001 00000001 21", inner),
		"WCCP":                               gre("0000 883e", inner),
		"WCCP, redirect header":              gre("0000 883e 80000000", inner),
		"ERSPAN type I":                      gre("0000 88be", eth("0800", inner)),
		"GRE, Cisco MetaData":                gre("2000 8909 00000028", hexed("0800 0101 0001 0000", inner)),
		"GRE of an access point":             gre("0000 8200", hexed("0801 0000"+wifiThree+snapIP, inner)),
		"ERSPAN type II":                     gre("1000 88be 00000001 1000000000000000", eth("0800", inner)),
		"ERSPAN type III":                    gre("1000 22eb 00000001 2000000000000000 0000 0000", eth("0800", inner)),
		"ERSPAN type III, platform's header": gre("1000 22eb 00000001 2000000000000000 0000 0001"+zeros(8), eth("0800", inner)),
		"ERSPAN type III, IP":                apart(gre("1000 22eb 00000001 2000000000000000 0000 0800", inner), "not looked into"),
	}
}

// udpTunnelCases are tunnels in UDP.
func udpTunnelCases() map[string]linkCase {
	over := func(src, dst uint16, head string, payload []byte) linkCase {
		return linkCase{link: LinkRaw, frame: outerUDP(src, dst, hexed(head, payload))}
	}
	wlan := hexed("0801 0000"+wifiThree+snapIP, inner)
	teredo := ip6(protoTCP, carriedTCP)
	copy(teredo[8:], hexed("20010000"))
	return map[string]linkCase{
		"VXLAN":                            over(40000, portVXLAN, "0800000000000100", eth("0800", inner)),
		"VXLAN, Linux's port":              apart(over(40000, portVXLANOld, "0800000000000100", eth("0800", inner)), "has to be asked for"),
		"VXLAN-GPE, IPv4":                  over(40000, portVXLANGPE, "0c00000100000100", inner),
		"VXLAN-GPE, IPv6":                  over(40000, portVXLANGPE, "0c00000200000100", inner6),
		"VXLAN-GPE, Ethernet":              over(40000, portVXLANGPE, "0c00000300000100", eth("0800", inner)),
		"VXLAN-GPE, service header":        over(40000, portVXLANGPE, "0c00000400000100 0fc2 0201 000001ff", inner),
		"GENEVE":                           over(40000, portGENEVE, "0100 6558 00000100 00000000", eth("0800", inner)),
		"GENEVE, IP":                       over(40000, portGENEVE, "0000 0800 00000100", inner),
		"GTP-U":                            over(portGTPU, portGTPU, "30ff 0033 00000001", inner),
		"GTP-U with a sequence number":     over(portGTPU, portGTPU, "32ff 0037 00000001 0001 00 00", inner),
		"GTP-U with an extension header":   over(portGTPU, portGTPU, "34ff 003b 00000001 0000 00 85 01 100f 00", inner),
		"GTP-U with two extension headers": over(portGTPU, portGTPU, "34ff 0053 00000001 0000 00 c0 01 0001 85 01 100f 00", inner6),
		"Teredo":                           over(portTeredo, 40000, "", inner6),
		"Teredo with origin":               over(portTeredo, 40000, "0000 aaaa bbbbbbbb", inner6),
		"Teredo with authentication":       over(portTeredo, 40000, "0001 00 00 0000000000000001 00", inner6),
		"Teredo with both":                 over(portTeredo, 40000, "0001 02 04 4142 01020304 0000000000000001 00 0000 aaaa bbbbbbbb", inner6),
		"Teredo between two":               apart(over(40001, 40000, "", teredo), "has to be asked for"),
		"L2TP":                             over(portL2TP, portL2TP, "4002 0043 0001 0002 ff03 0021", inner),
		"L2TP, all options":                over(portL2TP, portL2TP, "4a02 0045 0001 0002 0001 0002 0002 0000 0021", inner),
		"GRE over UDP":                     over(40000, portGRE, "0000 0800", inner),
		"MPLS over UDP":                    over(40000, portMPLS, "0001 0140", inner),
		"LISP":                             over(40000, portLISP, "8000000100000001", inner),
		"AYIYA":                            over(40000, portAYIYA, "44 52 11 29 00000000"+zeros(16+20), inner6),
		"TZSP, Ethernet":                   over(40000, portTZSP, "01 00 0001 01", eth("0800", inner)),
		"TZSP, tags":                       over(40000, portTZSP, "01 00 0001 00 0a 01 c5 28 04 00000001 01", eth("0800", inner)),
		"TZSP, 802.11":                     over(40000, portTZSP, "01 00 0012 01", wlan),
		"CAPWAP, Ethernet":                 over(40000, portCAPWAP, "00 100000 00000000", eth("0800", inner)),
		"CAPWAP, 802.11":                   apart(over(portCAPWAP, 40000, "00 100300 00000000", wlan), "all are taken to be swapped"),
		"CAPWAP, 802.11 swapped":           over(40000, portCAPWAP, "00 200320 00000000 04bf2300 00000000", hexed("0108 0000"+wifiThree+snapIP, inner)),
		"VXLAN in GRE in a VLAN, all at once": {link: LinkEthernet, frame: eth("8100 0005 0800", outer(47, hexed("0000 0800",
			outerUDP(40000, portVXLAN, hexed("0800000000000100", eth("0800", inner))))))},
	}
}

// apart says why tshark does not see what c carries.
func apart(c linkCase, why string) linkCase {
	c.apart = why
	return c
}
