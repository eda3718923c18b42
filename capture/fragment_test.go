package capture

import (
	"encoding/binary"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
)

// fragment4 makes an IPv4 fragment of a datagram between the usual two.
func fragment4(proto byte, id uint16, offset int, more bool, data []byte) []byte {
	p := ip4(proto, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, data)
	binary.BigEndian.PutUint16(p[4:], id)
	field := uint16(offset / 8)
	if more {
		field |= 0x2000
	}
	binary.BigEndian.PutUint16(p[6:], field)
	return p
}

// fragment6 makes an IPv6 fragment that says that the datagram carries next.
func fragment6(next byte, id uint32, offset int, more bool, data []byte) []byte {
	field := uint16(offset)
	if more {
		field |= 1
	}
	head := []byte{next, 0, byte(field >> 8), byte(field)}
	return ip6(extFragment, append(binary.BigEndian.AppendUint32(head, id), data...))
}

const fragmented = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// Fragments come in any order, some twice; the frames that brought them are accounted for, and each byte is
// traced to where it stood.
func TestFragmentsInAnyOrder(t *testing.T) {
	tcp := tcpBytes(1000, 80, 1, 1, flagACK, fragmented)
	datagram := udp(1000, 80, []byte(fragmented))
	for name, test := range map[string]struct {
		payload  []byte
		fragment func(offset int, more bool, data []byte) []byte
	}{
		"TCP": {tcp, func(o int, m bool, d []byte) []byte { return fragment4(protoTCP, 7, o, m, d) }},
		"UDP": {datagram, func(o int, m bool, d []byte) []byte { return fragment4(protoUDP, 7, o, m, d) }},
		"TCP over IPv6, other next headers behind the first": {tcp, func(o int, m bool, d []byte) []byte {
			next := byte(protoTCP)
			if o > 0 {
				next = extNone
			}
			return fragment6(next, 7, o, m, d)
		}},
		"UDP over IPv6, behind destination options": {
			append(unhex(t, "1100 010400000000"), datagram...),
			func(o int, m bool, d []byte) []byte { return fragment6(extDestination, 7, o, m, d) },
		},
		"UDP in an IP-in-IP tunnel": {
			ip4(protoUDP, [4]byte{10, 1, 0, 1}, [4]byte{10, 1, 0, 2}, datagram),
			func(o int, m bool, d []byte) []byte { return fragment4(4, 7, o, m, d) },
		},
		"UDP in VXLAN": {
			udp(1, portVXLAN, append(unhex(t, "0800000000000100 020000000002 020000000001 0800"), ip4(protoUDP, [4]byte{10, 1, 0, 1}, [4]byte{10, 1, 0, 2}, datagram)...)),
			func(o int, m bool, d []byte) []byte { return fragment4(protoUDP, 7, o, m, d) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWire(t, Limits{})
			for _, part := range []struct{ from, to int }{{64, len(test.payload)}, {0, 32}, {0, 32}, {32, 64}} {
				w.frame(test.fragment(part.from, part.to < len(test.payload), test.payload[part.from:part.to]))
			}
			w.a.Flush()
			if got := w.got.stream("1 client"); got != fragmented {
				t.Errorf("got %q", got)
			}
			want := Counts{Seen: 4, Decoded: 3, Skipped: map[string]int{string(skipRepeated): 1}}
			if diff := cmp.Diff(want, w.a.Counts()); diff != "" {
				t.Errorf("counts (-want +got)\n%s", diff)
			}
			if fs := &w.a.fragments; fs.cost != 0 || fs.order.Len() != 0 || len(fs.waiting) != 0 {
				t.Errorf("%d bytes, %d datagrams are still held", fs.cost, fs.order.Len())
			}
			if n := w.got.last.Stats.Packets; n != 3 {
				t.Errorf("the flow has %d packets", n)
			}
			w.traced(fragmented)
		})
	}
}

// traced checks that each byte of the client's stream stands in a frame where the sink was told.
func (w *wire) traced(stream string) {
	w.t.Helper()
	var frames []int
	for i := range len(stream) {
		frame, at, ok := w.got.trace.Locate(uint64(i))
		if !ok || w.sent[frame][at] != stream[i] {
			w.t.Errorf("byte %d, %q, is not at %d of frame %d (%t)", i, stream[i], at, frame, ok)
			return
		}
		if len(frames) == 0 || frames[len(frames)-1] != frame {
			frames = append(frames, frame)
		}
	}
	if len(frames) < 2 {
		w.t.Errorf("the stream came in the frames %v", frames)
	}
}

