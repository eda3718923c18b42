package capture

import (
	"time"

	"eavesdrop/decode"
)

// lingering is how long a reset flow may still say something, in the capture's time.
const lingering = 2 * time.Second

// rst takes a reset. It may be forged, and the receiver may not obey it (RFC 5961, section 3.2); and bytes that
// were on their way when it came are on the wire to be heard. So the flow goes on for a while, and ends if
// nothing follows that shows that the two still talk. (In TCP a reset may carry text that explains it: RFC 9293,
// section 3.5.3.)
func (a *Assembler) rst(c *conn, from int, f *Frame) {
	mine, other := &c.half[from], &c.half[1-from]
	mine.reset, other.reset, c.resetBy = true, true, from
	if !c.lingers {
		c.lingers, c.until = true, f.Time.Add(lingering)
		a.lingerers = append(a.lingerers, c)
	}
}

// expire ends the reset flows whose time is over.
func (a *Assembler) expire(now time.Time) {
	for len(a.lingerers) > 0 && now.After(a.lingerers[0].until) {
		c := a.lingerers[0]
		a.lingerers[0] = nil
		a.lingerers = a.lingerers[1:]
		c.lingers = false
		if c.half[0].reset && !c.ended {
			a.drain(c)
			a.close(c, c.state())
		}
	}
}

// endHalf tells the sink that nothing follows from one side.
func (a *Assembler) endHalf(c *conn, h int, how decode.How, f *Frame) {
	half := &c.half[h]
	if half.done {
		return
	}
	half.done = true
	a.feed(c, h, half.offset, nil, 0, f.Number, -1, f.Time, how)
	if c.flow.Stats.State == decode.StateOpen {
		c.flow.Stats.State = decode.StateHalf
	}
}

// drain hands on all that waits, over its gaps: nothing more will come.
func (a *Assembler) drain(c *conn) {
	for _, h := range [2]int{c.resetBy, 1 - c.resetBy} {
		half := &c.half[h]
		for len(half.queue) > 0 {
			a.leap(c, h)
		}
		if half.fin && !half.done && half.next == half.finSeq {
			half.done = true
			a.feed(c, h, half.offset, nil, 0, 0, -1, c.flow.Stats.Last, decode.Finished)
		}
		if half.reset && !half.done {
			half.done = true
			a.feed(c, h, half.offset, nil, 0, 0, -1, c.flow.Stats.Last, decode.Reset)
		}
	}
}

// state is how a flow stands that nobody has closed.
func (c *conn) state() decode.State {
	if c.key.proto == protoUDP {
		return decode.StateOpen
	}
	a, b := &c.half[0], &c.half[1]
	switch {
	case a.fin && b.fin && a.next == a.finSeq && b.next == b.finSeq:
		return decode.StateClosed
	case a.reset && (a.syn != b.syn) && a.offset+b.offset == 0:
		return decode.StateRefused
	case a.reset:
		return decode.StateReset
	case a.syn != b.syn && !(a.begun && b.begun):
		return decode.StateUnopened
	case a.done || b.done:
		return decode.StateHalf
	}
	return decode.StateOpen
}

// forget takes an ended flow off the list of those remembered.
func (a *Assembler) forget(c *conn) {
	for i, old := range a.ended.conns {
		if old == c {
			a.ended.conns[i] = nil
			return
		}
	}
}
