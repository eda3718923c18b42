package capture

// The bodies of 802.11 frames: the addresses, the sequence, and the LLC header.
const (
	wifiThree = "020000000001 020000000002 020000000003 0000"
	wifiFour  = wifiThree + "020000000004"
	snapIP    = "aaaa03 000000 0800"
)

// subframe is one of an A-MSDU: destination, source, length, and LLC; padded when another follows.
func subframe(last bool, payload []byte) []byte {
	b := hexed("020000000002 020000000001", []byte{0, byte(8 + len(payload))}, hexed(snapIP), payload)
	for !last && len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

// wifiCases are 802.11, with and without what capture programs put in front.
func wifiCases() map[string]linkCase {
	ping := ip4(1, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, make([]byte, 9))
	fcs := []byte{1, 2, 3, 4}
	plain := hexed("0801 0000"+wifiThree+snapIP, inner)
	return map[string]linkCase{
		"802.11 to the access point":               {link: linkWiFi, frame: plain},
		"802.11 from the access point":             {link: linkWiFi, frame: hexed("0802 0000"+wifiThree+snapIP, inner)},
		"802.11 between stations":                  {link: linkWiFi, frame: hexed("0800 0000"+wifiThree+snapIP, inner)},
		"802.11 between access points":             {link: linkWiFi, frame: hexed("0803 0000"+wifiFour+snapIP, inner)},
		"802.11 with IPv6":                         {link: linkWiFi, frame: hexed("0801 0000"+wifiThree+"aaaa03 000000 86dd", inner6)},
		"802.11 QoS":                               {link: linkWiFi, frame: hexed("8801 0000"+wifiThree+"0000"+snapIP, inner)},
		"802.11 QoS, HT control":                   {link: linkWiFi, frame: hexed("8881 0000"+wifiThree+"0000 00000000"+snapIP, inner)},
		"802.11 QoS, four addresses":               {link: linkWiFi, frame: hexed("8803 0000"+wifiFour+"0000"+snapIP, inner)},
		"802.11 A-MSDU":                            {link: linkWiFi, frame: hexed("8801 0000"+wifiThree+"8000", subframe(false, ping), subframe(true, inner))},
		"802.11 A-MSDU, the other one behind":      {link: linkWiFi, frame: hexed("8801 0000"+wifiThree+"8000", subframe(false, inner), subframe(true, ping))},
		"802.11 mesh":                              {link: linkWiFi, frame: hexed("8803 0000"+wifiFour+"0001 001f 00000001"+snapIP, inner)},
		"802.11 mesh, addresses of its own":        {link: linkWiFi, frame: hexed("8803 0000"+wifiFour+"0001 021f 00000001 020000000005 020000000006"+snapIP, inner)},
		"802.11 mesh, to a group":                  {link: linkWiFi, frame: hexed("8802 0000 030000000001 020000000002 020000000003 0000"+"0001 011f 00000001 020000000005"+snapIP, inner)},
		"802.11 opened, marked as encrypted":       {link: linkWiFi, frame: hexed("8841 0000"+wifiThree+"0000"+snapIP, inner), apart: "the mark is believed"},
		"802.11 opened, CCMP's start and end left": {link: linkWiFi, frame: hexed("8841 0000"+wifiThree+"0000 0100002000000000"+snapIP, inner, make([]byte, 8)), apart: "the mark is believed"},
		"radiotap":                                 {link: linkRadiotap, frame: hexed("0000 0800 00000000", plain)},
		"radiotap with frame check":                {link: linkRadiotap, frame: hexed("0000 0900 02000000 10", plain, fcs)},
		"radiotap with time and frame check":       {link: linkRadiotap, frame: hexed("0000 1100 03000000 0000000000000000 10", plain, fcs)},
		"radiotap, two words of what is there":     {link: linkRadiotap, frame: hexed("0000 1500 030000a0 00000000 0000000000000000 10", plain, fcs)},
		"radiotap with padding behind the header":  {link: linkRadiotap, frame: hexed("0000 0900 02000000 20 8801 0000"+wifiThree+"0000 0000"+snapIP, inner)},
		"radiotap, A-MSDU, frame check":            {link: linkRadiotap, frame: hexed("0000 0900 02000000 10 8801 0000"+wifiThree+"8000", subframe(false, ping), subframe(true, inner), fcs)},
		"PPI, 802.11":                              {link: linkPPI, frame: hexed("00 00 0800 69000000", plain)},
		"PPI, 802.11 with frame check":             {link: linkPPI, frame: hexed("00 00 2000 69000000 0200 1400"+zeros(8)+"0100"+zeros(10), plain, fcs)},
		"PPI, Ethernet":                            {link: linkPPI, frame: hexed("00 00 0800 01000000", eth("0800", inner))},
		"AVS":                                      {link: linkAVS, frame: hexed("80211001 00000040"+zeros(56), plain)},
		"Prism":                                    {link: linkPrism, frame: hexed("00000044 00000090"+zeros(136), plain)},
		"Prism, AVS":                               {link: linkPrism, frame: hexed("80211001 00000040"+zeros(56), plain)},
	}
}
