package capture

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestLimitOfWaitingBytes(t *testing.T) {
	w := newWire(t, Limits{OutOfOrder: 10_000})
	w.open()
	for i := range uint32(100) {
		w.client(flagACK, 2+i*1000, 1, strings.Repeat("x", 1000))
		if w.a.waiting > 10_000 {
			t.Fatalf("%d bytes wait", w.a.waiting)
		}
	}
	if got := w.got.stream("1 client"); got != "."+strings.Repeat("x", 100_000) {
		t.Errorf("%d bytes came", len(got))
	}
	if w.a.Counts().Forced == 0 {
		t.Error("the limit bit, and nobody says so")
	}
}

// Short segments are dear: what it takes to keep them counts.
func TestLimitOfWaiters(t *testing.T) {
	for _, limits := range []Limits{{OutOfOrder: 100_000}, {OutOfOrder: 1 << 30}} {
		w := newWire(t, limits)
		w.keep = false
		w.open()
		most := 0
		for i := range uint32(20_000) {
			w.client(flagACK, 10+2*i*40503%1_000_000, 1, "x")
			most = max(most, w.a.table.live.first.half[0].queue.len())
		}
		if want := min(maxWaiters, limits.OutOfOrder/waiterCost); most > want {
			t.Errorf("limit %d: %d segments waited, want %d at most", limits.OutOfOrder, most, want)
		}
		if w.a.Flush(); w.a.waiting != 0 {
			t.Errorf("%d bytes are still kept", w.a.waiting)
		}
	}
}

// When memory is short, that goes first which has waited for longest, whoever it belongs to.
func TestLimitOfMemory(t *testing.T) {
	w := newWire(t, Limits{Memory: 10_000})
	for port := range uint16(20) {
		at := [2][4]byte{{10, 0, 0, 1}, {10, 0, 0, 2}}
		w.frame(ip4(protoTCP, at[0], at[1], tcpBytes(1000+port, 80, 0, 0, flagSYN, "")))
		w.frame(ip4(protoTCP, at[0], at[1], tcpBytes(1000+port, 80, 2, 0, flagACK, strings.Repeat("x", 1000))))
		if w.a.waiting > 10_000 {
			t.Fatalf("%d bytes wait", w.a.waiting)
		}
		for earlier := range port + 1 {
			got, want := w.got.stream(fmt.Sprintf("%d client", earlier+1)) != "", int(earlier) < int(port)-7
			if got != want {
				t.Errorf("after %d flows: what waits in the %d. was passed on: %v", port+1, earlier+1, got)
			}
		}
	}
}

// Where nobody acknowledges anything, what waits is not held back for ever.
func TestLateness(t *testing.T) {
	w := newWire(t, Limits{})
	w.client(flagSYN, 0, 0, "")
	w.client(0, 3, 0, "CD")
	w.now = w.now.Add(lateness)
	w.client(0, 5, 0, "EF")
	if got := w.got.stream("1 client"); got != "..CDEF" {
		t.Errorf("%q", got)
	}
}

func TestLimitOfFlows(t *testing.T) {
	w := newWire(t, Limits{Flows: 3})
	for i := range uint16(5) {
		w.frame(ip4(protoTCP, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, tcpBytes(1000+i, 80, 1, 0, flagSYN, "")))
	}
	if c := w.a.Counts(); c.Evicted != 2 || w.a.table.live.len != 3 {
		t.Errorf("evicted %d, live %d", c.Evicted, w.a.table.live.len)
	}
	if got := w.got.lines[3]; got != "close 1 evicted" {
		t.Errorf("%q: the flow silent for longest goes first", got)
	}
}

func TestLimitOfEndedFlows(t *testing.T) {
	w := newWire(t, Limits{Ended: 2})
	for i := range uint16(50) {
		w.frame(ip4(protoTCP, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, tcpBytes(1000+i, 80, 1, 0, flagSYN, "")))
		w.frame(ip4(protoTCP, [4]byte{10, 0, 0, 2}, [4]byte{10, 0, 0, 1}, tcpBytes(80, 1000+i, 1, 2, flagRST|flagACK, "")))
		w.now = w.now.Add(2 * linger)
	}
	w.frame(nil)
	if n := len(w.a.table.byKey); n != 2 {
		t.Errorf("%d flows remembered", n)
	}
}

