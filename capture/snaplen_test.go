package capture

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
)

// What the snap length, or who passed packets on to be captured, cut off a segment is known to be missing at once, and
// what comes behind it stands in its place.
func TestSnapLength(t *testing.T) {
	v4 := func(b []byte) []byte { return ip4(protoTCP, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, b) }
	v6 := func(b []byte) []byte { return ip6(protoTCP, b) }
	for name, c := range map[string]struct {
		head func(payload []byte) []byte
		wrap func(cut []byte) []byte // in what holds no more than that
	}{
		"IPv4":        {head: v4},
		"IPv6":        {head: v6},
		"IPv4 in GRE": {head: func(b []byte) []byte { return outer(47, append([]byte{0, 0, 8, 0}, v4(b)...)) }},
		"IPv4 mirrored in VXLAN": {v4, func(b []byte) []byte {
			return outerUDP(40000, portVXLAN, hexed("08000000 00000100", eth("0800", b)))
		}},
		"IPv6 mirrored in ERSPAN": {v6, func(b []byte) []byte {
			return outer(47, hexed("1000 88be 00000001 1001 0400 00000000", eth("86dd", b)))
		}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWire(t, Limits{})
			number := 0
			send := func(flags byte, seq uint32, data string, kept int) {
				packet := c.head(tcpBytes(1000, 80, seq, 1, flags, data))
				cut, length := packet[:len(packet)-len(data)+kept], len(packet)
				if c.wrap != nil {
					cut = c.wrap(cut)
					length = len(cut)
				}
				number++
				w.a.Frame(&Frame{Number: number, Link: LinkRaw, Length: length, Data: cut})
			}
			send(flagSYN, 99, "", 0)
			send(flagACK, 100, "first, and more", 5)
			if got := w.got.stream("1 client"); got != "first"+strings.Repeat(".", 10) {
				t.Errorf("behind the first: %q", got)
			}
			send(flagACK, 115, "whole", 5)
			send(flagACK, 120, "nothing", 0)
			send(flagACK|flagFIN, 127, "the end", 3)
			w.a.Flush()
			if got, want := w.got.stream("1 client"), "first"+strings.Repeat(".", 10)+"whole"+strings.Repeat(".", 7)+"the...."; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			if st := w.got.last.Stats; st.Lost[0] != 21 {
				t.Errorf("%d bytes lost", st.Lost[0])
			}
			if diff := cmp.Diff("end 1 client fin", w.got.lines[1]); diff != "" {
				t.Errorf("%v", w.got.lines)
			}
			if c := w.a.Counts(); c.Cut != 3 {
				t.Errorf("%+v", c)
			}
		})
	}
}

// The order of a netfilter log's bytes shows in its types: a length that is cut may fit either way.
func TestSnapLengthOfNetfilterLog(t *testing.T) {
	data := strings.Repeat("fluffy tail ", 100)[:1024-4-40]
	frame := hexed("02 00 0000 0004 0900", ip4(protoTCP, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, tcpBytes(1000, 80, 1, 1, flagACK, data)))
	w := newWire(t, Limits{})
	w.a.Frame(&Frame{Number: 1, Link: linkNFLOG, Length: len(frame), Data: frame[:200]})
	w.a.Flush()
	if got := w.got.stream("1 client"); got != data[:152]+strings.Repeat(".", len(data)-152) {
		t.Errorf("got %q; %+v", got, w.a.Counts())
	}
}

// An IP header that speaks of more than the frame had on the wire is not believed: nothing was cut off.
func TestBoast(t *testing.T) {
	w := newWire(t, Limits{})
	w.open()
	boast := ip4(protoTCP, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, tcpBytes(1000, 80, clientISN+1, serverISN+1, flagACK, ""))
	boast[2] = 0xea // 60,000 bytes more, about
	w.frame(boast)
	w.client(flagsData, 1, 1, "true")
	w.server(flagsData, 1, 5, "answer")
	if got := w.got.stream("1 client"); got != "true" || w.got.last.Stats.Lost[0] > 0 {
		t.Errorf("got %q, %d bytes lost", got, w.got.last.Stats.Lost[0])
	}
}

// Of a datagram that the snap length cut it is told how much is missing. One that says that it is longer than its packet,
// or shorter than its header, is broken.
func TestSnapLengthOfDatagrams(t *testing.T) {
	from, to := [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}
	whole := ip4(protoUDP, from, to, udp(1000, 53, []byte("what is asked")))
	boast := ip4(protoUDP, from, to, udp(1000, 53, []byte("what is asked"))[:8+4])
	modest := bytes.Clone(whole)
	modest[25] = 7
	jumbo := bytes.Clone(whole)
	jumbo[25] = 0
	for name, c := range map[string]struct {
		packet []byte
		kept   int
		short  int
	}{
		"whole": {whole, len(whole), 0}, "cut": {whole, len(whole) - 9, 9}, "a length that fits no field": {jumbo, len(jumbo), 0},
		"too long": {boast, len(boast), -1}, "too short": {modest, len(modest), -1},
	} {
		var last decode.Segment
		a := NewAssembler(lastFed{&last}, Limits{})
		a.Frame(&Frame{Number: 1, Link: LinkRaw, Length: len(c.packet), Data: c.packet[:c.kept]})
		if c.short < 0 {
			if a.Counts().Skipped[string(skipBadUDP)] != 1 {
				t.Errorf("%s: %+v", name, a.Counts())
			}
			continue
		}
		if lost := last.Flow.Stats.Lost[0]; last.Short != c.short || lost != uint64(c.short) || len(last.Data) == 0 {
			t.Errorf("%s: %d bytes short, %d lost, want %d; %q", name, last.Short, lost, c.short, last.Data)
		}
	}
}
