package capture

import (
	"bytes"
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"eavesdrop/decode"
)

// An exchange is what two hosts truly say, and the packets that say it, in the order in which they went over the wire.
// A capture of it has these out of order, twice, or not at all.
type exchange struct {
	r       *rand.Rand
	isn     [2]uint32 // of the client, of the server
	said    [2][]byte
	longest int // bytes in a packet
	least   int // bytes in one that brings something new
	packets []exchanged
	sent    [2]int // bytes that were sent so far
	got     [2]int // of these, what the other host has
	closed  [2]bool

	snap     int  // bytes of payload in a frame, at most; 0: all
	once     bool // nothing is sent again
	spurious bool // bytes are sent again that have been acknowledged
	bare     int  // packets that may have no ACK
}

// An exchanged packet carries said[from][at:to], behind a SYN or before a FIN if flags have them.
type exchanged struct {
	from   int
	flags  byte
	at, to int
	ack    int // how much of the other's stream has come; -1: nothing, not even the SYN. The FIN counts as one
}

// faults are what a capture does to the packets.
type faults struct {
	disorder int     // places by which one may come too late
	skew     int     // places by which the client's packets come too late
	dropped  float64 // share that is missing
	twice    float64 // share that comes again
	noStart  bool    // the handshake is missing
	noEnd    bool    // the FINs are missing
	only     int     // 1: the client's packets alone; 2: the server's
	snap     int     // bytes of payload that the snap length leaves of each; 0: all
	bare     int     // how many may have no ACK: so none may be missing, and the last acknowledgement comes last
}

func newExchange(r *rand.Rand) *exchange {
	x := &exchange{r: r, isn: [2]uint32{-r.Uint32N(20000), r.Uint32()}, least: 1, longest: []int{3, 100, 1460, 20000}[r.IntN(4)]}
	text := rand.New(rand.NewPCG(r.Uint64(), 0))
	for d := range x.said {
		x.said[d] = make([]byte, 1+r.IntN(30*x.longest))
		for i := range x.said[d] {
			x.said[d][i] = 'a' + byte(text.IntN(26))
		}
	}
	return x
}

// acked is what the acknowledgement of d's packets says: how much of the other's stream has come.
func (x *exchange) acked(d int) int {
	if x.closed[1-d] {
		return x.got[1-d] + 1
	}
	return x.got[1-d]
}

// acking is the flags of a packet that brings something.
func (x *exchange) acking() byte {
	if x.bare > 0 && x.r.IntN(4) == 0 {
		x.bare--
		return flagPSH
	}
	return flagACK
}

// send adds a packet.
func (x *exchange) send(p exchanged) { x.packets = append(x.packets, p) }

// run lets the two talk until all is said. Nothing is acknowledged that was not sent, and nothing sent
// that does not lie in a window of 64 KiB.
func (x *exchange) run() {
	x.send(exchanged{from: 0, flags: flagSYN, ack: -1})
	x.send(exchanged{from: 1, flags: flagSYN | flagACK})
	x.send(exchanged{from: 0, flags: flagACK})
	for !x.closed[0] || !x.closed[1] {
		d := x.r.IntN(2)
		all := len(x.said[d])
		switch x.r.IntN(8) {
		case 0, 1, 2, 3: // something new
			to := min(x.sent[d]+x.least+x.r.IntN(x.longest), all, x.got[d]+65535)
			if to > x.sent[d] {
				x.send(exchanged{from: d, flags: x.acking(), at: x.sent[d], to: to, ack: x.acked(d)})
				x.sent[d] = to
			}
		case 4, 5: // some of it has come
			x.got[d] += min(x.sent[d]-x.got[d], x.r.IntN(3*x.longest))
			x.send(exchanged{from: 1 - d, flags: flagACK, at: x.sent[1-d], to: x.sent[1-d], ack: x.acked(1 - d)})
		case 6: // something again
			at := x.got[d]
			if x.spurious {
				at = max(0, at-x.r.IntN(2*x.longest))
			}
			to := min(x.sent[d], at+x.r.IntN(2*x.longest))
			if to > at && !x.once {
				x.send(exchanged{from: d, flags: x.acking(), at: at, to: to, ack: x.acked(d)})
			}
		case 7: // the end
			if x.sent[d] == all && !x.closed[d] {
				x.got[d] = all
				x.send(exchanged{from: d, flags: flagACK | flagFIN, at: all, to: all, ack: x.acked(d)})
				x.closed[d] = true
				x.send(exchanged{from: 1 - d, flags: flagACK, at: x.sent[1-d], to: x.sent[1-d], ack: x.acked(1 - d)})
			}
		}
	}
}

