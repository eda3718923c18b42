package capture

import (
	"encoding/hex"
	"maps"
	"strings"
)

// A linkCase is a frame that carries carried from 10.0.0.1 port 1000 (or fd00::1) in TCP.
type linkCase struct {
	link  LinkType
	frame []byte
	apart string // why tshark does not see it; "" when it does
}

const carried = "fluffy tail"

// linkCases are frames of all link types, with all headers inside each other that are followed.
func linkCases() map[string]linkCase {
	all := map[string]linkCase{}
	for _, some := range []map[string]linkCase{
		etherCases(), mplsCases(), lineCases(), ringCases(), wifiCases(), metaCases(), ipCases(), greCases(), udpTunnelCases(),
	} {
		maps.Copy(all, some)
	}
	return all
}

var (
	carriedTCP = tcpBytes(1000, 80, 1, 1, flagACK, carried)
	inner      = ip4(protoTCP, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, carriedTCP)
	inner6     = ip6(protoTCP, carriedTCP)
)

// hexed reads hexadecimal digits, in which blanks are for the reader, and appends what follows.
func hexed(digits string, follows ...[]byte) []byte {
	b, err := hex.DecodeString(strings.Join(strings.Fields(digits), ""))
	if err != nil {
		panic(err)
	}
	for _, f := range follows {
		b = append(b, f...)
	}
	return b
}

// eth wraps a payload in an Ethernet header, whose type and what more is in digits.
func eth(digits string, payload []byte) []byte {
	return hexed("020000000002 020000000001 "+digits, payload)
}

// outer wraps a payload in an IPv4 header.
func outer(proto byte, payload []byte) []byte {
	return ip4(proto, [4]byte{192, 0, 2, 1}, [4]byte{192, 0, 2, 2}, payload)
}

// outerUDP wraps a payload in IPv4 and UDP.
func outerUDP(src, dst uint16, payload []byte) []byte {
	return outer(protoUDP, udp(src, dst, payload))
}