// Fragments inside of fragments are put together too.
func TestFragmentsOfFragments(t *testing.T) {
	datagram := udp(1000, 80, []byte(fragmented))
	w := newWire(t, Limits{})
	for i, inner := range [][]byte{fragment4(protoUDP, 1, 0, true, datagram[:40]), fragment4(protoUDP, 1, 40, false, datagram[40:])} {
		w.frame(fragment4(4, uint16(2+i), 24, false, inner[24:]))
		w.frame(fragment4(4, uint16(2+i), 0, true, inner[:24]))
	}
	if got := w.got.stream("1 client"); got != fragmented {
		t.Errorf("got %q", got)
	}
	if diff := cmp.Diff(Counts{Seen: 4, Decoded: 4, Skipped: map[string]int{}}, w.a.Counts()); diff != "" {
		t.Errorf("counts (-want +got)\n%s", diff)
	}
	w.traced(fragmented)
}

// What becomes of fragments that do not fit together, and how it is told.
func TestFragmentsAtOdds(t *testing.T) {
	datagram := udp(1000, 80, []byte(fragmented))
	type piece struct {
		from, to int
		other    bool // with other bytes
		later    time.Duration
	}
	end := len(datagram)
	waiting, overlap := string(skipWaiting), string(skipOverlap)
	for name, test := range map[string]struct {
		pieces    []piece
		got, got6 string
		skipped   map[string]int
		skipped6  map[string]int // when it is not the same
	}{
		"one of them overlaps": {
			pieces:  []piece{{from: 0, to: 48}, {from: 32, to: 64}, {from: 64, to: end}},
			skipped: map[string]int{overlap: 2, waiting: 1},
		},
		"repeated with other bytes": {
			pieces: []piece{{from: 0, to: 32}, {from: 0, to: 32, other: true}, {from: 32, to: end}},
			got:    fragmented, got6: fragmented,
			skipped: map[string]int{string(skipContradicts): 1},
		},
		"part of one, and with other bytes": {
			pieces: []piece{{from: 0, to: 32}, {from: 32, to: 48}, {from: 16, to: 40, other: true}, {from: 24, to: 40}, {from: 48, to: end}},
			got:    fragmented, got6: fragmented,
			skipped: map[string]int{string(skipContradicts): 1, string(skipRepeated): 1},
		},
		"beyond the last": {
			pieces:  []piece{{from: 32, to: end}, {from: 64, to: 64 + 32}},
			skipped: map[string]int{overlap: 2},
		},
		"never all": {
			pieces:  []piece{{from: 0, to: 32}, {from: 32, to: 64}},
			skipped: map[string]int{waiting: 2},
		},
		"the last one after 31 seconds": {
			pieces:  []piece{{from: 0, to: 32}, {from: 32, to: end, later: 31 * time.Second}},
			got6:    fragmented,
			skipped: map[string]int{waiting: 2}, skipped6: map[string]int{},
		},
		"the last one after 61 seconds": {
			pieces:  []piece{{from: 0, to: 32}, {from: 32, to: end, later: 61 * time.Second}},
			skipped: map[string]int{waiting: 2},
		},
		"again after 61 seconds, with the same identification": {
			pieces: []piece{{from: 0, to: 32, other: true}, {from: 0, to: 32, later: 61 * time.Second}, {from: 32, to: end}},
			got:    fragmented, got6: fragmented,
			skipped: map[string]int{waiting: 1},
		},
	} {
		for version, fragment := range map[string]func(offset int, more bool, data []byte) []byte{
			"IPv4": func(o int, m bool, d []byte) []byte { return fragment4(protoUDP, 7, o, m, d) },
			"IPv6": func(o int, m bool, d []byte) []byte { return fragment6(protoUDP, 7, o, m, d) },
		} {
			t.Run(name+", "+version, func(t *testing.T) {
				got, skipped := test.got, test.skipped
				if version == "IPv6" {
					got = test.got6
					if test.skipped6 != nil {
						skipped = test.skipped6
					}
				}
				w := newWire(t, Limits{})
				for _, p := range test.pieces {
					data := make([]byte, p.to-p.from)
					if p.from < end && !p.other {
						copy(data, datagram[p.from:min(p.to, end)])
					}
					w.now = w.now.Add(p.later)
					w.frame(fragment(p.from, p.to != end, data))
				}
				if stream := w.got.stream("1 client"); stream != got {
					t.Errorf("got %q", stream)
				}
				c := w.a.Counts()
				if diff := cmp.Diff(skipped, c.Skipped); diff != "" {
					t.Errorf("skipped (-want +got)\n%s", diff)
				}
				if c.Seen != c.Decoded+total(c.Skipped) {
					t.Errorf("%+v", c)
				}
				if want := skipped[string(skipContradicts)]; got != "" && w.got.last.Stats.Conflicts != want {
					t.Errorf("%d conflicts in the flow, want %d", w.got.last.Stats.Conflicts, want)
				}
			})
		}
	}
}

