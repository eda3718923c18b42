package textwire

import (
	"fmt"

	"eavesdrop/decode"
)

// asking follows a conversation in which one side asks for something else to be spoken, until that is granted: then all
// that follows is handed over.
type asking struct {
	c              *decode.Conversation
	p              decode.Protocol
	client, server func(b []byte) (n int, m *Line, now outcome) // read a message of that side: its size, 0 when it is not whole and -1 when it is none

	asker decode.Direction // the side that asks: as a rule the client
	begun bool
	step  [2]int // messages so far
	asked bool   // what follows from the side that asks is for what it has asked for
	lost  bool   // nothing more is understood
}

// An outcome is what a message means for what follows.
type outcome uint8

const (
	goesOn  outcome = iota
	asked           // what follows from that side is what it has asked for
	granted         // something else is spoken from here on
	again           // not that: something else may be asked for
	refused         // nothing else is understood
)

// Decode takes one message.
func (d *asking) Decode(dir decode.Direction, data []byte) int {
	if d.lost {
		return len(data)
	}
	if !d.begun {
		d.begun = true
		if sniffed := d.p.Sniff(dir, data); sniffed != decode.No {
			d.asker = dir
		}
	}
	read := d.client
	if dir != d.asker {
		read = d.server
	} else if d.asked {
		if len(data) > 16<<10 { // nobody captures an answer
			d.c.Handover()
		}
		return 0
	}
	n, m, now := read(data)
	if n < 0 || n == 0 && len(data) > maxMessage {
		start := d.c.Offset(dir)
		d.c.Malformed(dir, start, start+uint64(len(data)), "not what "+title(d.p.Name())+" says here; not followed")
		d.lost = true
		return len(data)
	}
	if n == 0 {
		return 0
	}
	d.step[dir]++
	if m != nil {
		m.Protocol, m.Size, m.Whole, m.words = d.p.Name(), n, true, true
		if m.Role = Command; dir != d.asker {
			m.Role = Reply
		}
		start := d.c.Offset(dir)
		d.c.Emit(dir, start, start+uint64(n), m)
	}
	switch now {
	case asked:
		d.asked = true
	case again:
		d.asked = false
		d.c.Wake(d.asker)
	case granted:
		d.c.Handover()
	case refused:
		d.lost = true
	}
	return n
}

// maxMessage is how long a message may be, in bytes; longer ones are not waited for.
const maxMessage = 1024

// Gap ends the following: what comes behind it cannot be told.
func (d *asking) Gap(decode.Direction, []byte, int) { d.lost = true }

// End tells of a message that was not finished.
func (d *asking) End(dir decode.Direction, pending []byte, _ decode.How) {
	if dir == d.asker && d.asked && !d.lost {
		d.c.Handover()
		return
	}
	if len(pending) > 0 && !d.lost {
		start := d.c.Offset(dir)
		d.c.Malformed(dir, start, start+uint64(len(pending)), fmt.Sprintf("a %s message breaks off", title(d.p.Name())))
	}
}
