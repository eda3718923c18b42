package capture

const (
	// startPatience is how many segments of a connection may pass before the lowest number that was seen is taken
	// for the beginning of what there is of a stream whose SYN was not captured: the first segments may have come in
	// the wrong order. As long as one comes that follows none of the others it is waited on, up to lateness.
	startPatience = 4
	// startReach is how far below the first number seen another may begin the stream.
	startReach = 1 << 20
)

// syn takes a SYN.
func (a *Assembler) syn(c *conn, s *segment) {
	mine, other := &c.half[s.from], &c.half[1-s.from]
	if !mine.syn || !other.syn {
		mine.synAt = s.time // sent again, it is the later one that is answered, most likely
	}
	if !mine.syn {
		mine.syn, mine.isn, mine.scale = true, s.seq, s.scale
		if mine.offset == 0 && !mine.fin {
			mine.begin(s.seq + 1)
			mine.unsure, mine.early = len(s.data) > 0, len(s.data) > 0
			if mine.queue.len() > 0 && mine.queue.first().seq != mine.next { // what came before was not of this connection
				a.dropQueue(c, s.from)
			}
			if !mine.unsure {
				a.unqueue(c, s.from)
			}
		}
	}
	if asker := s.flags&flagACK == 0; asker == (s.from == c.client) && !c.flow.Flipped() {
		c.flow.Sure = true // unless it was so from the beginning, the SYN was captured late
	}
	if s.flags&flagACK != 0 && !other.begun { // the SYN that it answers was not captured, or is yet to come
		other.begin(s.ack)
	}
}

// answers says that ack acknowledges the half's SYN and nothing behind it but data that came on it.
func (h *half) answers(ack uint32) bool {
	return h.syn && (ack == h.isn+1 || h.early && h.queue.len() > 0 && ack == h.queue.first().end())
}

// early takes data that came on a SYN. Whether the receiver took it, the first acknowledgement says: Linux takes it
// from a client whose cookie it knows (RFC 7413), and from nobody else.
func (a *Assembler) early(c *conn, from int, in *arrival) {
	h := &c.half[from]
	switch {
	case h.early:
		a.queue(c, from, in)
	case !before(in.seq, h.next) || a.again(c, from, in):
		a.ignore(c, from, in)
	}
}

// hold makes wait what came before it is sure where the stream begins. It returns false when that is sure now.
func (a *Assembler) hold(c *conn, from int, in *arrival) bool {
	h := &c.half[from]
	ahead := int32(in.seq - h.next)
	switch {
	case h.early && ahead <= 0: // sent again, so what the SYN carried did not count
		a.dropQueue(c, from)
		h.unsure, h.early = false, false
		return false
	case ahead < -startReach || ahead > anyWindow:
		a.ignore(c, from, in)
		return true
	case ahead < 0:
		h.begin(in.seq)
	}
	apart := h.queue.len()
	if apart == 0 {
		h.since = in.time
	}
	a.queue(c, from, in)
	if h.queue.len() > apart && in.lacks == 0 && in.time.Sub(h.since) <= lateness {
		h.tried = 0 // it follows nothing that was seen: the order is not kept yet
	}
	return true
}

// trust lets a stream begin once it is sure, or sure enough, where: at once when the other end speaks, for what was
// said before must be told before.
func (a *Assembler) trust(c *conn, from int, atOnce bool) {
	h := &c.half[from]
	if h.queue.len() == 0 {
		return
	}
	answered := h.acks && !before(h.acked, h.next) // all before the first has come, or never will
	if !answered && !atOnce && h.tried < startPatience {
		h.tried++
		return
	}
	if h.early && answered && h.acked == h.next {
		a.drop(c, from, a.shift(c, from))
	}
	h.unsure, h.early = false, false
	a.unqueue(c, from)
}
