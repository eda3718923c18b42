// Package capture gets packets, from libpcap or from capture files, saves them, and turns frames into the
// in-order segments of flows that package decode reads.
//
// Reading and writing files and putting TCP streams together are done here, bounded, because captured bytes
// are hostile; live handles, filters and the names of things are gopacket's.
package capture

import (
	"net/netip"
	"slices"
	"time"

	"eavesdrop/decode"
)

// IP protocol numbers.
const (
	protoTCP = 6
	protoUDP = 17
)

// A Sink takes flows and their bytes. *decode.Inspector is one.
type Sink interface {
	Open(*decode.Flow)
	Feed(*decode.Segment)
	Close(*decode.Flow)
}

// Limits bound what an Assembler keeps. Zero members mean the default. What waits for missing bytes is counted with
// what it costs to keep it, which for short segments is much more than their bytes.
type Limits struct {
	Flows      int // flows at a time; the one silent for longest goes first. Default 100,000
	Memory     int // bytes that wait for missing ones, in all. Default 256 MiB
	OutOfOrder int // bytes that wait for missing ones, per direction. Default 1 MiB
	Ended      int // ended flows remembered so that stragglers do not look like new ones. Default 4,096
}

func (l Limits) orDefaults() Limits {
	def := func(v *int, d int) {
		if *v == 0 {
			*v = d
		}
	}
	def(&l.Flows, 100_000)
	def(&l.Memory, 256<<20)
	def(&l.OutOfOrder, 1<<20)
	def(&l.Ended, 4096)
	return l
}

// Counts is what became of the frames. Seen = Decoded + all of Skipped.
type Counts struct {
	Seen    int
	Decoded int            // frames that belonged to a flow
	Skipped map[string]int // the others, by reason
	Cut     int            // frames among them whose packets are not all there: the snap length has cut them, or who passed them on
	Evicted int            // flows dropped to stay within Limits.Flows
	Forced  int            // times that waiting bytes were passed on over a gap, or dropped as forged, to stay within Limits
}

// An Assembler puts flows together out of frames. It is not safe for concurrent use.
type Assembler struct {
	sink      Sink
	limits    Limits
	counts    Counts
	table     table
	now       time.Time // the latest of the frames' times: captures do not always keep the order of time
	flows     int       // so far
	fragments fragments
	past      past   // bytes passed on lately
	waiting   int    // what waits for missing bytes costs so far
	waiters   roster // flows in which something waits, the one that has waited for longest first
	lingerers roster // reset flows, the one whose time ends first first
	rivalled  roster // flows with a rival, the one whose rival has waited for longest first
	spare     []*waiter
	doubts    []doubt // the last maxDoubts
	doubted   int     // doubts so far

	// Scratch.
	seg    decode.Segment
	peeled peeled
	pieces decode.Trace
	tcpSeg segment
}

// NewAssembler makes an assembler that feeds sink.
func NewAssembler(sink Sink, limits Limits) *Assembler {
	a := &Assembler{
		sink: sink, limits: limits.orDefaults(), table: newTable(),
		waiters: roster{kind: holding}, lingerers: roster{kind: lingering}, rivalled: roster{kind: rivalled},
	}
	a.counts.Skipped = make(map[string]int)
	return a
}

// Counts says what became of the frames so far.
func (a *Assembler) Counts() Counts { return a.counts }

// Frame takes the next frame of the capture.
func (a *Assembler) Frame(f *Frame) {
	a.counts.Seen++
	if f.Time.After(a.now) {
		a.now = f.Time
	}
	if a.lingerers.len > 0 {
		a.expire()
	}
	p := &a.peeled
	p.trail = nil
	why := a.peel(f, p)
	if p.cut || p.shared && f.Length > len(f.Data) {
		a.counts.Cut++
	}
	if why == "" {
		why = a.packet(f, p)
		for i := range p.also {
			_ = a.packet(f, &p.also[i]) // the frame is counted as the first
		}
	}
	if why == skipShort && !p.cut {
		why = skipTooShort
	}
	frames := 1 + p.before
	a.count(skipWaiting, -p.before)
	if why != "" {
		a.count(why, frames)
		return
	}
	a.counts.Decoded += frames
}

