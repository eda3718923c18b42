package dnswire

import (
	"encoding/binary"
	"net/netip"
)

// EDNS is what a message's OPT record says (RFC 6891, section 6.1).
type EDNS struct {
	UDPSize  int // the longest datagram that its sender takes, in bytes
	Version  int
	DNSSECOK bool
	Subnet   netip.Prefix // whose question it is, told on to the authority (RFC 7871); invalid: not there
	Padding  int          // bytes, so that the length tells less (RFC 7830)
}

func readEDNS(r *Record) *EDNS {
	e := &EDNS{UDPSize: int(r.Class), Version: int(r.TTL >> 16 & 0xff), DNSSECOK: r.TTL&0x8000 != 0}
	for data := r.data; len(data) >= 4; {
		code, n := binary.BigEndian.Uint16(data), int(binary.BigEndian.Uint16(data[2:]))
		if data = data[4:]; n > len(data) {
			break
		}
		switch code {
		case 8:
			e.Subnet = subnet(data[:n])
		case 12:
			e.Padding = n
		}
		data = data[n:]
	}
	return e
}

// subnet reads a client subnet: family, prefix lengths, and as many bytes of the address as those need.
func subnet(data []byte) netip.Prefix {
	if len(data) < 4 {
		return netip.Prefix{}
	}
	var addr [16]byte
	copy(addr[:], data[4:])
	switch binary.BigEndian.Uint16(data) {
	case 1:
		return netip.PrefixFrom(netip.AddrFrom4([4]byte(addr[:4])), int(data[2]))
	case 2:
		return netip.PrefixFrom(netip.AddrFrom16(addr), int(data[2]))
	}
	return netip.Prefix{}
}