// What is carried is skipped: so are all the frames that brought it.
func TestFragmentsOfWhatIsNotFollowed(t *testing.T) {
	w := newWire(t, Limits{})
	w.frame(fragment4(1, 7, 0, true, make([]byte, 64)))
	w.frame(fragment4(1, 7, 64, true, make([]byte, 64)))
	w.frame(fragment4(1, 7, 128, false, make([]byte, 10)))
	if diff := cmp.Diff(Counts{Seen: 3, Skipped: map[string]int{"ICMPv4": 3}}, w.a.Counts()); diff != "" {
		t.Errorf("counts (-want +got)\n%s", diff)
	}
}

// The part that a frame brings is shown as what it is.
func TestFragmentDissected(t *testing.T) {
	packet := fragment4(protoUDP, 7, 8, true, make([]byte, 16))
	var names []string
	for _, l := range Dissect(&Frame{Number: 1, Link: LinkRaw, Length: len(packet), Data: packet}).Layers[1:] {
		names = append(names, l.Name+": "+l.Title)
	}
	if diff := cmp.Diff([]string{"Internet Protocol Version 4: 10.0.0.1 → 10.0.0.2", "Part of a fragmented payload: 16 bytes"}, names); diff != "" {
		t.Errorf("layers (-want +got)\n%s", diff)
	}
}

// Where the snap length cut a fragment, no datagram can be put together; the first still says whose it is.
func TestFragmentsCut(t *testing.T) {
	datagram := udp(1000, 80, []byte(fragmented))
	w := newWire(t, Limits{})
	for i, packet := range [][]byte{fragment4(protoUDP, 7, 0, true, datagram[:32]), fragment4(protoUDP, 7, 32, false, datagram[32:])} {
		w.a.Frame(&Frame{Number: 1 + i, Link: LinkRaw, Length: len(packet), Data: packet[:40]})
	}
	if got := w.got.stream("1 client"); got != fragmented[:12] {
		t.Errorf("got %q", got)
	}
	if diff := cmp.Diff(Counts{Seen: 2, Decoded: 1, Cut: 2, Skipped: map[string]int{string(skipShort): 1}}, w.a.Counts()); diff != "" {
		t.Errorf("counts (-want +got)\n%s", diff)
	}
}

// However many wait, their memory is bounded; the oldest give way.
func TestFragmentsBounded(t *testing.T) {
	for name, test := range map[string]struct{ datagrams, pieces, size int }{
		"short":                  {5000, 1, 8},
		"long":                   {5000, 1, 64000},
		"in very short pieces":   {1000, 100, 8},
		"in the shortest pieces": {20, 8000, 8},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWire(t, Limits{})
			w.keep = false
			for i := range test.pieces {
				for id := range test.datagrams {
					w.frame(fragment4(protoUDP, uint16(id), i*test.size, true, make([]byte, test.size)))
				}
			}
			fs := &w.a.fragments
			if len(fs.waiting) > maxDatagrams || fs.cost > maxFragments || fs.order.Len() != len(fs.waiting) {
				t.Errorf("%d datagrams wait, with %d bytes", len(fs.waiting), fs.cost)
			}
			if n := test.datagrams * test.pieces; w.a.Counts().Skipped[string(skipWaiting)] != n {
				t.Errorf("of %d, %+v", n, w.a.Counts())
			}
			if test.pieces > 1 {
				return
			}
			w.frame(fragment4(protoUDP, uint16(test.datagrams-1), test.size, false, []byte("the end")))
			w.frame(fragment4(protoUDP, 0, test.size, false, []byte("the end")))
			if c := w.a.Counts(); c.Decoded != 2 {
				t.Errorf("the last should be complete, the first forgotten: %+v", c)
			}
		})
	}
}

