package capture

// etherCases are Ethernet and its tags.
func etherCases() map[string]linkCase {
	return map[string]linkCase{
		"Ethernet":                           {link: LinkEthernet, frame: eth("0800", inner)},
		"Ethernet with padding":              {link: LinkEthernet, frame: append(eth("0800", inner), 0, 0, 0, 0)},
		"Ethernet, IPv6":                     {link: LinkEthernet, frame: eth("86dd", inner6)},
		"Ethernet, IPv6 with padding":        {link: LinkEthernet, frame: append(eth("86dd", inner6), 0, 0, 0, 0)},
		"802.1Q":                             {link: LinkEthernet, frame: eth("8100 0005 0800", inner)},
		"802.1ad, two tags":                  {link: LinkEthernet, frame: eth("88a8 0005 8100 0006 86dd", inner6)},
		"QinQ, the old number":               {link: LinkEthernet, frame: eth("9100 0005 8100 0006 0800", inner)},
		"802.1Q with LLC":                    {link: LinkEthernet, frame: eth("8100 0005 003b aaaa03 000000 0800", inner)},
		"FabricPath":                         {link: LinkEthernet, frame: eth("8903 0440", eth("0800", inner)), apart: "a check sequence is taken to end it"},
		"802.11 behind an EtherType":         {link: LinkEthernet, frame: eth("2452 0841 0000"+wifiThree+"5fd21700"+snapIP, hexed("", inner, make([]byte, 4)))},
		"802.1ah":                            {link: LinkEthernet, frame: eth("88a8 0005 88e7 00000001", eth("0800", inner))},
		"802.3 with LLC and SNAP":            {link: LinkEthernet, frame: eth("003b aaaa03 000000 0800", inner)},
		"802.3 with LLC and SNAP, bridged":   {link: LinkEthernet, frame: eth("004b aaaa03 0080c2 0007 0000", eth("0800", inner))},
		"802.3 with LLC alone":               {link: LinkEthernet, frame: eth("0036 060603", inner)},
		"LLC in a jumbo frame":               {link: LinkEthernet, frame: eth("8870 aaaa03 000000 0800", inner)},
		"MACsec without encryption":          {link: LinkEthernet, frame: append(eth("88e5 0000 00000001 0800", inner), make([]byte, 16)...)},
		"MACsec without encryption, channel": {link: LinkEthernet, frame: append(eth("88e5 2000 00000001 0200000000010001 0800", inner), make([]byte, 16)...)},
		"VN-Tag":                             {link: LinkEthernet, frame: eth("8926 00000000 0800", inner)},
		"Network Service Header":             {link: LinkEthernet, frame: eth("894f 0fc2 0201 000001ff", inner)},
		"Network Service Header, Ethernet":   {link: LinkEthernet, frame: eth("894f 0fc6 0103 000001ff 00000000000000000000000000000000", eth("0800", inner))},
		"802.1BR":                            {link: LinkEthernet, frame: eth("893f 0000 0064 0000 0800", inner)},
		"redundancy tag":                     {link: LinkEthernet, frame: eth("f1c1 0000 0001 0800", inner)},
		"HSR":                                {link: LinkEthernet, frame: eth("892f 0039 0001 0800", inner)},
		"Cisco MetaData":                     {link: LinkEthernet, frame: eth("8909 0101 0001 0010 0800", inner)},
		"PPPoE":                              {link: LinkEthernet, frame: eth("8864 1100 0001 0035 0021", inner)},
		"PPPoE with padding":                 {link: LinkEthernet, frame: append(eth("8864 1100 0001 0035 0021", inner), 0, 0, 0)},
	}
}

