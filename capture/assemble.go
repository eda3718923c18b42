// Package capture gets packets, from libpcap or from capture files, saves them, and turns frames into the
// in-order segments of flows that package decode reads.
//
// Reading and writing files and putting TCP streams together are done here, bounded, because captured bytes
// are hostile; live handles, filters and the names of things are gopacket's.
package capture

import (
	"net/netip"
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

// Limits bound what an Assembler keeps. Zero members mean the default.
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
	Cut     int            // frames among them that the snap length had cut short
	Evicted int            // flows dropped to stay within Limits.Flows
	Forced  int            // times that waiting bytes were passed on over a gap to stay within Limits
}

// An Assembler puts flows together out of frames. It is not safe for concurrent use.
type Assembler struct {
	sink      Sink
	limits    Limits
	counts    Counts
	table     table
	seg       decode.Segment // scratch
	peeled    peeled         // scratch
	pieces    decode.Trace   // scratch
	flows     int            // so far
	waiting   int            // bytes that wait for missing ones
	lingerers []*conn        // reset flows, in the order in which their time ends
	ended     ring           // flows that have ended but are remembered
	fragments fragments
}

// ring remembers the last few ended flows.
type ring struct {
	conns []*conn
	next  int
}

// NewAssembler makes an assembler that feeds sink.
func NewAssembler(sink Sink, limits Limits) *Assembler {
	a := &Assembler{sink: sink, limits: limits.orDefaults(), table: newTable()}
	a.counts.Skipped = make(map[string]int)
	return a
}

// Counts says what became of the frames so far.
func (a *Assembler) Counts() Counts { return a.counts }

// Frame takes the next frame of the capture.
func (a *Assembler) Frame(f *Frame) {
	a.counts.Seen++
	if len(a.lingerers) > 0 {
		a.expire(f.Time)
	}
	p := &a.peeled
	p.trail = nil
	why := a.peel(f, p)
	if p.cut {
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

// open begins a flow whose first packet goes from end from (0 the lower, 1 the higher) to the other; client
// is the end that opened it, as far as is known.
func (a *Assembler) open(k flowKey, client int, sure bool, f *Frame) *conn {
	for a.table.live >= a.limits.Flows {
		a.evict()
	}
	a.flows++
	c := &conn{key: k, client: client}
	ends := [2]netip.AddrPort{netip.AddrPortFrom(k.lo.netip(), uint16(k.ports>>16)), netip.AddrPortFrom(k.hi.netip(), uint16(k.ports))}
	c.flow = decode.Flow{
		ID: a.flows, Network: "tcp", Sure: sure,
		Client: ends[client], Server: ends[1-client],
		Stats: decode.FlowStats{First: f.Time, Last: f.Time, Frames: [2]int{f.Number, f.Number}, State: decode.StateOpen},
	}
	if k.proto == protoUDP {
		c.flow.Network = "udp"
	}
	a.table.add(c)
	a.sink.Open(&c.flow)
	return c
}

// evict drops the flow that has been silent for longest.
func (a *Assembler) evict() {
	for c := a.table.oldest; c != nil; c = c.newer {
		if !c.ended {
			a.counts.Evicted++
			a.drain(c)
			a.close(c, decode.StateEvicted)
			a.table.remove(c)
			return
		}
	}
}

// close ends a flow towards the sink. It stays in the table for a while, so that stragglers find it.
func (a *Assembler) close(c *conn, state decode.State) {
	if c.ended {
		return
	}
	c.ended = true
	c.flow.Stats.State = state
	a.table.live--
	a.sink.Close(&c.flow)
	for h := range c.half {
		a.waiting -= c.half[h].discard()
	}
	r := &a.ended
	if len(r.conns) < a.limits.Ended {
		r.conns = append(r.conns, c)
		return
	}
	if old := r.conns[r.next]; old != nil {
		a.table.remove(old)
	}
	r.conns[r.next] = c
	r.next = (r.next + 1) % len(r.conns)
}

// Flush ends all flows, in the order in which they began: the capture is over.
func (a *Assembler) Flush() {
	var open []*conn
	for c := a.table.oldest; c != nil; c = c.newer {
		if !c.ended {
			open = append(open, c)
		}
	}
	sortByID(open)
	for _, c := range open {
		a.drain(c)
		a.close(c, c.state())
	}
	a.table, a.ended, a.lingerers = newTable(), ring{}, nil
}

// udp takes a datagram.
func (a *Assembler) udp(f *Frame, p *peeled) skip {
	b := p.payload
	if len(b) < 8 {
		if p.cut {
			return skipShort
		}
		return skipBadUDP
	}
	src, dst := ports(b)
	length := int(b[4])<<8 | int(b[5])
	if length >= 8 && length < len(b) {
		b = b[:length]
	}
	k, swapped := keyOf(p, src, dst)
	from := end(swapped)
	c := a.table.find(&k)
	if c == nil {
		c = a.open(k, from, false, f)
	}
	a.table.touch(c)
	c.saw(f, p)
	if data := b[8:]; len(data) > 0 {
		h := &c.half[from]
		at := p.at + 8
		if p.pieces != nil {
			a.pieces = p.pieces.AppendSlice(a.pieces[:0], uint64(at), uint64(at+len(data)), 0)
			a.feedFrom(c, from, h.offset, data, a.pieces, f)
		} else {
			a.feed(c, from, h.offset, data, 0, f.Number, at, f.Time, decode.Going)
		}
		h.offset += uint64(len(data))
	}
	return ""
}

// saw counts a frame of the flow, and those that brought earlier fragments.
func (c *conn) saw(f *Frame, p *peeled) {
	st := &c.flow.Stats
	st.Packets += 1 + p.before
	st.Conflicts += p.contradicted
	st.Frames[1] = f.Number
	if f.Time.After(st.Last) { // captures do not always keep the order of time
		st.Last = f.Time
	}
}

// end is the index of the end that sent a packet: 0 the lower, 1 the higher.
func end(swapped bool) int {
	if swapped {
		return 1
	}
	return 0
}

// feed passes bytes of one half on.
func (a *Assembler) feed(c *conn, h int, offset uint64, data []byte, lost, frame, at int, now time.Time, how decode.How) {
	d := c.dir(h)
	c.flow.Stats.Bytes[d] += uint64(len(data))
	c.flow.Stats.Lost[d] += uint64(lost)
	a.seg = decode.Segment{
		Flow: &c.flow, Dir: d, Time: now, Offset: offset, Data: data, Lost: lost, Frame: frame, At: at, End: how,
	}
	a.sink.Feed(&a.seg)
}

// feedFrom passes on a datagram that did not stand in one frame as it is.
func (a *Assembler) feedFrom(c *conn, h int, offset uint64, data []byte, from decode.Trace, f *Frame) {
	d := c.dir(h)
	c.flow.Stats.Bytes[d] += uint64(len(data))
	a.seg = decode.Segment{
		Flow: &c.flow, Dir: d, Time: f.Time, Offset: offset, Data: data, Frame: f.Number, At: -1, From: from,
	}
	a.sink.Feed(&a.seg)
}
