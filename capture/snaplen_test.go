package capture

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
)

// What the snap length cut off a segment is known to be missing at once, and what comes behind it stands in its
// place.
func TestSnapLength(t *testing.T) {
	for name, head := range map[string]func(payload []byte) []byte{
		"IPv4": func(b []byte) []byte { return ip4(protoTCP, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, b) },
		"IPv6": func(b []byte) []byte { return ip6(protoTCP, b) },
		"IPv4 in GRE": func(b []byte) []byte {
			return outer(47, append([]byte{0, 0, 8, 0}, ip4(protoTCP, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, b)...))
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWire(t, Limits{})
			number := 0
			send := func(flags byte, seq uint32, data string, kept int) {
				packet := head(tcpBytes(1000, 80, seq, 1, flags, data))
				cut := packet[:len(packet)-len(data)+kept]
				number++
				w.a.Frame(&Frame{Number: number, Link: LinkRaw, Length: len(packet), Data: cut})
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
		})
	}
}

// Of a datagram that the snap length cut it is told how much is missing. One that says that it is longer than its packet
// was not cut.
func TestSnapLengthOfDatagrams(t *testing.T) {
	from, to := [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}
	whole := ip4(protoUDP, from, to, udp(1000, 53, []byte("what is asked")))
	boast := ip4(protoUDP, from, to, udp(1000, 53, []byte("what is asked"))[:8+4])
	for name, c := range map[string]struct {
		packet []byte
		kept   int
		short  int
	}{
		"whole": {whole, len(whole), 0}, "cut": {whole, len(whole) - 9, 9}, "a wrong length": {boast, len(boast), 0},
	} {
		var last decode.Segment
		a := NewAssembler(lastFed{&last}, Limits{})
		a.Frame(&Frame{Number: 1, Link: LinkRaw, Length: len(c.packet), Data: c.packet[:c.kept]})
		if lost := last.Flow.Stats.Lost[0]; last.Short != c.short || lost != uint64(c.short) || len(last.Data) == 0 {
			t.Errorf("%s: %d bytes short, %d lost, want %d; %q", name, last.Short, lost, c.short, last.Data)
		}
	}
}