// mplsCases are MPLS, and what it may carry.
func mplsCases() map[string]linkCase {
	return map[string]linkCase{
		"MPLS, two labels":                                              {link: LinkEthernet, frame: eth("8847 0001 0040 0002 0140", inner)},
		"MPLS, IPv6":                                                    {link: LinkEthernet, frame: eth("8847 0000 2140", inner6)},
		"MPLS, IPv6 with a check sequence":                              {link: LinkEthernet, frame: eth("8847 0000 2140", append(ip6From("20010db8 00100000", carriedTCP), 1, 2, 3, 4))},
		"MPLS, IPv6 from what reads like a type":                        {link: LinkEthernet, frame: eth("8847 0000 2140", append(ip6From("20010db8 08000000", carriedTCP), 1, 2, 3, 4))},
		"MPLS, multicast":                                               {link: LinkEthernet, frame: eth("8848 0001 0140", inner)},
		"MPLS pseudo-wire, control word":                                {link: LinkEthernet, frame: eth("8847 0001 0140 00000000", hexed("00005e005301 00005e005302 0800", inner))},
		"MPLS pseudo-wire, control word with a number":                  {link: LinkEthernet, frame: eth("8847 0001 0140 00001234", hexed("00005e005301 00005e005302 0800", inner))},
		"MPLS pseudo-wire, control word, from what reads like a length": {link: LinkEthernet, frame: eth("8847 0001 0140 00000001", hexed("00005e005301 000a00200001 0800", inner))},
		"MPLS pseudo-wire to a small address":                           {link: LinkEthernet, frame: eth("8847 0001 0140", hexed("000000000001 000000000002 0800", inner))},
		"MPLS pseudo-wire":                                              {link: LinkEthernet, frame: eth("8847 0001 0140", hexed("000102030405 000102030406 0800", inner))},
		"MPLS pseudo-wire, VLAN":                                        {link: LinkEthernet, frame: eth("8847 0001 0140", hexed("000102030405 000102030406 8100 0005 0800", inner))},
		"MPLS pseudo-wire to an address that begins like IPv4":          {link: LinkEthernet, frame: eth("8847 0001 0140", hexed("4655aa000002 000102030406 0800", inner)), apart: "goes by the first four bits alone"},
		"MPLS pseudo-wire to an address that begins like IPv6":          {link: LinkEthernet, frame: eth("8847 0001 0140", hexed("6455aa000002 000102030406 86dd", inner6)), apart: "goes by the first four bits alone"},
		"MPLS pseudo-wire to an address that begins otherwise":          {link: LinkEthernet, frame: eth("8847 0001 0140", hexed("a455aa000002 000102030406 0800", inner)), apart: "goes by the first four bits alone"},
	}
}

