package tlswire

import (
	"eavesdrop/decode"
)

const maxKept = 256 << 10 // bytes kept of one handshake message; the RFC allows 16 MiB

// An assembly is a handshake message that takes more than one record.
type assembly struct {
	raw   []byte // the first record's header, then what came of the message, up to maxKept; nil: nothing began
	head  int    // size of that record's header, 0 when another message came before in the same record
	have  int    // bytes of the message that came
	trail decode.Trail
	start uint64 // offset of the first byte in the stream
	end   uint64 // behind the last
}

// want is the size of the whole message with its own header, 0 while that is not known.
func (a *assembly) want() int {
	if a.have < 4 {
		return 0
	}
	b := a.raw[a.head:]
	return 4 + (int(b[1])<<16 | int(b[2])<<8 | int(b[3]))
}

// handshake takes the messages out of a handshake record that anyone can read. The header of the record goes
// with the first message that begins in it.
func (d *decoder) handshake(dir decode.Direction, rec []byte, start uint64) {
	a := &d.sides[dir].partial
	at, head := headerSize, headerSize
	for at < len(rec) {
		if a.raw == nil {
			if n := messageSize(rec[at:]); n > 0 {
				from := at - head
				where := place{start: start + uint64(from), end: start + uint64(at+n)}
				d.message(dir, clone(rec[from:at+n]), head, 0, where)
				at, head = at+n, 0
				continue
			}
			a.begin(rec[at-head:at], head, start+uint64(at-head))
			d.c.Follow(&a.trail, dir, start+uint64(at-head), start+uint64(at), 0)
		}
		at += a.add(d.c, dir, rec[at:], start+uint64(at))
		head = 0
		if w := a.want(); w > 0 && a.have == w {
			d.complete(dir, 0)
		}
	}
}

// messageSize is the size of the message at the front of b, 0 when not all of it is there.
func messageSize(b []byte) int {
	if len(b) < 4 {
		return 0
	}
	if n := 4 + (int(b[1])<<16 | int(b[2])<<8 | int(b[3])); n <= len(b) {
		return n
	}
	return 0
}

func (a *assembly) begin(header []byte, head int, start uint64) {
	*a = assembly{raw: append(make([]byte, 0, 2048), header...), head: head, start: start}
}

// add takes what b has of the message, and returns how much that was. at is the offset of b in the stream.
func (a *assembly) add(c *decode.Conversation, dir decode.Direction, b []byte, at uint64) int {
	n := len(b)
	if w := a.want(); w > 0 {
		n = min(n, w-a.have)
	} else {
		n = min(n, 4-a.have)
	}
	if kept := min(n, a.head+maxKept-len(a.raw)); kept > 0 {
		c.Follow(&a.trail, dir, at, at+uint64(kept), uint64(len(a.raw)))
		a.raw = append(a.raw, b[:kept]...)
	}
	a.have += n
	a.end = at + uint64(n)
	return n
}

// complete passes the assembled message on, of which missing bytes never came.
func (d *decoder) complete(dir decode.Direction, missing int) {
	a := &d.sides[dir].partial
	if a.raw == nil {
		return
	}
	whole := *a
	*a = assembly{}
	d.message(dir, whole.raw, whole.head, missing, place{start: whole.start, end: whole.end, trail: whole.trail})
}

// abandon passes on what came of an unfinished message, and says why the rest is missing.
func (d *decoder) abandon(dir decode.Direction, why string) {
	a := &d.sides[dir].partial
	if a.raw == nil {
		return
	}
	start, end, have, want := a.start, a.end, a.have, a.want()
	if want == 0 {
		*a = assembly{}
	} else {
		d.complete(dir, want-have)
	}
	d.c.Incomplete(dir, start, end, unfinished(why))
}

// A place says where a message stood: in a run of the stream, or, when trail is there, in the pieces of it.
type place struct {
	start, end uint64
	trail      decode.Trail
}

// emit passes a message on.
func (d *decoder) emit(dir decode.Direction, at place, m decode.Message) {
	if at.trail.Trace != nil {
		d.c.EmitTraced(dir, at.trail, m)
		return
	}
	d.c.Emit(dir, at.start, at.end, m)
}
