package capture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
)

// A segment from 127.0.0.1:5683 to port 54321, without its link header.
const filterPacket4 = `
	45 00 0028 0000 4000 40 06 0000 # IPv4, 40 bytes, TCP
	7f000001 7f000001
	1633 d431 00000000 00000000 50 18 0000 0000 0000
`

// The same over IPv6.
const filterPacket6 = `
	60000000 0014 06 40 # IPv6, 20 bytes of TCP
	00000000000000000000000000000001 00000000000000000000000000000001
	1633 d431 00000000 00000000 50 18 0000 0000 0000
`

func TestFilter(t *testing.T) {
	if !HasLive {
		t.Skip("filters need libpcap")
	}
	for _, tc := range []struct {
		name  string
		link  LinkType
		frame string
		yes   []string
		no    []string
	}{
		{"Ethernet", LinkEthernet, "000000000000 000000000000 0800" + filterPacket4,
			[]string{"", "tcp", "port 5683", "tcp port 5683 and host 127.0.0.1", "greater 54", "tcp[tcpflags] & tcp-push != 0"},
			[]string{"udp", "port 5684", "ip6", "less 53", "vlan"}},
		{"Ethernet, VLAN", LinkEthernet, "000000000000 000000000000 8100 0007 0800" + filterPacket4,
			[]string{"vlan 7 and port 5683"}, []string{"port 5683", "vlan 8"}},
		{"raw IP", LinkRaw, filterPacket4, []string{"port 5683"}, []string{"ip6"}},
		{"raw IPv6", LinkRaw, filterPacket6, []string{"port 5683", "ip6", "ip6 protochain 6"}, []string{"ip", "ip6 protochain 17"}},
		{"IPv6 only", LinkIPv6, filterPacket6, []string{"port 5683"}, []string{"udp"}},
		{"null, little-endian", LinkNull, "02000000" + filterPacket4, []string{"port 5683", "ip"}, []string{"ip6"}},
		{"null, big-endian", LinkNull, "00000002" + filterPacket4, []string{"port 5683"}, []string{"ip6"}},
		{"null of macOS", LinkNull, "1e000000" + filterPacket6, []string{"port 5683", "ip6"}, []string{"ip"}},
		{"null of FreeBSD", LinkNull, "0000001c" + filterPacket6, []string{"port 5683"}, []string{"ip"}},
		{"loop of OpenBSD", LinkLoop, "00000018" + filterPacket6, []string{"port 5683"}, []string{"ip"}},
		{"cooked v1", LinkLinuxSLL, "0000 0304 0006 0000000000000000 0800" + filterPacket4, []string{"port 5683", "inbound"}, []string{"udp", "outbound"}},
		{"cooked v2", LinkLinuxSLL2, "0800 0000 00000001 0304 00 06 0000000000000000" + filterPacket4,
			[]string{"port 5683", "ip", "inbound"}, []string{"ip6", "outbound"}},
		{"cooked v2, outgoing", LinkLinuxSLL2, "86dd 0000 00000001 0304 04 06 0000000000000000" + filterPacket6,
			[]string{"port 5683", "ip6", "outbound"}, []string{"inbound"}},
		{"cooked v2, cut", LinkLinuxSLL2, "0800 0000 0000", []string{""}, []string{"ip", "port 5683"}},
		{"PPP", LinkPPP, "ff03 0021" + filterPacket4, []string{"port 5683"}, []string{"ip6"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			data := fileBytes(t, tc.frame)
			frame := Frame{Link: tc.link, Data: data, Length: len(data)}
			for want, exprs := range map[bool][]string{true: tc.yes, false: tc.no} {
				for _, expr := range exprs {
					filter, err := CompileFilter(tc.link, expr)
					if err != nil {
						t.Fatal(expr, err)
					}
					if got := filter.Match(&frame); got != want {
						t.Errorf("%q: %v", expr, got)
					}
					for n := range data { // cut anywhere, it only must not panic
						filter.Match(&Frame{Link: tc.link, Data: data[:n], Length: len(data)})
					}
				}
			}
			if !bytes.Equal(data, fileBytes(t, tc.frame)) {
				t.Error("the frame was changed")
			}
		})
	}
}

// "greater" and "less" mean the length on the wire.
func TestFilterWireLength(t *testing.T) {
	if !HasLive {
		t.Skip("filters need libpcap")
	}
	filter, err := CompileFilter(LinkEthernet, "greater 1000")
	if err != nil {
		t.Fatal(err)
	}
	if !filter.Match(&Frame{Data: make([]byte, 64), Length: 1500}) || filter.Match(&Frame{Data: make([]byte, 64), Length: 999}) {
		t.Error("it is another length that counts")
	}
}

func TestFilterErrors(t *testing.T) {
	for _, tc := range []struct {
		link LinkType
		expr string
		want string
	}{
		{LinkEthernet, "port", "syntax error"},
		{LinkEthernet, "port http and nonsense", "nonsense"},
		{LinkIPv4, "ip6 and ether host 00:00:00:00:00:01", "ethernet"},
		{LinkEthernet, "inbound", "only the kernel knows"},
		{282, "tcp", "link type 282"},
	} {
		_, err := CompileFilter(tc.link, tc.expr)
		want := tc.want
		if !HasLive && tc.link < 0x100 {
			want = "without"
		}
		var fe *FilterError
		if !errors.As(err, &fe) || fe.Filter != tc.expr || !strings.Contains(err.Error(), want) {
			t.Errorf("link type %d, %q: %v", tc.link, tc.expr, err)
		}
	}
}

// Any program that passes the check runs on any frame, and ends.
func FuzzFilterProgram(f *testing.F) {
	f.Add([]byte{0x28, 0, 0, 0, 0, 0, 0, 12, 0x15, 0, 0, 1, 0, 0, 8, 0, 0x06, 0, 0, 0, 0, 0, 0, 1, 0x06, 0, 0, 0, 0, 0, 0, 0}, []byte("frame"))
	f.Add([]byte{0x05, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x06, 0, 0, 0, 0, 0, 0, 1}, []byte("it turns round"))
	f.Fuzz(func(t *testing.T, code, data []byte) {
		var program bpfProgram
		for ; len(code) >= 8; code = code[8:] {
			program = append(program, bpfInstruction{
				code: uint16(code[0]), jt: code[2], jf: code[3], k: binary.BigEndian.Uint32(code[4:]),
			})
		}
		if program.check() == nil {
			program.run(data, uint32(len(data)))
		}
	})
}

func BenchmarkFilter(b *testing.B) {
	filter, err := CompileFilter(LinkEthernet, "tcp port 5683")
	if err != nil {
		b.Skip(err)
	}
	data := fileBytes(b, "000000000000 000000000000 0800"+filterPacket4)
	frame := Frame{Link: LinkEthernet, Data: data, Length: len(data)}
	for b.Loop() {
		filter.Match(&frame)
	}
}
