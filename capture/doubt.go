package capture

import "sort"

// A doubt is a segment without ACK of a sender that has acknowledged before. "If the ACK bit is off, drop the segment" (RFC
// 9293, section 3.10.7.4), as Linux does: whoever forges one must not displace what is true by it. But there are
// receivers that take it: they acknowledge bytes then that no other segment has brought. When that is in an answer, it is
// believed at once; else when the true segment, whose acknowledgement may have been captured before it, has had its time to
// come (see patience). Until then what it carries counts as ignored.
type doubt struct {
	c *conn
	s *segment // its data are a copy
}

// maxDoubts is how many doubts are kept at a time, of all flows together.
const maxDoubts = 64

// doubt keeps a segment in place of the one that was kept for longest.
func (a *Assembler) doubt(c *conn, s *segment) {
	c.flow.Stats.Ignored[c.dir(s.from)] += uint64(len(s.data))
	if s.end() == s.seq {
		return
	}
	if len(a.doubts) < maxDoubts {
		a.doubts = append(a.doubts, doubt{})
	}
	d := &a.doubts[a.doubted%maxDoubts]
	a.doubted++
	d.take()
	*d = doubt{c, s.copy()}
	c.half[s.from].doubts++
}

// take takes the segment out, if there is one.
func (d *doubt) take() {
	if d.s != nil {
		d.c.half[d.s.from].doubts--
	}
	*d = doubt{}
}

// believe takes what the other end has acknowledged of a half's doubts, the one that came first first.
func (a *Assembler) believe(c *conn, from int) {
	h := &c.half[from]
	for i := 0; i < len(a.doubts) && h.doubts > 0; i++ {
		d := &a.doubts[(a.doubted+i)%len(a.doubts)]
		if d.c != c || d.s.from != from || !h.acks || h.acked == d.s.seq || h.acked-d.s.seq > anyWindow {
			continue
		}
		s := d.s
		switch {
		case a.denied(h, s):
			d.take()
			continue
		case before(h.acked, s.end()):
			s = s.split(int(h.acked - s.seq))
		default:
			d.take()
		}
		c.flow.Stats.Ignored[c.dir(from)] -= uint64(len(s.data))
		a.payload(c, s)
	}
}

// split takes n bytes off the front of a segment, as one of their own.
func (s *segment) split(n int) *segment {
	front := *s
	front.flags &^= flagFIN
	had := min(n, len(s.data))
	front.data, front.lacks = s.data[:had], n-had
	s.seq, s.data, s.lacks, s.at = s.seq+uint32(n), s.data[had:], s.lacks-front.lacks, after(s.at, had)
	return &front
}

// denied says that other segments have brought what s carries, or that they contradict it.
func (a *Assembler) denied(h *half, s *segment) bool {
	if !h.begun {
		return false
	}
	if !before(h.next, s.end()) || before(s.seq, h.next) && a.past.contradicts(h, s.seq, s.data) {
		return true
	}
	q, end := &h.queue, s.end()
	if before(h.acked, end) {
		end = h.acked // what is behind is looked at when its turn has come
	}
	behind := q.head + sort.Search(q.len(), func(i int) bool { return !before(q.all[q.head+i].seq, end) })
	for i, earlier := behind-1, 0; i >= q.head && earlier < 8; i-- { // several that begin before s may reach into it
		w := q.all[i]
		if contradict(w.seq, w.data, s.seq, s.data) {
			return true
		}
		if before(w.seq, s.seq) {
			earlier++
		}
	}
	return false
}