// captured is what a capture has of the packets.
func (x *exchange) captured(f faults) []exchanged {
	type placed struct {
		exchanged
		at float64
	}
	var all []placed
	for i, p := range x.packets {
		if f.noStart && i < 3 || f.noEnd && p.flags&flagFIN != 0 || f.only == 2-p.from {
			continue
		}
		if i < 3 {
			all = append(all, placed{p, float64(i)})
			continue
		}
		late := float64(f.skew * (1 - p.from))
		if x.r.Float64() < f.dropped && !(f.noStart && i < 20) { // what is sent again before where the capture began to hear would be missed
			continue
		}
		all = append(all, placed{p, float64(i) + late + x.r.Float64()*float64(f.disorder)})
		if x.r.Float64() < f.twice {
			all = append(all, placed{p, float64(i) + late + x.r.Float64()*float64(f.disorder)})
		}
	}
	x.snap = f.snap
	slices.SortStableFunc(all, func(p, q placed) int { return cmp.Compare(p.at, q.at) })
	captured := make([]exchanged, len(all))
	for i, p := range all {
		captured[i] = p.exchanged
	}
	return captured
}

// play plays packets to an assembler.
func (x *exchange) play(w *wire, packets []exchanged) {
	for _, p := range packets {
		seq := x.isn[p.from] + 1 + uint32(p.at)
		if p.flags&flagSYN != 0 {
			seq--
		}
		ack := uint32(0)
		if p.ack >= 0 && p.flags&flagACK != 0 {
			ack = x.isn[1-p.from] + 1 + uint32(p.ack)
		}
		data := string(x.said[p.from][p.at:p.to])
		hosts, ports := [2][4]byte{{10, 0, 0, 1}, {10, 0, 0, 2}}, [2]uint16{1000, 80}
		segment := tcpBytes(ports[p.from], ports[1-p.from], seq, ack, p.flags, data)
		segment[14], segment[15] = 0xff, 0xff
		packet := ip4(protoTCP, hosts[p.from], hosts[1-p.from], segment)
		w.snap(packet, len(packet)-len(data)+x.kept(p))
	}
}

// kept is how many bytes of a packet's payload are in its frame.
func (x *exchange) kept(p exchanged) int {
	if x.snap > 0 {
		return min(x.snap, p.to-p.at)
	}
	return p.to - p.at
}

// heard is what there is to be heard of each direction, missing bytes as dots, from the first captured byte to the
// last; and how many bytes of payload the packets carry.
func (x *exchange) heard(packets []exchanged) (streams [2]string, payload [2]uint64) {
	for d := range streams {
		heard := bytes.Repeat([]byte{'.'}, len(x.said[d]))
		for _, p := range packets {
			if p.from == d {
				n := copy(heard[p.at:p.at+x.kept(p)], x.said[d][p.at:])
				payload[d] += uint64(n)
			}
		}
		streams[d] = strings.Trim(string(heard), ".")
	}
	return streams, payload
}

