package capture

import "time"

// linger is how long a reset flow may still say something, in the capture's time.
const linger = 2 * time.Second

// rst takes a reset. It may be forged, and the receiver may not obey it (RFC 5961, section 3.2); and bytes that
// were on their way when it came are on the wire to be heard. So the flow goes on for a while, and ends if
// nothing follows that shows that the two still talk. One that is far from what is expected nobody obeys. (In TCP a
// reset may carry text that explains it: RFC 9293, section 3.5.3.)
func (a *Assembler) rst(c *conn, s *segment) {
	mine, other := &c.half[s.from], &c.half[1-s.from]
	if mine.begun && !within(s.seq, mine.next, c.reach(s.from)) {
		c.flow.Stats.Ignored[c.dir(s.from)] += uint64(len(s.data))
		return
	}
	mine.reset, other.reset, c.resetBy = true, true, s.from
	other.mark = other.next
	if other.queue.len() > 0 {
		other.mark = other.queue.last().end()
	}
	switch n := len(s.data); {
	case n > maxWords:
		c.flow.Stats.Ignored[c.dir(s.from)] += uint64(n)
	case n > 0:
		c.forgetWords()
		c.words = s.copy()
	}
	c.until = a.now.Add(linger)
	a.lingerers.push(c)
}

// maxWords is how long the text of a reset may be. It is a line, if there is one.
const maxWords = 1 << 10

// lastWords hands on the text of a reset that stands.
func (a *Assembler) lastWords(c *conn) {
	if w := c.words; w != nil {
		c.words = nil
		a.payload(c, w)
	}
}

// forgetWords counts the text of a reset as what no receiver takes.
func (c *conn) forgetWords() {
	if w := c.words; w != nil {
		c.flow.Stats.Ignored[c.dir(w.from)] += uint64(len(w.data))
		c.words = nil
	}
}

// talksOn says that whoever was said to have given up says more, or acknowledges what was sent after that: the reset was
// forged.
func (c *conn) talksOn(s *segment) bool {
	mine, other := &c.half[s.from], &c.half[1-s.from]
	return mine.reset && s.from == c.resetBy && s.flags&flagRST == 0 &&
		(len(s.data) > 0 && !(mine.begun && before(s.seq, mine.next)) || s.flags&flagACK != 0 && other.begun && before(other.mark, s.ack))
}

// revive takes a reset back that was forged, or meant another connection than the one that a SYN begins.
func (c *conn) revive(s *segment) {
	if c.talksOn(s) || s.flags&(flagSYN|flagRST) == flagSYN {
		c.half[0].reset, c.half[1].reset = false, false
		c.forgetWords()
	}
}

// expire ends the reset flows whose time is over.
func (a *Assembler) expire() {
	for c := a.lingerers.first; c != nil && a.now.After(c.until); c = a.lingerers.first {
		a.lingerers.remove(c)
		if c.half[0].reset {
			a.finish(c)
		}
	}
}
