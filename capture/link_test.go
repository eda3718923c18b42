package capture

import (
	"encoding/hex"
	"strings"
	"testing"
)

// unhex reads hexadecimal digits; blanks are for the reader.
func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// ip6 wraps a payload in an IPv6 header with next header n.
func ip6(next byte, payload []byte) []byte {
	b := make([]byte, 40, 40+len(payload))
	b[0], b[4], b[5], b[6], b[7] = 0x60, byte(len(payload)>>8), byte(len(payload)), next, 64
	b[8], b[23], b[24], b[39] = 0xfd, 1, 0xfd, 2
	return append(b, payload...)
}

// udp wraps a payload in a UDP header.
func udp(src, dst uint16, payload []byte) []byte {
	n := 8 + len(payload)
	return append([]byte{byte(src >> 8), byte(src), byte(dst >> 8), byte(dst), byte(n >> 8), byte(n), 0, 0}, payload...)
}

// Whatever is wrapped around it, the same conversation is found inside.
func TestLinks(t *testing.T) {
	inner := ip4(protoTCP, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, tcpBytes(1000, 80, 1, 1, flagACK, "fluffy tail"))
	inner6 := ip6(protoTCP, tcpBytes(1000, 80, 1, 1, flagACK, "fluffy tail"))
	const macs = "020000000002 020000000001 "
	eth := func(typ string, payload []byte) []byte { return append(unhex(t, macs+typ), payload...) }
	outer := func(proto byte, payload []byte) []byte {
		return ip4(proto, [4]byte{192, 0, 2, 1}, [4]byte{192, 0, 2, 2}, payload)
	}
	with := func(head string, payload []byte) []byte { return append(unhex(t, head), payload...) }

	for name, test := range map[string]struct {
		link  LinkType
		frame []byte
	}{
		"Ethernet":                         {LinkEthernet, eth("0800", inner)},
		"Ethernet with padding":            {LinkEthernet, append(eth("0800", inner), 0, 0, 0, 0)},
		"Ethernet, IPv6":                   {LinkEthernet, eth("86dd", inner6)},
		"802.1Q":                           {LinkEthernet, eth("8100 0005 0800", inner)},
		"802.1ad, two tags":                {LinkEthernet, eth("88a8 0005 8100 0006 86dd", inner6)},
		"802.3 with LLC and SNAP":          {LinkEthernet, eth("003b aaaa03 000000 0800", inner)},
		"MPLS, two labels":                 {LinkEthernet, eth("8847 0001 0040 0002 0140", inner)},
		"MPLS pseudo-wire, control word":   {LinkEthernet, eth("8847 0001 0140 00000000", eth("0800", inner))},
		"PPPoE":                            {LinkEthernet, eth("8864 1100 0001 0035 0021", inner)},
		"NULL, little-endian":              {LinkNull, with("02000000", inner)},
		"NULL, big-endian":                 {LinkNull, with("00000002", inner)},
		"NULL, IPv6 of Darwin":             {LinkNull, with("1e000000", inner6)},
		"LOOP":                             {LinkLoop, with("00000002", inner)},
		"raw IP":                           {LinkRaw, inner},
		"raw IP, BSD's number":             {linkRawBSD, inner},
		"raw IPv6":                         {LinkIPv6, inner6},
		"Linux cooked v1":                  {LinkLinuxSLL, with("0000 0001 0006 020000000001 0000 0800", inner)},
		"Linux cooked v2":                  {LinkLinuxSLL2, with("0800 0000 00000001 0001 00 06 020000000001 0000", inner)},
		"PPP":                              {LinkPPP, with("ff03 0021", inner)},
		"PPP, short":                       {LinkPPP, with("21", inner)},
		"PPP, IPv6":                        {LinkPPP, with("ff03 0057", inner6)},
		"PPP with direction":               {linkPPPDir, with("01 ff03 0021", inner)},
		"Cisco HDLC":                       {linkCHDLC, with("0f00 0800", inner)},
		"Frame Relay, RFC 2427":            {linkFrameRelay, with("1841 03 cc", inner)},
		"Frame Relay, SNAP":                {linkFrameRelay, with("1841 03 00 80 000000 0800", inner)},
		"Frame Relay, Cisco":               {linkFrameRelay, with("1841 0800", inner)},
		"802.11 to the access point":       {linkWiFi, with("0801 0000 020000000001 020000000002 020000000003 0000 aaaa03 000000 0800", inner)},
		"802.11 QoS":                       {linkWiFi, with("8801 0000 020000000001 020000000002 020000000003 0000 0000 aaaa03 000000 0800", inner)},
		"radiotap":                         {linkRadiotap, with("0000 0800 00000000 0801 0000 020000000001 020000000002 020000000003 0000 aaaa03 000000 0800", inner)},
		"radiotap with frame check":        {linkRadiotap, append(with("0000 0900 02000000 10 0801 0000 020000000001 020000000002 020000000003 0000 aaaa03 000000 0800", inner), 1, 2, 3, 4)},
		"NFLOG":                            {linkNFLOG, with("02 00 0000 0800 0100 0800 0100 3700 0900", inner)},
		"IP in IP":                         {LinkRaw, outer(4, inner)},
		"AH":                               {LinkRaw, outer(51, with("0404 0000 00000001 00000001 000000000000000000000000", inner))},
		"ARCNET":                           {linkARCNET, with("be50 f0", inner)},
		"ARCNET of Linux, RFC 1201":        {linkARCNETLinux, with("be50 0653 d4 00 016d", inner)},
		"L2TP":                             {LinkRaw, outer(protoUDP, udp(portL2TP, portL2TP, with("4002 0043 0001 0002 ff03 0021", inner)))},
		"GRE over UDP":                     {LinkRaw, outer(protoUDP, udp(40000, portGRE, with("0000 0800", inner)))},
		"AYIYA":                            {LinkRaw, outer(protoUDP, udp(40000, portAYIYA, with("44 52 11 29 00000000"+strings.Repeat("00", 16+20), inner6)))},
		"6in4":                             {LinkRaw, outer(41, inner6)},
		"GRE":                              {LinkRaw, outer(47, with("0000 0800", inner))},
		"GRE with checksum, key, sequence": {LinkRaw, outer(47, with("b000 0800 00000000 00000001 00000002", inner))},
		"GRE, transparent Ethernet":        {LinkRaw, outer(47, with("0000 6558", eth("0800", inner)))},
		"PPTP":                             {LinkRaw, outer(47, with("3081 880b 0035 0001 00000001 00000002 ff03 0021", inner))},
		"ERSPAN type I":                    {LinkRaw, outer(47, with("0000 88be", eth("0800", inner)))},
		"ERSPAN type II":                   {LinkRaw, outer(47, with("1000 88be 00000001 1000000000000000", eth("0800", inner)))},
		"ERSPAN type III":                  {LinkRaw, outer(47, with("1000 22eb 00000001 200000000000000000000000", eth("0800", inner)))},
		"VXLAN":                            {LinkRaw, outer(protoUDP, udp(40000, portVXLAN, with("0800000000000100", eth("0800", inner))))},
		"GENEVE":                           {LinkRaw, outer(protoUDP, udp(40000, portGENEVE, with("0100 6558 00000100 00000000", eth("0800", inner))))},
		"GTP-U":                            {LinkRaw, outer(protoUDP, udp(portGTPU, portGTPU, with("30ff 0033 00000001", inner)))},
		"GTP-U with an extension header":   {LinkRaw, outer(protoUDP, udp(portGTPU, portGTPU, with("34ff 003b 00000001 0000 00 85 01 100f 00", inner)))},
		"Teredo":                           {LinkRaw, outer(protoUDP, udp(portTeredo, 40000, inner6))},
		"Teredo with origin":               {LinkRaw, outer(protoUDP, udp(portTeredo, 40000, with("0000 aaaa bbbbbbbb", inner6)))},
		"IPv6 extension headers":           {LinkRaw, ip6(0, with("3c00 010400000000 0600 010400000000", inner6[40:]))},
		"IPv6 atomic fragment":             {LinkRaw, ip6(44, with("0600 0000 00000001", inner6[40:]))},
		"IPv4 of length 0, offloaded":      {LinkRaw, append([]byte{0x45, 0, 0, 0}, inner[4:]...)},
		"VXLAN in GRE in a VLAN, all at once": {LinkEthernet, eth("8100 0005 0800", outer(47, with("0000 0800",
			outer(protoUDP, udp(40000, portVXLAN, with("0800000000000100", eth("0800", inner)))))))},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWire(t, Limits{})
			f := &Frame{Number: 1, Link: test.link, Length: len(test.frame), Data: test.frame}
			w.a.Frame(f)
			if got := w.got.stream("1 client"); got != "fluffy tail" {
				t.Fatalf("found %q; skipped: %v", got, w.a.Counts().Skipped)
			}
			// The way back: the bytes stand in the frame where the segment says.
			if at := w.got.at; string(test.frame[at:at+len("fluffy tail")]) != "fluffy tail" {
				t.Errorf("at %d of the frame stands %q", at, test.frame[at:])
			}
			// Every truncation is survived and accounted for.
			for n := range test.frame {
				w := newWire(t, Limits{})
				w.a.Frame(&Frame{Number: 1, Link: test.link, Length: len(test.frame), Data: test.frame[:n]})
				c := w.a.Counts()
				if c.Decoded+total(c.Skipped) != 1 || c.Cut != 1 {
					t.Fatalf("cut to %d bytes: %+v", n, c)
				}
				Dissect(&Frame{Number: 1, Link: test.link, Length: len(test.frame), Data: test.frame[:n]})
			}
			// Its layers cover the frame up to the payload, in order and without overlap.
			at := 0
			for _, l := range Dissect(f).Layers[1:] {
				if l.Span.Start < at || l.Span.End < l.Span.Start {
					t.Errorf("layer %s at %v, after %d", l.Name, l.Span, at)
				}
				at = l.Span.End
			}
			if at != w.got.at {
				t.Errorf("the layers end at %d, the payload begins at %d", at, w.got.at)
			}
		})
	}
}

func total(m map[string]int) (n int) {
	for _, v := range m {
		n += v
	}
	return n
}

// Headers inside headers inside headers come to an end.
func TestDeep(t *testing.T) {
	packet := ip4(protoTCP, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, tcpBytes(1, 2, 3, 4, flagACK, "x"))
	for range 100 {
		packet = ip4(4, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, packet)
	}
	w := newWire(t, Limits{})
	w.frame(packet)
	if w.a.Counts().Skipped[string(skipDeep)] != 1 {
		t.Errorf("%+v", w.a.Counts())
	}
}