// Whatever was captured comes out, in its place, and what is told as lost is what was never captured: however the two
// hosts cut their streams, and whatever the capture did to their packets.
func TestAsTheSenderMeant(t *testing.T) {
	for name, f := range map[string]faults{
		"whole":                             {},
		"out of order":                      {disorder: patience - 2},
		"out of order, and some again":      {disorder: patience / 2, twice: 0.2},
		"some missing":                      {dropped: 0.1},
		"many missing":                      {dropped: 0.6},
		"some missing, out of order":        {dropped: 0.1, disorder: patience / 2, twice: 0.1},
		"the client's alone":                {only: 1, disorder: 30, twice: 0.1},
		"the server's alone, some missing":  {only: 2, disorder: 10, dropped: 0.1},
		"no handshake":                      {noStart: true},
		"no handshake, some missing":        {noStart: true, dropped: 0.2},
		"no handshake, a little disordered": {noStart: true, disorder: 2},
		"some without ACK":                  {bare: maxDoubts / 2},
		"some without ACK, come late":       {bare: maxDoubts / 2, skew: 64, twice: 0.1},
		"some without ACK, cut short":       {bare: maxDoubts / 2, snap: 50},
		"no end":                            {noEnd: true, disorder: 8, dropped: 0.05},
		"the client's come late":            {skew: 100},
		"cut short":                         {snap: 50},
		"cut short, and out of order":       {snap: 2, disorder: 10, twice: 0.1},
		"cut short, and some missing":       {snap: 50, dropped: 0.1, disorder: 5},
		"nothing but headers and a byte":    {snap: 1, only: 1, disorder: 5},
		"the client's come late, few again": {skew: 64, twice: 0.05, disorder: 8},
	} {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(40) {
				hear(t, rand.New(rand.NewPCG(seed, 11)), f)
				if t.Failed() {
					t.Fatalf("seed %d", seed)
				}
			}
		})
	}
}

// hear plays an exchange as r has it, as captured with f, and compares.
func hear(t *testing.T, r *rand.Rand, f faults) {
	x := newExchange(r)
	x.spurious, x.once, x.bare = f.dropped == 0, f.snap > 0, f.bare
	if f.noStart { // a single byte whose acknowledgement comes before it looks like a keep-alive
		x.least = 2
	}
	x.run()
	packets := x.captured(f)
	w := newWire(t, Limits{})
	w.keep, w.step = false, 10*time.Microsecond
	x.play(w, packets)
	w.a.Flush()
	x.compare(t, w, packets)
	if t.Failed() {
		t.Log(w.got.lines)
	}
}

// compare compares what an assembler made of packets with what there is to be heard.
func (x *exchange) compare(t *testing.T, w *wire, packets []exchanged) {
	if len(packets) == 0 {
		return
	}
	if len(w.got.stats) != 1 {
		t.Errorf("%d flows", len(w.got.stats))
		return
	}
	want, payload := x.heard(packets)
	st := w.got.stats[0]
	for from, side := range x.sides(w) {
		d := slices.Index(sideNames[:], side)
		got := strings.Trim(w.got.stream("1 "+side), ".")
		if got != want[from] {
			t.Errorf("%s: %s", side, firstDifference(got, want[from]))
		}
		bytes := st.Bytes[d] + st.Retransmitted[d] + st.Ignored[d]
		if bytes > payload[from] || bytes < payload[from] && st.State != decode.StateClosed || st.Conflicts > 0 {
			t.Errorf("%s: %d of %d bytes accounted for, %d conflicts", side, bytes, payload[from], st.Conflicts)
		}
	}
}

var sideNames = [2]string{"client", "server"}

// sides is what the assembler calls the client and the server: whoever was heard first is taken for the client where the
// SYN was not captured.
func (x *exchange) sides(w *wire) [2]string {
	if w.got.last.Client.Port() == 80 {
		return [2]string{sideNames[1], sideNames[0]}
	}
	return sideNames
}

// firstDifference says where two strings part.
func firstDifference(got, want string) string {
	at := 0
	for at < len(got) && at < len(want) && got[at] == want[at] {
		at++
	}
	return fmt.Sprintf("%d bytes, want %d; from %d on %.20q, want %.20q", len(got), len(want), at, got[at:], want[at:])
}
