package textwire

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"eavesdrop/decode"
)

// proxy is the PROXY protocol of HAProxy: with it a proxy begins a connection that it opens on somebody's behalf, and
// says whose. What follows is the somebody's. Version 1 is a line, version 2 is
//
//	struct {
//		opaque signature[12]  // "\r\n\r\n\0\r\nQUIT\n"
//		uint4  version        // 2
//		uint4  command        // 0: the proxy speaks for itself
//		uint4  family         // 1: IPv4, 2: IPv6, 3: Unix
//		uint4  transport      // 1: stream, 2: datagram
//		uint16 length         // of what follows
//		opaque source, destination; uint16 source_port, destination_port
//		struct { uint8 type; uint16 length; opaque value[length]; } more[]
//	}
type proxy struct{}

const (
	proxyLine      = "PROXY "
	maxProxyLine   = 107
	proxySignature = "\r\n\r\n\x00\r\nQUIT\n"
	proxyHeader    = len(proxySignature) + 4
	proxyName      = 2 // the type of the name that the client asked for
)

// Name is "proxy".
func (proxy) Name() string { return "proxy" }

// Sniff looks for a whole line, or a whole header of version 2.
func (proxy) Sniff(_ decode.Direction, head []byte) decode.Verdict {
	for _, begin := range []string{proxyLine, proxySignature} {
		n := min(len(begin), len(head))
		if string(head[:n]) != begin[:n] {
			continue
		}
		if n < len(begin) {
			return decode.Maybe
		}
		switch n, _ := proxied(head); {
		case n > 0:
			return decode.FromAClient
		case n == 0:
			return decode.Maybe
		}
	}
	return decode.No
}

// Decoder makes the decoder for one conversation.
func (p proxy) Decoder(c *decode.Conversation) decode.Decoder {
	return &asking{
		c: c, p: p,
		client: func(b []byte) (int, *Line, outcome) {
			n, m := proxied(b)
			return n, m, granted
		},
		server: func([]byte) (int, *Line, outcome) { return 0, nil, goesOn },
	}
}

// proxied reads what the proxy says: its size, 0 when it is not whole, -1 when it is none.
func proxied(b []byte) (n int, m *Line) {
	if b[0] == proxyLine[0] {
		return proxied1(b)
	}
	if len(b) < proxyHeader {
		return 0, nil
	}
	n = proxyHeader + int(binary.BigEndian.Uint16(b[14:]))
	switch {
	case b[12]>>4 != 2 || n > maxMessage:
		return -1, nil
	case len(b) < n:
		return 0, nil
	case b[12]&15 == 0:
		return n, &Line{Text: "on its own behalf"}
	}
	return n, proxied2(b[13]>>4, b[proxyHeader:n])
}

// proxied1 reads the line of version 1: PROXY TCP4 192.0.2.1 198.51.100.1 50000 443.
func proxied1(b []byte) (n int, m *Line) {
	n = bytes.IndexByte(b, '\n') + 1
	if n == 0 && len(b) < maxProxyLine {
		return 0, nil
	}
	words := strings.Fields(string(b[:n]))
	switch {
	case n == 0 || n > maxProxyLine || len(words) < 2:
		return -1, nil
	case words[1] == "UNKNOWN":
		return n, &Line{Text: "on behalf of somebody unknown"}
	case len(words) != 6 || words[1] != "TCP4" && words[1] != "TCP6":
		return -1, nil
	}
	from, err1 := addrPort(words[2], words[4])
	to, err2 := addrPort(words[3], words[5])
	if err1 != nil || err2 != nil {
		return -1, nil
	}
	return n, onBehalf(from, to)
}

func addrPort(addr, port string) (netip.AddrPort, error) {
	a, err := netip.ParseAddr(addr)
	if err != nil {
		return netip.AddrPort{}, err
	}
	p, err := strconv.ParseUint(port, 10, 16)
	return netip.AddrPortFrom(a, uint16(p)), err
}

func onBehalf(from, to netip.AddrPort) *Line {
	return &Line{Text: fmt.Sprintf("on behalf of %s, who connected to %s", from, to)}
}

// proxied2 reads what follows the header of version 2.
func proxied2(family byte, b []byte) *Line {
	size := map[byte]int{1: 4, 2: 16, 3: 108}[family]
	ends := 2*size + 4
	if family == 3 {
		ends = 2 * size
	}
	if size == 0 || len(b) < ends {
		return &Line{Text: "on behalf of somebody unknown"}
	}
	m := &Line{Text: "on behalf of somebody on the proxy's own machine"}
	if family != 3 {
		from, _ := netip.AddrFromSlice(b[:size])
		to, _ := netip.AddrFromSlice(b[size : 2*size])
		m = onBehalf(netip.AddrPortFrom(from, binary.BigEndian.Uint16(b[2*size:])), netip.AddrPortFrom(to, binary.BigEndian.Uint16(b[2*size+2:])))
	}
	for rest := b[ends:]; len(rest) >= 3; {
		n := 3 + int(binary.BigEndian.Uint16(rest[1:]))
		if n > len(rest) {
			break
		}
		if name := rest[3:n]; rest[0] == proxyName && isText(name) {
			m.Server = string(name)
		}
		rest = rest[n:]
	}
	return m
}
