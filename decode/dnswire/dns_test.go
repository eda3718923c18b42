package dnswire

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/dns/dnsmessage"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
	"eavesdrop/decode/decodetest/golden"
)

// bytesOf reads a fixture: hexadecimal digits, with "#" comments to the ends of lines.
func bytesOf(t testing.TB, fixture string) []byte {
	t.Helper()
	var digits strings.Builder
	for line := range strings.Lines(fixture) {
		line, _, _ = strings.Cut(line, "#")
		digits.WriteString(strings.Join(strings.Fields(line), ""))
	}
	b, err := hex.DecodeString(digits.String())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const query = `
	d431                                     # id
	0100                                     # a query, recursion desired
	0001 0000 0000 0001                      # one question, one additional record
	07 6578616d706c65 03 636f6d 00           # example.com
	0001 0001                                # A, IN
	00 0029 04d0 00 00 8000 000b             # OPT: datagrams of 1232 bytes, version 0, DNSSEC wanted, 11 bytes
	  0008 0007 0001 18 00 c00002            #   client subnet: IPv4, 24 bits, 192.0.2
`

const answer = `
	d431                                     # id
	81a0                                     # an answer, recursion desired and available, authenticated data
	0001 0003 0001 0000                      # one question, three answers, one authority
	07 6578616d706c65 03 636f6d 00           # example.com, at 12
	0001 0001                                # A, IN
	c00c 0005 0001 00000e10 0006             # CNAME
	  03 777777 c00c                         #   www.example.com, at 41
	c029 0001 0001 0000003c 0004 c0000207    # A 192.0.2.7
	c029 0041 0001 0000003c 000f             # HTTPS
	  0001 00                                #   1 .
	  0001 0003 02 6832                      #   alpn=h2
	  0005 0001 ff                           #   ech, of one byte
	c00c 0002 0001 00000e10 0005             # NS
	  02 6e73 c00c                           #   ns.example.com
`

// An answer of multicast DNS: nobody asked, the name has a dot in a label, and letters beyond ASCII.
const unasked = `
	0000 8400 0000 0001 0000 0000            # an answer, authoritative, one answer
	08 4ec3bc7373652e31 05 5f68747470 04 5f746370 05 6c6f63616c 00  # "Nüsse.1"._http._tcp.local
	0010 8001 00001194 0009                  # TXT, IN and flush
	  08 706174683d2f2231                    #   path=/"1
`

func options() decode.Options { return decode.Options{Protocols: []decode.Protocol{Protocol()}} }

// overTCP puts the length before each message.
func overTCP(messages ...[]byte) (out []byte) {
	for _, m := range messages {
		out = append(binary.BigEndian.AppendUint16(out, uint16(len(m))), m...)
	}
	return out
}

func say(dir decode.Direction, data []byte) decodetest.Say {
	return decodetest.Say{Dir: dir, Data: data}
}

func TestGolden(t *testing.T) {
	q, a, u := bytesOf(t, query), bytesOf(t, answer), bytesOf(t, unasked)
	noName := append([]byte(nil), q...)
	noName[2], noName[3] = 0x81, 0x83
	var got strings.Builder
	events := decodetest.RunFlow(t, options(), decodetest.NewFlow("udp", true),
		say(decode.FromClient, q), say(decode.FromServer, a), say(decode.FromServer, noName), say(decode.FromServer, u))
	events = append(events, decodetest.Run(t, options(), say(decode.FromClient, overTCP(q)), say(decode.FromServer, overTCP(a, u)))...)
	for _, e := range events {
		decodetest.CheckFields(t, e)
	}
	got.WriteString(decodetest.Dump(events))
	const file = "testdata/dns.golden"
	golden.Check(t, file, got.String())
}

func TestSniff(t *testing.T) {
	q, a, u := bytesOf(t, query), bytesOf(t, answer), bytesOf(t, unasked)
	change := func(b []byte, at int, to byte) []byte {
		b = append([]byte(nil), b...)
		b[at] = to
		return b
	}
	for _, c := range []struct {
		name string
		data []byte
		want decode.Verdict
	}{
		{"a query", q, decode.FromAClient},
		{"an answer", a, decode.FromAServer},
		{"an answer that nobody asked for", u, decode.Yes},
		{"over TCP", overTCP(q), decode.FromAClient},
		{"over TCP, two", overTCP(a, a), decode.FromAServer},
		{"over TCP, the beginning", overTCP(q)[:20], decode.Maybe},
		{"nothing yet", nil, decode.Maybe},
		{"bytes behind it", append(q[:len(q):len(q)], 0), decode.No},
		{"a byte less", q[:len(q)-1], decode.No},
		{"the reserved bit", change(q, 3, 0x40), decode.No},
		{"a query with a response code", change(q, 3, 2), decode.No},
		{"an operation that does not exist", change(q, 2, 0x38), decode.No},
		{"a class that does not exist", change(q, 28, 9), decode.No},
		{"HTTP", []byte("GET / HTTP/1.1\r\nHost: localhost:5683\r\n\r\n"), decode.No},
		{"TLS", []byte("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03aaaaaaaaaaaaaaaaaaa"), decode.No},
		{"zeroes", make([]byte, 100), decode.No},
	} {
		if got := Protocol().Sniff(decode.FromClient, c.data); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct{ wire, want, err string }{
		{"00", ".", ""},
		{"03 777777 00", "www", ""},
		{"01 61 01 62 00", "a.b", ""},
		{"03 612e62 00", `a\.b`, ""},
		{"03 5c00ff 00", `\\\000\255`, ""},
		{"05 e280ae7878 00", `\226\128\174xx`, ""}, // a bidirectional mark
		{"04 c3bc1b5b 00", `ü\027[`, ""},
		{"c000", "", errPointer.Error()}, // at itself
		{"01 61 c000", "a", errPointer.Error()},
		{"40 00", "", errLabel.Error()},
		{"03 7777", "", errShort.Error()},
		{"c0", "", errShort.Error()},
		{"", "", errShort.Error()},
		{strings.Repeat("3f"+strings.Repeat("61", 63), 4) + "00", strings.Repeat(strings.Repeat("a", 63)+".", 3)[:191], errName.Error()},
	} {
		got, _, err := readName(bytesOf(t, c.wire), 0)
		says := ""
		if err != nil {
			says = err.Error()
		}
		if got != c.want || says != c.err {
			t.Errorf("%s: %q, %q; want %q, %q", c.wire, got, says, c.want, c.err)
		}
	}
}

// What comes behind a bad message over TCP is understood again; so is what comes behind a gap.
func TestGoesOn(t *testing.T) {
	q, a := bytesOf(t, query), bytesOf(t, answer)
	bad := append([]byte(nil), a...)
	bad[39], bad[40] = 0xff, 0xff // the length of the first record's data
	events := decodetest.Run(t, options(),
		say(decode.FromClient, overTCP(q)), say(decode.FromServer, overTCP(a, bad, a, append(a[:len(a):len(a)], 7))),
		say(decode.FromServer, overTCP(a)[:30]), decodetest.Gap(decode.FromServer, 100), say(decode.FromServer, a[:50]), say(decode.FromServer, overTCP(a, a)[:len(a)+9]))
	var got []string
	for _, e := range events {
		got = append(got, e.Line)
		if e.Kind != "gap" && e.Kind != "malformed" {
			decodetest.CheckFields(t, e)
		}
	}
	const ok = `server readable DNS answer A example.com | www.example.com, 192.0.2.7, 1 . alpn=h2 ech=(1 bytes) | ""`
	want := []string{
		`client readable DNS query A example.com |  | ""`, ok,
		`server readable DNS answer A example.com |  | ""`,
		`server readable malformed dns | answer record 1: the message ends in the middle | ""`,
		ok, ok,
		`server readable malformed dns | bytes behind the last record: 1 | ""`,
		`server absent 100 bytes missing from the capture |  | ""`,
		`server readable incomplete dns | a DNS message breaks off | ""`,
		ok,
		`server readable incomplete dns | a DNS message breaks off | ""`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

// A datagram that the capture cut breaks no rule.
func TestCutDatagram(t *testing.T) {
	whole := bytesOf(t, "0001 8180 0001 0001 0000 0000 01 61 00 0001 0001 c00c 0001 0001 00000e10 0004 c0000207")
	const question = "server readable DNS answer A a |  | \"\"\n"
	for short, want := range map[int]string{
		0: question + "server readable malformed dns | answer record 1: the message ends in the middle | \"\"\n",
		2: question + "server readable incomplete dns | answer record 1: the message ends in the middle: the capture cut the datagram | \"\"\n",
	} {
		cut := decodetest.Say{Dir: decode.FromServer, Data: whole[:len(whole)-2], Short: short}
		events := decodetest.RunFlow(t, options(), decodetest.NewFlow("udp", true), say(decode.FromServer, whole), cut)
		if got := decodetest.Lines(events[1:]); got != want {
			t.Errorf("%d bytes cut off: got\n%swant\n%s", short, got, want)
		}
	}
}

func TestKeepsAtMost(t *testing.T) {
	raw := []byte{0, 1, 0x80, 0, 0, 0, 0x06, 0, 0, 0, 0, 0} // 1536 answers
	for range 1536 {
		raw = append(raw, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 192, 0, 2, 1)
	}
	events := decodetest.RunFlow(t, options(), decodetest.NewFlow("udp", true), say(decode.FromServer, raw))
	if len(events) != 1 || !strings.Contains(events[0].JSON, `"omitted":1024`) {
		t.Errorf("events\n%.300s", decodetest.Lines(events))
	}
	decodetest.CheckFields(t, events[0])
}

// An answer without an answer means several things.
func TestNoAnswer(t *testing.T) {
	const question = "01 61 00 0001 0001 "                                                                                              // A a
	const ns, soa = "00 0002 0001 00000000 0003 016e00", "00 0006 0001 00000000 0016 0000 00000001 00000002 00000003 00000004 00000005" // n; . . 1 2 3 4 5
	for name, c := range map[string]struct{ message, want string }{
		"nothing of that type":          {"0001 8180 0001 0000 0000 0000" + question, "nothing of that type"},
		"and who says so":               {"0001 8180 0001 0000 0001 0000" + question + soa, "nothing of that type"},
		"a referral":                    {"0001 8100 0001 0000 0003 0000" + question + ns + ns + ns, "others know: n, n, 1 more"},
		"of the authority, no referral": {"0001 8500 0001 0000 0001 0000" + question + ns, "nothing of that type"},
		"truncated":                     {"0001 8380 0001 0000 0000 0000" + question, "(truncated)"},
		"an answer that is not there":   {"0001 8180 0001 0001 0000 0000" + question, ""},
		"of an update":                  {"0001 a800 0001 0000 0000 0000 01 61 00 0006 0001", ""},
	} {
		events := decodetest.RunFlow(t, options(), onDNS("udp"), say(decode.FromServer, bytesOf(t, c.message)))
		if len(events) == 0 || events[0].Message.Brief().Detail != c.want {
			t.Errorf("%s: %swant %q", name, decodetest.Lines(events), c.want)
		}
	}
}

// onDNS is a flow to the port of DNS.
func onDNS(network string) *decode.Flow { return onPortOf(network, 53) }

func onPortOf(network string, port uint16) *decode.Flow {
	f := decodetest.NewFlow(network, true)
	f.Server = netip.AddrPortFrom(f.Server.Addr(), port)
	return f
}

// On its ports, what begins like DNS is believed to be DNS, and its end to be bad.
func TestBadFirst(t *testing.T) {
	const axfr = "0007 0100 0001 0000 0000 0000 07 636f6e746f736f 05 6c6f63616c 00 00fc 0001"
	const asked = "client readable DNS query AXFR contoso.local |  | \"\"\n"
	for _, c := range []struct {
		name, message, want string
	}{
		{"Windows' query for a zone", axfr + "4d53", asked + "client readable malformed dns | bytes behind the last record: 2 | \"\"\n"},
		{"a record that is not counted", axfr + "00 0029 04d0 00000000 0000", asked + "client readable malformed dns | bytes behind the last record: 11 | \"\"\n"},
		{"a record that is not there", "1234 8080 0001 0001 0000 0000 01 61 00 0001 0001",
			"client readable DNS answer A a |  | \"\"\nclient readable malformed dns | answer record 1: the message ends in the middle | \"\"\n"},
		{"nothing asked, one record of two", "0000 8400 0000 0002 0000 0000 01 61 00 0001 8001 00000078 0004 c0000207",
			"client readable DNS answer | A a 192.0.2.7 | \"\"\nclient readable malformed dns | answer record 2: the message ends in the middle | \"\"\n"},
		{"half a question", "1234 0100 0001 0000 0000 0000 04 6576696c 03 636f6d", ""},
		{"no question", "1234 0100 0001 0000 0000 0000", ""},
		{"a class that does not exist", "1234 0100 0001 0000 0000 0000 01 61 00 0001 0009 00", ""},
		{"an operation that does not exist", "1234 3900 0001 0000 0000 0000 01 61 00 0001 0001 00", ""},
	} {
		for _, port := range []uint16{53, 137, 5353, 5355, 5683} {
			want := c.want
			if port == 5683 {
				want = ""
			}
			events := decodetest.RunFlow(t, options(), onPortOf("udp", port), say(decode.FromClient, bytesOf(t, c.message)))
			if diff := cmp.Diff(want, decodetest.Lines(events)); diff != "" {
				t.Errorf("%s, port %d (-want +got):\n%s", c.name, port, diff)
			}
			for _, e := range events {
				decodetest.CheckFields(t, e)
			}
		}
		stream := overTCP(bytesOf(t, c.message), bytesOf(t, query))
		want := decodetest.Lines(decodetest.RunFlow(t, options(), onDNS("tcp"), say(decode.FromClient, stream)))
		if !strings.HasPrefix(want, c.want) {
			t.Errorf("%s, over TCP: got\n%swant\n%s", c.name, want, c.want)
		}
		for at := 1; at < len(stream) && want != ""; at++ {
			got := decodetest.Lines(decodetest.RunFlow(t, options(), onDNS("tcp"), say(decode.FromClient, stream[:at]), say(decode.FromClient, stream[at:])))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, over TCP, cut at %d (-whole +cut):\n%s", c.name, at, diff)
			}
		}
	}
}

// What comes in a flow of DNS need not be DNS. Off its ports what is not is passed over, or told as text; on them it is
// malformed.
func TestOtherDatagrams(t *testing.T) {
	const asked, end = `client readable DNS query A a |  | ""`, "\n"
	const noLabel, short = "a label of a kind that does not exist", "the message ends in the middle"
	malformed := func(why string) string { return "client readable malformed dns | " + why + ` | ""` + end }
	for _, c := range []struct {
		name, data, off, on string
	}{
		{"SIP", "OPTIONS sip:nm SIP/2.0\r\n", `client readable text | 24 bytes | "OPTIONS sip:nm SIP/2.0"` + end, malformed("question 1: " + noLabel)},
		{"a line", "help\r\n\r\n", `client readable text | 8 bytes | "help"` + end, malformed(short)},
		{"SNMP", "\x30\x82\x00\x2f\x02\x01\x00\x04\x06\x70\x75\x62\x6c\x69\x63\xa0\x82\x00\x20", "", malformed("question 1: " + noLabel)},
		{"a header alone, with a question counted", "\x00\x01\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00", "", malformed("question 1: " + short)},
		{"half a question", "\x00\x01\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x05ab", "", malformed("question 1: " + short)},
		{"half a record, nothing asked", "\x00\x01\x84\x00\x00\x00\x00\x01\x00\x00\x00\x00\x01a\x00\x00\x01", "", malformed("answer record 1: " + short)},
		{"a header alone", "\x00\x00\x10\x00\x00\x00\x00\x00\x00\x00\x00\x00", `client readable DNS query STATUS |  | ""` + end, `client readable DNS query STATUS |  | ""` + end},
		{"a question, and more", "\x00\x01\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01a\x00\x00\x01\x00\x01MS",
			asked + end + malformed("bytes behind the last record: 2"), asked + end + malformed("bytes behind the last record: 2")},
		{"a question, the reserved bit", "\x00\x01\x01\x40\x00\x01\x00\x00\x00\x00\x00\x00\x01a\x00\x00\x01\x00\x01", "", asked + end},
	} {
		for port, want := range map[uint16]string{5683: c.off, 53: c.on} {
			q := say(decode.FromClient, bytesOf(t, "0001 0100 0001 0000 0000 0000 01 61 00 0001 0001"))
			events := decodetest.RunFlow(t, options(), onPortOf("udp", port), q, decodetest.Client(c.data), q)
			if diff := cmp.Diff(asked+end+want+asked+end, decodetest.Lines(events)); diff != "" {
				t.Errorf("%s, port %d (-want +got):\n%s", c.name, port, diff)
			}
			for _, e := range events {
				if decodetest.CheckFields(t, e); (e.Kind == "plaintext") != (len(e.Layers) == 1) {
					t.Errorf("%s, port %d: %s in %s", c.name, port, e.Kind, e.Layers)
				}
			}
		}
	}
}

// Where only answers were captured, they tell what was asked.
func TestOnlyAnswers(t *testing.T) {
	const fact = `asked readable "DNS A example.com" 12-29: The answer repeats it.`
	a := say(decode.FromServer, bytesOf(t, answer))
	udp := func() *decode.Flow { return decodetest.NewFlow("udp", true) }
	if facts := decodetest.RunFlow(t, options(), udp(), a)[0].Facts; facts[0] != fact {
		t.Errorf("alone: %q", facts)
	}
	if facts := decodetest.RunFlow(t, options(), udp(), say(decode.FromClient, bytesOf(t, query)), a)[1].Facts; facts[0] == fact {
		t.Errorf("behind the query: %q", facts)
	}
}

// A question for the name of an address, or for a zone's mail servers, is not the name of a server.
func TestServerNames(t *testing.T) {
	for _, typ := range []Type{TypeA, TypeAAAA, TypeHTTPS, TypePTR, TypeMX, TypeTXT, TypeSOA, TypeSRV} {
		q := append(bytesOf(t, "0001 0100 0001 0000 0000 0000 01 61 00"), byte(typ>>8), byte(typ), 0, 1)
		facts := strings.Join(decodetest.RunFlow(t, options(), decodetest.NewFlow("udp", true), say(decode.FromClient, q))[0].Facts, "\n")
		if got, want := strings.Contains(facts, "server_name"), typ == TypeA || typ == TypeAAAA || typ == TypeHTTPS; got != want {
			t.Errorf("%s: %s", typ, facts)
		}
	}
}

// Pointers that lead to pointers take no more time than names.
func TestManyPointers(t *testing.T) {
	msg := []byte{0}
	for i := range 200 {
		msg = append(msg, 0xc0, byte(max(0, 2*i-1)))
	}
	for jumps, want := range map[int]error{maxJumps: nil, maxJumps + 1: errJumps} {
		if _, _, err := readName(msg, 2*jumps-1); !errors.Is(err, want) {
			t.Errorf("%d pointers: %v, want %v", jumps, err, want)
		}
	}
}

func script(t testing.TB) []decodetest.Say {
	q, a, u := bytesOf(t, query), bytesOf(t, answer), bytesOf(t, unasked)
	return []decodetest.Say{say(decode.FromClient, overTCP(q, q)), say(decode.FromServer, overTCP(a, u, a))}
}

func TestSplitAnywhere(t *testing.T) { decodetest.SplitAnywhere(t, options, script(t)...) }

func TestEveryTruncation(t *testing.T) { decodetest.Truncations(t, options, script(t), nil) }

func FuzzSplit(f *testing.F) {
	for _, s := range script(f) {
		f.Add(s.Data, []byte{0, 3, 9})
	}
	first := script(f)[0]
	f.Fuzz(func(t *testing.T, data, cuts []byte) {
		decodetest.Same(t, options, []decodetest.Say{first, say(decode.FromServer, append(overTCP(bytesOf(t, answer)), data...))}, cuts)
	})
}

// What the reference takes for a message, so do we, and read the same names and types in it.
func FuzzAgainstReference(f *testing.F) {
	for _, fixture := range []string{query, answer, unasked} {
		f.Add(bytesOf(f, fixture))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		ours, err := parse(data)
		for range ours.Fields() {
		}
		if m, err := parse(data); err == nil {
			m.netBIOS()
			for range m.Fields() {
			}
		}
		var theirs dnsmessage.Message
		if theirs.Unpack(data) != nil || len(theirs.Answers)+len(theirs.Questions)+len(theirs.Authorities)+len(theirs.Additionals) > maxKept {
			return
		}
		if errors.Is(err, errShort) {
			return // the reference reads an A record whose length leads out of the message
		}
		if errors.Is(err, errPointer) {
			return // the reference follows pointers forward, which only may lead back (RFC 1035, section 4.1.4)
		}
		if err != nil {
			t.Fatalf("the reference takes %x, we say %v", data, err)
		}
		for i, q := range theirs.Questions {
			if o := ours.Questions[i]; plain(q.Name.String()) && o.Name+"." != q.Name.String() && q.Name.String() != "." || uint16(o.Type) != uint16(q.Type) {
				t.Errorf("question %d: %s %s, the reference has %s %s", i, o.Type, o.Name, q.Type, q.Name)
			}
		}
		for i, r := range append(append(theirs.Answers, theirs.Authorities...), theirs.Additionals...) {
			o, name := ours.Records[i], r.Header.Name.String()
			if plain(name) && o.Name+"." != name && name != "." || uint16(o.Type) != uint16(r.Header.Type) || o.TTL != r.Header.TTL {
				t.Errorf("record %d: %s %s %d, the reference has %v", i, o.Type, o.Name, o.TTL, r.Header)
			}
			if c, ok := r.Body.(*dnsmessage.CNAMEResource); ok && plain(c.CNAME.String()) && o.Data+"." != c.CNAME.String() && o.Data != "." && !strings.HasPrefix(o.Data, `\#`) {
				t.Errorf("record %d: %s, the reference has %s", i, o.Data, c.CNAME)
			}
		}
	})
}

// plain says that a name needs no escaping.
func plain(name string) bool {
	for _, r := range name {
		if r < 0x21 || r > 0x7e || r == '\\' {
			return false
		}
	}
	return true
}
