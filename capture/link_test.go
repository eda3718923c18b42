package capture

import (
	"encoding/hex"
	"net/netip"
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
	for name, test := range linkCases() {
		t.Run(name, func(t *testing.T) {
			w := newWire(t, Limits{})
			f := &Frame{Number: 1, Link: test.link, Length: len(test.frame), Data: test.frame}
			w.a.Frame(f)
			w.a.Flush()
			if got := w.got.stream("1 client"); got != carried {
				t.Fatalf("found %q; skipped: %v", got, w.a.Counts().Skipped)
			}
			// The way back: the bytes stand in the frame where the segment says.
			if at := w.got.at; string(test.frame[at:at+len(carried)]) != carried {
				t.Errorf("at %d of the frame stands %q", at, test.frame[at:])
			}
			// Every truncation is survived and accounted for.
			for n := range test.frame {
				w := newWire(t, Limits{})
				w.a.Frame(&Frame{Number: 1, Link: test.link, Length: len(test.frame), Data: test.frame[:n]})
				w.a.Flush()
				c := w.a.Counts()
				whole := w.got.stream("1 client") == carried // nothing but padding or a check sequence is missing
				if c.Decoded+total(c.Skipped) != 1 || c.Cut != 1 && !whole {
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

// An A-MSDU may carry packets of several flows, and several of one; the frame counts once.
func TestAggregate(t *testing.T) {
	tcp := func(seq uint32, data string) []byte {
		return ip4(protoTCP, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, tcpBytes(1000, 80, seq, 1, flagACK, data))
	}
	other := ip4(protoUDP, [4]byte{10, 0, 0, 3}, [4]byte{10, 0, 0, 4}, udp(1, 2, []byte("other")))
	half := fragment4(protoUDP, 7, 0, true, make([]byte, 8))
	frame := hexed("8801 0000"+wifiThree+"8000",
		subframe(false, half), subframe(false, tcp(1, "fluffy ")), subframe(false, other), subframe(true, tcp(8, "tail")))
	w := newWire(t, Limits{})
	w.a.Frame(&Frame{Number: 1, Link: linkWiFi, Length: len(frame), Data: frame})
	w.a.Flush()
	if got := w.got.stream("1 client"); got != "fluffy tail" {
		t.Errorf("got %q", got)
	}
	if got := w.got.stream("2 client"); got != "other" {
		t.Errorf("got %q", got)
	}
	if c := w.a.Counts(); c.Seen != 1 || c.Decoded != 1 || total(c.Skipped) != 0 {
		t.Errorf("%+v", c)
	}
}

// A mobile node's packets to and from where it is are of one conversation. The home that it claims is not believed: anybody
// can claim one.
func TestMobile(t *testing.T) {
	home := hexed("20010db8 00000000 00000000 00000099")
	care := hexed("20010db8 00010000 00000000 00000c0a")
	server := hexed("20010db8 00020000 00000000 00000001")
	packet := func(src, dst []byte, next byte, payload []byte) []byte {
		b := ip6(next, payload)
		copy(b[8:], src)
		copy(b[24:], dst)
		return b
	}
	w := newWire(t, Limits{})
	w.frame(packet(care, server, extDestination, hexed("06 02 01 02 0000 c9 10", home, tcpBytes(1000, 80, 1, 1, flagACK, carried))))
	w.frame(packet(server, care, extRouting, hexed("06 02 02 01 00000000", home, tcpBytes(80, 1000, 1, 12, flagACK, carried))))
	w.a.Flush()
	if got := w.got.stream("1 client") + " and " + w.got.stream("1 server"); got != carried+" and "+carried {
		t.Errorf("got %q\n%s", got, strings.Join(w.got.lines, "\n"))
	}
	if client := w.got.last.Client.Addr(); client != netip.AddrFrom16([16]byte(care)) {
		t.Errorf("the client is %s", client)
	}
}