// Whatever opens, ends, is dropped and comes again: each flow is closed once, and the table stays whole.
func TestManyFlows(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 3))
		w := newWire(t, Limits{Flows: 10, Ended: 4})
		w.keep = false
		for range 2000 {
			flags := []byte{flagSYN, flagSYN, flagACK, flagACK, flagACK | flagFIN, flagRST, flagSYN | flagACK}[r.IntN(7)]
			seq, data := r.Uint32N(3), strings.Repeat("x", r.IntN(3))
			if r.IntN(4) == 0 {
				seq += 1 << 30
			}
			at := [2][4]byte{{10, 0, 0, 1}, {10, 0, 0, 2}}
			ports := [2]uint16{1000 + uint16(r.IntN(30)), 80}
			if r.IntN(2) == 0 {
				at[0], at[1], ports[0], ports[1] = at[1], at[0], ports[1], ports[0]
			}
			w.now = w.now.Add(time.Duration(r.Int64N(int64(linger))) - linger/3)
			w.frame(ip4(protoTCP, at[0], at[1], tcpBytes(ports[0], ports[1], seq, r.Uint32N(3), flags, data)))
			tb := &w.a.table
			if tb.live.len > 10 || tb.ended.len > 4 || len(tb.byKey) != tb.live.len+tb.ended.len {
				t.Fatalf("seed %d: %d flows go on, %d have ended, %d are in the table", seed, tb.live.len, tb.ended.len, len(tb.byKey))
			}
			for _, l := range []*roster{&tb.live, &tb.ended, &w.a.lingerers, &w.a.waiters, &w.a.rivalled} {
				if n := count(l); n != l.len {
					t.Fatalf("seed %d: %d conns in a roster of %d", seed, n, l.len)
				}
			}
			if w.a.lingerers.len > tb.live.len || w.a.waiters.len > tb.live.len {
				t.Fatalf("seed %d: %d linger, %d wait, %d go on", seed, w.a.lingerers.len, w.a.waiters.len, tb.live.len)
			}
		}
		w.a.Flush()
		opened, closed := 0, make([]int, w.a.flows+1)
		for _, line := range w.got.lines {
			id := 0
			if n, _ := fmt.Sscanf(line, "open %d", &id); n == 1 {
				opened++
			} else if n, _ := fmt.Sscanf(line, "close %d", &id); n == 1 {
				closed[id]++
			}
		}
		if opened < 100 || opened != w.a.flows {
			t.Errorf("seed %d: %d flows opened, of %d", seed, opened, w.a.flows)
		}
		if i := slices.IndexFunc(closed[1:], func(n int) bool { return n != 1 }); i >= 0 {
			t.Errorf("seed %d: flow %d was closed %d times", seed, i+1, closed[i+1])
		}
	}
}

// count walks a roster both ways.
func count(l *roster) (n int) {
	var last *conn
	for c := l.first; c != nil; c = c.links[l.kind].next {
		if c.links[l.kind].prev != last || !l.has(c) {
			return -1
		}
		last = c
		n++
	}
	if l.last != last {
		return -1
	}
	return n
}

// A capture's clock may go backwards; a reset flow ends when its time is over by the latest frame.
func TestLingeringWhenTimeGoesBack(t *testing.T) {
	w := newWire(t, Limits{})
	reset := func(port uint16, when time.Duration) {
		start := w.now
		w.now = w.now.Add(when)
		w.frame(ip4(protoTCP, [4]byte{10, 0, 0, 1}, [4]byte{10, 0, 0, 2}, tcpBytes(port, 80, 1, 0, flagRST, "")))
		w.now = start
	}
	reset(1000, 10*linger)
	reset(1001, 0) // earlier than the one before it
	w.now = w.now.Add(11*linger + time.Second)
	w.frame(nil)
	if n := w.a.table.live.len; n != 0 {
		t.Errorf("%d flows go on: %v", n, w.got.lines)
	}
}

// What waits to be a connection of its own is bounded too.
func TestLimitOfRivals(t *testing.T) {
	w := newWire(t, Limits{})
	at := [2][4]byte{{10, 0, 0, 1}, {10, 0, 0, 2}}
	for port := range uint16(2 * maxRivals) {
		w.frame(ip4(protoTCP, at[0], at[1], tcpBytes(1000+port, 80, 0, 0, flagSYN, "")))
		w.frame(ip4(protoTCP, at[1], at[0], tcpBytes(80, 1000+port, 0, 1, flagSYN|flagACK, "")))
		w.frame(ip4(protoTCP, at[0], at[1], tcpBytes(1000+port, 80, 1<<30, 0, flagSYN, "forged")))
	}
	if n := count(&w.a.rivalled); n != maxRivals {
		t.Errorf("%d rivals wait", n)
	}
	if got := w.a.table.live.first.flow.Stats; got.Ignored[0] != 6 || got.Packets != 3 {
		t.Errorf("the first that had to go is not counted: %+v", got)
	}
	if w.a.Flush(); w.a.rivalled.len != 0 {
		t.Errorf("%d rivals wait after the end", w.a.rivalled.len)
	}
}
