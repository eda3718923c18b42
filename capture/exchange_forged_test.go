package capture

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// Somebody who knows the addresses and ports, and cannot see the numbers, sends what he likes in both hosts' names. What
// they truly say is heard all the same, if in several flows: every byte of it where what is forged comes in single packets,
// and nearly every one where these confirm each other.
func TestBlindForgery(t *testing.T) {
	for name, forge := range map[string]func(f *forger){
		"SYNs":                    func(f *forger) { f.send(flagSYN, "") },
		"SYN-ACKs":                func(f *forger) { f.send(flagSYN|flagACK, "") },
		"SYNs with data":          func(f *forger) { f.send(flagSYN, "FORGED") },
		"SYNs and data behind":    func(f *forger) { f.send(flagSYN, ""); f.send(flagACK, "FORGED") },
		"SYNs and answers":        func(f *forger) { f.send(flagSYN, ""); f.turn(); f.send(flagSYN|flagACK, "") },
		"resets":                  func(f *forger) { f.send(flagRST|flagACK, "FORGED") },
		"FINs":                    func(f *forger) { f.send(flagFIN|flagACK, "") },
		"data":                    func(f *forger) { f.send(flagACK, "FORGED") },
		"runs of data":            func(f *forger) { f.send(flagACK, "FORGED"); f.send(flagACK, "AND MORE") },
		"acknowledgements":        func(f *forger) { f.send(flagACK, "") },
		"data that are confirmed": func(f *forger) { f.send(flagACK, "FORGED"); f.turn(); f.send(flagACK, "") },
	} {
		t.Run(name, func(t *testing.T) {
			var heard, said int
			for seed := range uint64(20) {
				r := rand.New(rand.NewPCG(seed, 12))
				x := newExchange(r)
				x.once = true // because what is sent again is heard twice where it comes in a flow of its own
				x.run()
				w := newWire(t, Limits{})
				w.keep = false
				packets, alone := x.captured(faults{noStart: seed%4 == 3}), true
				for i := range packets {
					if x.play(w, packets[i:i+1]); i%12 == 11 {
						f := &forger{w: w, from: r.IntN(2), numbers: [2]uint32{r.Uint32(), r.Uint32()}}
						forge(f)
						alone = f.sent == 1
					}
				}
				w.a.Flush()
				want, _ := x.heard(packets)
				for from, got := range trulyHeard(w) {
					if heard, said = heard+len(got), said+len(want[from]); got != want[from] && alone {
						t.Errorf("seed %d, %s: %s", seed, sideNames[from], firstDifference(got, want[from]))
					}
				}
			}
			if heard > said || heard < said-said/50 {
				t.Errorf("%d bytes of %d were heard", heard, said)
			}
		})
	}
}

// trulyHeard is what was heard of each host, in all flows, without what is missing and what was forged.
func trulyHeard(w *wire) (all [2]string) {
	for _, line := range w.got.lines {
		var id, port int
		if n, _ := fmt.Sscanf(line, "open %d 10.0.0.1:%d >", &id, &port); n == 2 {
			all[0] += w.got.stream(fmt.Sprintf("%d client", id))
			all[1] += w.got.stream(fmt.Sprintf("%d server", id))
		} else if n > 0 {
			all[0] += w.got.stream(fmt.Sprintf("%d server", id))
			all[1] += w.got.stream(fmt.Sprintf("%d client", id))
		}
	}
	for from := range all {
		all[from] = strings.Map(func(r rune) rune {
			if r < 'a' {
				return -1
			}
			return r
		}, all[from])
	}
	return all
}

// A forger sends segments that fit each other, and nothing else unless by chance.
type forger struct {
	w       *wire
	from    int       // in whose name
	numbers [2]uint32 // next that the client, the server sends
	sent    int       // segments
}

func (f *forger) send(flags byte, data string) {
	hosts, ports := [2][4]byte{{10, 0, 0, 1}, {10, 0, 0, 2}}, [2]uint16{1000, 80}
	b := tcpBytes(ports[f.from], ports[1-f.from], f.numbers[f.from], f.numbers[1-f.from], flags, data)
	b[14], b[15] = 0xff, 0xff
	f.w.frame(ip4(protoTCP, hosts[f.from], hosts[1-f.from], b))
	f.sent++
	f.numbers[f.from] += uint32(len(data))
	if flags&flagSYN != 0 {
		f.numbers[f.from]++
	}
}

// turn lets it speak in the other's name.
func (f *forger) turn() { f.from = 1 - f.from }
