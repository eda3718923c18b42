package capture

// The lists that a conn can stand in: one of each kind at a time.
const (
	byAge     = iota // those that go on, or those that have ended
	lingering        // reset, about to end
	holding          // bytes wait in it for missing ones
	rivalled         // a rival waits
	kinds
)

// A roster is a queue of conns, linked through themselves. To push one again moves it to the end; to remove one that
// is not there does nothing.
type roster struct {
	kind        int
	first, last *conn
	len         int
}

// A link is a conn's place in a list.
type link struct {
	in         *roster
	prev, next *conn
}

func (l *roster) has(c *conn) bool { return c.links[l.kind].in == l }

func (l *roster) push(c *conn) {
	if l.last == c {
		return
	}
	l.remove(c)
	c.links[l.kind] = link{in: l, prev: l.last}
	if l.last != nil {
		l.last.links[l.kind].next = c
	} else {
		l.first = c
	}
	l.last = c
	l.len++
}

func (l *roster) remove(c *conn) {
	k := &c.links[l.kind]
	if k.in != l {
		return
	}
	if k.prev != nil {
		k.prev.links[l.kind].next = k.next
	} else {
		l.first = k.next
	}
	if k.next != nil {
		k.next.links[l.kind].prev = k.prev
	} else {
		l.last = k.prev
	}
	*k = link{}
	l.len--
}
