package dnswire

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// nodeAsked asks a node for its names, nodeSays is the answer (RFC 1002, sections 4.2.17 and 4.2.18).
const nodeAsked = `
	81c5 0000 0001 0000 0000 0000 # a query, one question
	20 434b 4141414141 4141414141 4141414141 4141414141 4141414141 4141414141 00 # CKAAAA…: any name
	0021 0001                     # NBSTAT, IN
`

const nodeSays = `
	81c5 8400 0000 0001 0000 0000 # an answer, authoritative, one answer
	20 434b 4141414141 4141414141 4141414141 4141414141 4141414141 4141414141 00 # CKAAAA…: any name
	0021 0001 00000000 0051       # NBSTAT, IN, 81 bytes
	  03                          #   three names
	  464c554646592d5441494c30312020 20 0400 # FLUFFY-TAIL01<20>, active
	  574f524b47524f5550202020202020 00 8400 # WORKGROUP<00>, a group's, active
	  01025f5f4d5342524f5753455f5f02 01 9c00 # __MSBROWSE__<01>, a group's, deregistering, in conflict, active
	  02005e100001                #   the number of its network card
	  0000000000 0000000000 0000000000 0000000000 # statistics
`

func TestNodeStatus(t *testing.T) {
	asked, says := bytesOf(t, nodeAsked), bytesOf(t, nodeSays)
	const names = `FLUFFY-TAIL01<20> unique, WORKGROUP<00> group, \001\002__MSBROWSE__\002<01> group deregistering conflict, unit 02:00:5e:10:00:01`
	for port, want := range map[uint16]string{
		137: "client readable DNS query NBSTAT *<00> |  | \"\"\nserver readable DNS answer | NBSTAT *<00> " + names + " | \"\"\n",
		53: "client readable DNS query SRV CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA |  | \"\"\n" +
			"server readable DNS answer | SRV CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA " + generic(says[len(says)-81:]) + " | \"\"\n",
	} {
		events := decodetest.RunFlow(t, options(), onPortOf("udp", port), say(decode.FromClient, asked), say(decode.FromServer, says))
		if diff := cmp.Diff(want, decodetest.Lines(events)); diff != "" {
			t.Errorf("port %d (-want +got):\n%s", port, diff)
		}
		for _, e := range events {
			decodetest.CheckFields(t, e)
			stands := strings.Contains(e.JSON, `"name":"CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"`) && strings.Contains(strings.Join(e.Fields, "\n"), "CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
			if !stands || strings.Contains(e.JSON, `"netbios":"*<00>"`) != (port == 137) {
				t.Errorf("port %d: %s\n%s", port, e.JSON, e.Fields)
			}
		}
	}
	for n := range 81 {
		if text := nodeStatus(says[len(says)-81:][:n]); (text != "") != (n >= 1+3*18) {
			t.Errorf("%d bytes of a node's status: %q", n, text)
		}
	}
}

func TestNetBIOSNames(t *testing.T) {
	encode := func(name string) string {
		var b strings.Builder
		for _, c := range []byte(name) {
			fmt.Fprintf(&b, "%c%c", 'A'+c>>4, 'A'+c&15)
		}
		return b.String()
	}
	for _, c := range []struct{ name, want string }{
		{"EGEMFFEGEGFJCNFEEBEJEMDADBCACACA", "FLUFFY-TAIL01<20>"},
		{"EGFCEFEECACACACACACACACACACACACA.NETBIOS.COM", "FRED<20>.NETBIOS.COM"}, // RFC 1001, section 14.1
		{"CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "*<00>"},
		{encode("www.example.com\x00"), "www.example.com<00>"},
		{encode("a\x1b[2J\xe2\x80\xae\xff\\     \x1d"), `a\027[2J\226\128\174\255\\<1d>`},
		{encode("               \x20"), "<20>"},
		{"EGEMFFEGEGFJCNFEEBEJEMDADBCACAC", ""},    // a letter less
		{"EGEMFFEGEGFJCNFEEBEJEMDADBCACACQ", ""},   // a letter behind P
		{"egemffegegfjcnfeebejemdadbcacaca", ""},   // small letters
		{"x.EGEMFFEGEGFJCNFEEBEJEMDADBCACACA", ""}, // behind another label
		{".", ""},
	} {
		text, encoded := readNetBIOSName(c.name)
		if c.want == "" && (text != c.name || encoded != "") || c.want != "" && (text != c.want || encoded != c.name) {
			t.Errorf("%s: %q, %q; want %q", c.name, text, encoded, c.want)
		}
	}
}