// Whatever fragments come, each frame is counted for one reason, and no memory stays behind.
func FuzzFragments(f *testing.F) {
	f.Add([]byte{0, 2, 1, 2, 9, 0})
	f.Add([]byte{0, 2, 1, 1, 2, 1, 2, 8, 0, 0, 2, 1})
	f.Add([]byte{0x80, 2, 1, 0x82, 9, 0, 0x40, 3, 1})
	datagram := udp(1000, 80, make([]byte, 2000))
	f.Fuzz(func(t *testing.T, pieces []byte) {
		w := newWire(t, Limits{})
		w.keep = false
		for ; len(pieces) >= 3; pieces = pieces[3:] { // version, inside another, offset; length; more and pause
			offset := int(pieces[0]&0x3f) * 8
			data := datagram[offset:min(offset+int(pieces[1])*4, len(datagram))]
			more := pieces[2]&1 != 0
			w.now = w.now.Add(time.Duration(pieces[2]>>1) * time.Second)
			packet := fragment4(protoUDP, 7, offset, more, data)
			if pieces[0]&0x80 != 0 {
				packet = fragment6(protoUDP, 7, offset, more, data)
			}
			if pieces[0]&0x40 != 0 {
				packet = fragment4(4+37*(pieces[0]>>7), 8, 0, more, packet)
			}
			w.frame(packet)
		}
		c := w.a.Counts()
		if c.Seen != c.Decoded+total(c.Skipped) || c.Decoded < 0 {
			t.Errorf("%+v", c)
		}
		cost := 0
		for _, d := range w.a.fragments.waiting {
			cost += d.cost
			if held := c.Skipped[string(skipWaiting)]; held < d.frames {
				t.Errorf("%d frames wait, %d are counted so", d.frames, held)
			}
		}
		if w.a.fragments.cost != cost || w.a.fragments.order.Len() != len(w.a.fragments.waiting) {
			t.Errorf("%d bytes are counted, %d held", w.a.fragments.cost, cost)
		}
		for why, n := range c.Skipped {
			if n <= 0 {
				t.Errorf("%d frames skipped: %s", n, why)
			}
		}
	})
}

// Bytes that were compressed stand in no frame as they are, and whatever is inside them doesn't either.
func TestCompressed(t *testing.T) {
	inner := ip4(4, [4]byte{10, 0, 0, 3}, [4]byte{10, 0, 0, 4}, ip4(protoTCP, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, tcpBytes(1000, 80, 1, 1, flagACK, fragmented)))
	packet := ip4(108, [4]byte{10, 0, 0, 5}, [4]byte{10, 0, 0, 6}, append([]byte{4, 0, 0, 2}, deflated(inner)...))
	w := newWire(t, Limits{})
	w.frame(packet)
	w.a.Flush()
	if got := w.got.stream("1 client"); got != fragmented {
		t.Fatalf("got %q; %+v", got, w.a.Counts())
	}
	want := decode.Trace{{Len: len(fragmented), Frame: 1, At: -1}}
	if diff := cmp.Diff(want, w.got.trace); diff != "" {
		t.Errorf("trace (-want +got)\n%s", diff)
	}
	pk := Dissect(&Frame{Number: 1, Link: LinkRaw, Length: len(packet), Data: packet})
	var names []string
	for _, l := range pk.Layers {
		names = append(names, l.Name+": "+l.Title)
	}
	got := strings.Join(names[2:], "\n")
	if diff := cmp.Diff(strings.Join([]string{
		"IP Payload Compression: 4 bytes",
		"Internet Protocol Version 4: compressed",
		"Internet Protocol Version 4: compressed",
		"Transmission Control Protocol: compressed",
	}, "\n"), got); diff != "" {
		t.Errorf("layers (-want +got)\n%s", diff)
	}
}

// What a frame lacks behind its packet, padding or a check sequence, its fragment does not lack.
func TestFragmentsWithoutPadding(t *testing.T) {
	for name, parts := range map[string][][]byte{
		"IPv4": {fragment4(protoTCP, 7, 0, true, carriedTCP[:24]), fragment4(protoTCP, 7, 24, false, carriedTCP[24:])},
		"IPv6": {fragment6(protoTCP, 7, 0, true, carriedTCP[:24]), fragment6(protoTCP, 7, 24, false, carriedTCP[24:])},
	} {
		w := newWire(t, Limits{})
		for i, b := range parts {
			w.a.Frame(&Frame{Number: i + 1, Link: LinkRaw, Length: len(b) + 4, Data: b})
		}
		w.a.Flush()
		if got := w.got.stream("1 client"); got != carried {
			t.Errorf("%s: got %q", name, got)
		}
		if diff := cmp.Diff(Counts{Seen: 2, Decoded: 2, Skipped: map[string]int{}}, w.a.Counts()); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
	}
}