// packet takes one whose headers are off.
func (a *Assembler) packet(f *Frame, p *peeled) skip {
	if p.proto == protoTCP {
		return a.tcp(f, p)
	}
	return a.udp(f, p)
}

// A sighting is a packet as its flow counts it.
type sighting struct {
	frame        int // number of the frame that completed it
	time         time.Time
	frames       int // that it came in: more than 1 when it was fragmented
	contradicted int // fragments of it that came again with other bytes
}

func sightingOf(f *Frame, p *peeled) sighting {
	return sighting{f.Number, f.Time, 1 + p.before, p.contradicted}
}

// open begins a flow. client is the end that opened it, as far as is known: 0 the lower, 1 the higher.
func (a *Assembler) open(k flowKey, client int, sure bool, first *sighting) *conn {
	for a.table.live.len >= a.limits.Flows {
		a.evict()
	}
	a.flows++
	c := &conn{key: k, client: client}
	ends := [2]netip.AddrPort{netip.AddrPortFrom(k.lo.netip(), uint16(k.ports>>16)), netip.AddrPortFrom(k.hi.netip(), uint16(k.ports))}
	c.flow = decode.Flow{
		ID: a.flows, Network: "tcp", Sure: sure,
		Client: ends[client], Server: ends[1-client],
		Stats: decode.FlowStats{
			First: first.time, Last: first.time, Frames: [2]int{first.frame, first.frame}, State: decode.StateOpen,
		},
	}
	if k.proto == protoUDP {
		c.flow.Network = "udp"
	}
	a.table.add(c)
	a.sink.Open(&c.flow)
	return c
}

// saw counts a packet of the flow. Captures do not always keep the order of time, or have no times at all.
func (c *conn) saw(s *sighting) {
	st := &c.flow.Stats
	st.Packets += s.frames
	st.Conflicts += s.contradicted
	st.Frames[1] = s.frame
	if s.time.After(st.Last) {
		st.Last = s.time
	}
	if st.First.IsZero() || s.time.Before(st.First) && !s.time.IsZero() {
		st.First = s.time
	}
}

// evict drops the flow that has been silent for longest. Should it go on, that is a flow of which the beginning
// was not seen.
func (a *Assembler) evict() {
	c := a.table.live.first
	a.counts.Evicted++
	a.drain(c)
	a.close(c, decode.StateEvicted)
	a.table.forget(c)
}

// close ends a flow towards the sink.
func (a *Assembler) close(c *conn, state decode.State) {
	if c.ended {
		return
	}
	a.dismissRival(c)
	c.ended = true
	c.flow.Stats.State = state
	for h := range c.half {
		a.dropQueue(c, h)
	}
	a.sink.Close(&c.flow)
	a.lingerers.remove(c)
	a.table.end(c, a.limits.Ended)
}

// Flush ends all flows, in the order in which they began: the capture is over.
func (a *Assembler) Flush() {
	for a.table.live.len > 0 { // again, because what seemed to be forged may turn out to be a flow of its own
		var open []*conn
		for c := a.table.live.first; c != nil; c = c.links[byAge].next {
			open = append(open, c)
		}
		slices.SortFunc(open, func(x, y *conn) int { return x.flow.ID - y.flow.ID })
		for _, c := range open {
			a.finish(c)
		}
	}
	a.table = newTable()
}

// end is the index of the end that sent a packet: 0 the lower, 1 the higher.
func end(swapped bool) int {
	if swapped {
		return 1
	}
	return 0
}

// feed passes bytes of one half on.
func (a *Assembler) feed(c *conn, h int, s decode.Segment) {
	d := c.dir(h)
	if s.Urgent {
		c.flow.Stats.Urgent[d] += uint64(len(s.Data))
	} else {
		c.flow.Stats.Bytes[d] += uint64(len(s.Data))
	}
	c.flow.Stats.Lost[d] += uint64(s.Lost + s.Short)
	s.Flow, s.Dir = &c.flow, d
	a.seg = s
	a.sink.Feed(&a.seg)
}