// lineCases are those of lines: PPP, HDLC, Frame Relay, ATM.
func lineCases() map[string]linkCase {
	return map[string]linkCase{
		"PPP":                                {link: LinkPPP, frame: hexed("ff03 0021", inner)},
		"PPP, short":                         {link: LinkPPP, frame: hexed("21", inner)},
		"PPP, IPv6":                          {link: LinkPPP, frame: hexed("ff03 0057", inner6)},
		"PPP, MPLS":                          {link: LinkPPP, frame: hexed("ff03 0281 0001 0140", inner)},
		"bridged PPP":                        {link: LinkPPP, frame: hexed("ff03 0031 0001", eth("0800", inner))},
		"PPP multilink, whole":               {link: LinkPPP, frame: hexed("ff03 003d c0000001 0021", inner)},
		"PPP over HDLC":                      {link: linkPPPHDLC, frame: hexed("ff03 0021", inner)},
		"PPP over HDLC, Cisco's":             {link: linkPPPHDLC, frame: hexed("0f00 0800", inner)},
		"PPP over Ethernet alone":            {link: linkPPPEther, frame: hexed("1100 0001 0035 0021", inner)},
		"PPP of pppd":                        {link: linkPPPDir, frame: hexed("01 03 0021", inner), apart: "a number that it doesn't know"},
		"PPP of pppd, with its address":      {link: linkPPPDir, frame: hexed("01 ff03 0021", inner), apart: "a number that it doesn't know"},
		"PPP with direction":                 {link: linkPPPWithDir, frame: hexed("01 ff03 0021", inner)},
		"Cisco HDLC":                         {link: linkCHDLC, frame: hexed("0f00 0800", inner)},
		"Cisco HDLC, IPv6":                   {link: linkCHDLC, frame: hexed("8f00 86dd", inner6)},
		"Cisco HDLC with direction":          {link: linkCHDLCWithDir, frame: hexed("01 0f00 0800", inner), apart: "a number that it doesn't know"},
		"Frame Relay, RFC 2427":              {link: linkFrameRelay, frame: hexed("1841 03 cc", inner)},
		"Frame Relay, IPv6":                  {link: linkFrameRelay, frame: hexed("1841 03 8e", inner6)},
		"Frame Relay, padding":               {link: linkFrameRelay, frame: hexed("1841 03 00 cc", inner)},
		"Frame Relay, SNAP":                  {link: linkFrameRelay, frame: hexed("1841 03 00 80 000000 0800", inner)},
		"Frame Relay, bridged":               {link: linkFrameRelay, frame: hexed("1841 03 00 80 0080c2 0007", eth("0800", inner))},
		"Frame Relay, bridged with FCS":      {link: linkFrameRelay, frame: append(hexed("1841 03 00 80 0080c2 0001", eth("0800", inner)), 1, 2, 3, 4)},
		"Frame Relay, PPP":                   {link: linkFrameRelay, frame: hexed("1841 03 cf 0021", inner)},
		"Frame Relay, four bytes of address": {link: linkFrameRelay, frame: hexed("18400001 03 cc", inner)},
		"Frame Relay, Cisco":                 {link: linkFrameRelay, frame: hexed("1841 0800", inner)},
		"Frame Relay with direction":         {link: linkFrameRelayWithDir, frame: hexed("01 1841 03 cc", inner), apart: "a number that it doesn't know"},
		"ATM, RFC 2684":                      {link: linkATM, frame: hexed("aaaa03 000000 0800", inner)},
		"ATM, RFC 2684, bridged":             {link: linkATM, frame: hexed("aaaa03 0080c2 0007 0000", eth("0800", inner))},
		"ATM of SunATM":                      {link: linkSunATM, frame: hexed("02 00 0064 aaaa03 000000 0800", inner)},
		"ATM of SunATM, LAN emulation":       {link: linkSunATM, frame: hexed("01 00 0064 0005", eth("0800", inner))},
		"ATM of Linux":                       {link: linkATMLinux, frame: hexed("aaaa03 000000 0800", inner), apart: "only IP alone is expected"},
		"ATM of Linux, IP alone":             {link: linkATMLinux, frame: inner},
	}
}

// ringCases are other local networks.
func ringCases() map[string]linkCase {
	return map[string]linkCase{
		"Token Ring":                {link: linkTokenRing, frame: hexed("1040 020000000002 020000000001 aaaa03 000000 0800", inner)},
		"Token Ring, source routed": {link: linkTokenRing, frame: hexed("1040 020000000002 820000000001 0630 0011 0020 aaaa03 000000 0800", inner)},
		"FDDI":                      {link: linkFDDI, frame: hexed("50 020000000002 020000000001 aaaa03 000000 0800", inner)},
		"ARCNET":                    {link: linkARCNET, frame: hexed("be50 f0", inner)},
		"ARCNET of Linux, RFC 1201": {link: linkARCNETLinux, frame: hexed("be50 0653 d4 00 016d", inner)},
		"IP over FireWire":          {link: linkFireWire, frame: hexed("0200000000000002 0200000000000001 0800", inner)},
		"IP over InfiniBand":        {link: linkInfiniBand, frame: hexed("00"+zeros(39)+"0800 0000", inner)},
		"IP over Fibre Channel":     {link: linkIPOverFC, frame: hexed("0200000000000002 0200000000000001"+snapIP, inner)},
		"DOCSIS":                    {link: linkDOCSIS, frame: append(hexed("00 00 0045 77e9", eth("0800", inner)), 1, 2, 3, 4)},
		"DOCSIS, extended header":   {link: linkDOCSIS, frame: append(hexed("01 04 0049 03020000 896d", eth("0800", inner)), 1, 2, 3, 4)},
	}
}

// ip6From wraps a payload in an IPv6 header whose source begins with digits.
func ip6From(digits string, payload []byte) []byte {
	b := ip6(protoTCP, payload)
	copy(b[8:], hexed(digits))
	return b
}
