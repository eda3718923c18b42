package capture

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// inflatesToItself is a compressed IP payload that is, inflated, all of itself again. In DEFLATE (RFC 1951), bytes are
// written down and then copied so that what has come out is what went in; nothing but a limit ends reading it.
var inflatesToItself = hexed("6c 00 0002" +
	"000900f6ff 6c000002000900f6ff 0231c00c00 000500faff 0231c00c00 000500faff 000500faff 001400ebff 0231c00c00 000500faff" +
	"000500faff 001400ebff 428821c400 001400ebff 428821c400 001400ebff 428821c400 001400ebff 428821c400 001400ebff" +
	"428821c400 000000ffff 000000ffff 010000ffff 428821c400 000000ffff 000000ffff 010000ffff")

// What is not followed is named.
func TestNamed(t *testing.T) {
	eth := func(digits string) []byte { return eth(digits, make([]byte, 50)) }
	ip := func(proto byte) []byte { return outer(proto, make([]byte, 50)) }
	wlan := func(control string) []byte { return hexed(control+"0000"+wifiThree, make([]byte, 20)) }
	capwap := func(head string) []byte {
		return outerUDP(40000, portCAPWAP, hexed(head, make([]byte, 20)))
	}
	for want, frames := range map[string][]linkCase{
		"unknown link type 147":               {{link: 147, frame: inner}, {link: 147}},
		"unknown link type 399":               {{link: 399, frame: inner}},
		"USB":                                 {{link: 189, frame: inner}},
		"Bluetooth":                           {{link: 201, frame: inner}},
		"exported PDU":                        {{link: 252, frame: inner}},
		"Juniper":                             {{link: 178, frame: inner}},
		"address family that is not IP":       {{link: LinkNull, frame: hexed("00000007", inner)}},
		"ARP":                                 {{link: LinkEthernet, frame: eth("0806")}, {link: LinkLinuxSLL, frame: hexed("0000 0001 0006 020000000001 0000 0806" + zeros(28))}},
		"LLDP":                                {{link: LinkEthernet, frame: eth("88cc")}},
		"RARP":                                {{link: LinkEthernet, frame: eth("8035")}},
		"EAPOL":                               {{link: LinkEthernet, frame: eth("888e")}},
		"unknown EtherType":                   {{link: LinkEthernet, frame: eth("1234")}},
		"STP":                                 {{link: LinkEthernet, frame: eth("0026 424203")}},
		"CDP":                                 {{link: LinkEthernet, frame: eth("0032 aaaa03 00000c 2000")}, {link: linkCHDLC, frame: hexed("8f00 2000 02b4")}},
		"LLC":                                 {{link: LinkEthernet, frame: eth("0026 f8f803")}},
		"OSI":                                 {{link: LinkEthernet, frame: eth("0026 fefe03")}, {link: linkFrameRelay, frame: hexed("1841 03 81 00")}},
		"Novell IPX":                          {{link: LinkEthernet, frame: eth("0026 ffff00")}, {link: LinkEthernet, frame: eth("8137")}},
		"encrypted MACsec":                    {{link: LinkEthernet, frame: eth("88e5 0c00")}},
		"PPPoE discovery":                     {{link: LinkEthernet, frame: eth("8863 1109 0000 0004")}},
		"PPP LCP":                             {{link: LinkPPP, frame: hexed("ff03 c021 0101 0004")}},
		"PPP PAP":                             {{link: LinkEthernet, frame: eth("8864 1100 0001 0010 c023")}},
		"PPP multilink fragment":              {{link: LinkPPP, frame: hexed("ff03 003d 80000001 0021")}},
		"compressed PPP":                      {{link: LinkPPP, frame: hexed("ff03 00fd 0000")}},
		"SLARP":                               {{link: linkCHDLC, frame: hexed("8f00 8035 00000002")}},
		"MPLS control channel":                {{link: LinkEthernet, frame: eth("8847 0000 d1ff 1000 0007")}},
		"802.11 management":                   {{link: linkWiFi, frame: wlan("8000")}},
		"802.11 control":                      {{link: linkWiFi, frame: wlan("d400")}},
		"802.11 data frame without data":      {{link: linkWiFi, frame: wlan("4801")}, {link: linkWiFi, frame: wlan("c801")}},
		"encrypted 802.11 data":               {{link: linkWiFi, frame: wlan("0841")}, {link: linkWiFi, frame: wlan("8841")}, {link: linkWiFi, frame: wlan("0841")[:26]}},
		"802.11 fragment":                     {{link: linkWiFi, frame: hexed("0805 0000"+wifiThree+snapIP, inner)}, {link: linkWiFi, frame: hexed("0801 0000"+strings.TrimSuffix(wifiThree, "0000")+"0100", inner[8:])}},
		"802.11 frame that failed its check":  {{link: linkRadiotap, frame: hexed("0000 0900 02000000 50 0801 0000"+wifiThree+snapIP, inner, make([]byte, 4))}, {link: linkPPI, frame: hexed("00 00 2000 69000000 0200 1400"+zeros(8)+"0500"+zeros(10)+"0801 0000"+wifiThree+snapIP, inner, make([]byte, 4))}},
		"Token Ring control":                  {{link: linkTokenRing, frame: hexed("1005", make([]byte, 20))}},
		"FDDI control":                        {{link: linkFDDI, frame: hexed("4f", make([]byte, 20))}},
		"ARCNET without IP":                   {{link: linkARCNET, frame: hexed("be50 01 00")}},
		"DOCSIS control":                      {{link: linkDOCSIS, frame: hexed("c2 00 0010 0000", make([]byte, 20))}},
		"ATM signalling":                      {{link: linkSunATM, frame: hexed("06 00 0005", make([]byte, 20))}},
		"Netlink":                             {{link: LinkLinuxSLL, frame: hexed("0004 0338 0000 0000000000000000 0000", make([]byte, 20))}},
		"CAN":                                 {{link: LinkLinuxSLL, frame: hexed("0001 0118 0000 0000000000000000 000c", make([]byte, 16))}},
		"broken netfilter log":                {{link: linkNFLOG, frame: hexed("02 00 0000 0100 0900", inner)}},
		"netfilter log without IP":            {{link: linkNFLOG, frame: hexed("03 00 0000 2000 0900 0001 0800 06 04 0001", make([]byte, 20))}, {link: linkNFLOG, frame: hexed("07 00 0000 2000 0900 0001 0800 06 04 0001", make([]byte, 20))}},
		"netfilter log without a packet":      {{link: linkNFLOG, frame: hexed("02 00 0000 0800 0100 08000100")}},
		"ICMPv4":                              {{link: LinkRaw, frame: ip(1)}},
		"IGMP":                                {{link: LinkRaw, frame: ip(2)}},
		"encrypted ESP":                       {{link: LinkRaw, frame: ip(50)}, {link: LinkRaw, frame: ip6(50, make([]byte, 40))}},
		"SCTP":                                {{link: LinkRaw, frame: ip(132)}},
		"EIGRP":                               {{link: LinkRaw, frame: ip(88)}},
		"CAPWAP keep-alive":                   {{link: LinkRaw, frame: capwap("00 100008 00000000")}},
		"CAPWAP fragment":                     {{link: LinkRaw, frame: capwap("00 100380 00010000")}},
		"CAPWAP of another radio than 802.11": {{link: LinkRaw, frame: capwap("00 100500 00000000")}},
		"unknown IP protocol":                 {{link: LinkRaw, frame: ip(200)}},
		"ICMPv6":                              {{link: LinkRaw, frame: ip6(0, hexed("3a00 050200000100", make([]byte, 24)))}},
		"IPv6 without a payload":              {{link: LinkRaw, frame: ip6(extNone, nil)}, {link: LinkRaw, frame: ip6(0, hexed("3b00 010400000000"))}},
		"Mobile IPv6":                         {{link: LinkRaw, frame: ip6(extMobility, hexed("3b00 0500 00000000"))}},
		"HIP":                                 {{link: LinkRaw, frame: ip6(extHIP, hexed("3b04 0111", make([]byte, 36)))}},
		"Shim6":                               {{link: LinkRaw, frame: ip6(extShim6, hexed("3b01 0100", make([]byte, 12)))}},
		"GRE acknowledgement":                 {{link: LinkRaw, frame: outer(47, hexed("2081 880b 0000 0001 00000002"))}},
		"GRE keep-alive":                      {{link: LinkRaw, frame: outer(47, hexed("2000 0000 00000028"))}},
		"GRE of an unknown version":           {{link: LinkRaw, frame: outer(47, hexed("0007 0800 0000"))}},
		"IP payload of unknown compression":   {{link: LinkRaw, frame: outer(108, hexed("06 00 0002 ffffffff"))}},
		"IP payload that was compressed twice": {
			{link: LinkRaw, frame: outer(108, hexed("6c 00 0002", deflated(hexed("06 00 0002", deflated(carriedTCP)))))},
			{link: LinkRaw, frame: outer(108, inflatesToItself)},
		},
	} {
		if strings.Contains(want, ",") {
			t.Errorf("%q would read like two reasons", want)
		}
		for i, f := range frames {
			w := newWire(t, Limits{})
			w.a.Frame(&Frame{Number: 1, Link: f.link, Length: len(f.frame), Data: f.frame})
			if diff := cmp.Diff(Counts{Seen: 1, Skipped: map[string]int{want: 1}}, w.a.Counts()); diff != "" {
				t.Errorf("%s, %d (-want +got)\n%s", want, i, diff)
			}
			Dissect(&Frame{Number: 1, Link: f.link, Length: len(f.frame), Data: f.frame})
		}
	}
}
