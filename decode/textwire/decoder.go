package textwire

import (
	"bytes"
	"fmt"

	"eavesdrop/decode"
)

const (
	maxLine  = 16 << 10 // bytes; RFC 5321 asks for 512, RFC 9051 for 8192
	patience = 4 << 10  // bytes of a client that wait for the server's greeting
)

// decoder takes lines off the two streams.
type decoder struct {
	c        *decode.Conversation
	p        *dialect
	resumed  bool // inside of TLS that began in the middle of it
	sides    [2]side
	user     string        // as given so far
	auth     step          // what the client's next line is
	tls      starttls      // what was said about it
	sending  bool          // SMTP: the client has said DATA
	expected []expectation // POP3: what the replies to come will mean
	command  string        // IMAP: a login as far as it goes before a literal
}

// side is one direction.
type side struct {
	spoken   bool // a line was taken
	waits    bool // for the other side to be heard first
	skipping bool // to the end of a line that is too long, or whose beginning is missing
	deaf     bool // no more lines: what follows is sealed, or not text
	torn     bool // bytes between two lines are missing
	body     body
}

// Decode takes one line, or a part of what stands between the lines.
func (d *decoder) Decode(dir decode.Direction, data []byte) int {
	s := &d.sides[dir]
	switch {
	case s.deaf:
		return len(data)
	case s.body.kind != noBody:
		return d.inBody(dir, data)
	case data[0] >= 0x14 && data[0] <= 0x17: // a TLS record; no line begins like that
		if len(data) < 2 {
			return 0
		}
		if data[1] == 3 {
			d.handover()
			return 0
		}
	}
	end := bytes.IndexByte(data, '\n') + 1
	if s.skipping {
		if end > 0 {
			s.skipping = false
			return end
		}
		return len(data)
	}
	if end == 0 || end > maxLine {
		if len(data) < maxLine {
			return 0
		}
		start := d.c.Offset(dir)
		d.c.Malformed(dir, start, start+maxLine, fmt.Sprintf("a line of more than %d bytes", maxLine))
		s.skipping = true
		return maxLine
	}
	if d.later(dir, data) {
		return 0
	}
	d.line(dir, data[:end], d.c.Offset(dir), true)
	return end
}

// later says that the other side is to be heard first: the server greets before the client speaks, and answers
// afterwards, although what both said may be decoded together.
func (d *decoder) later(dir decode.Direction, data []byte) bool {
	s, other := &d.sides[dir], &d.sides[dir.Other()]
	if len(d.p.greets) == 0 || d.resumed {
		return false
	}
	if dir == decode.FromClient {
		if s.spoken || other.spoken || other.waits || len(data) > patience || bytes.IndexByte(data, 0x16) >= 0 {
			return false // nobody captures the server, or what waits is TLS
		}
		s.waits = true
		return true
	}
	if !other.waits || d.greeting(data) {
		return false
	}
	s.waits = true
	d.c.Wake(decode.FromClient)
	return true
}

func (d *decoder) greeting(line []byte) bool {
	for _, g := range d.p.greets {
		if bytes.HasPrefix(line, []byte(g)) {
			return true
		}
	}
	return false
}

// line tells of a line, which stands at stream offset start.
func (d *decoder) line(dir decode.Direction, raw []byte, start uint64, whole bool) {
	s := &d.sides[dir]
	text := bytes.TrimSuffix(bytes.TrimSuffix(raw, []byte("\n")), []byte("\r"))
	if !isText(text) {
		d.c.Malformed(dir, start, start+uint64(len(raw)), "not text any more; not followed")
		s.deaf = true
		return
	}
	l := &Line{Protocol: d.p.name, Role: Command, Text: string(text), Size: len(raw), Whole: whole}
	if dir == decode.FromServer {
		l.Role = Reply
	}
	if !s.spoken && !d.resumed && (dir == decode.FromServer && d.greeting(raw) || len(d.p.greets) == 0) {
		l.Role = Greeting
	}
	s.spoken = true
	if d.c.Watched() {
		d.c.Content(decode.Part{
			Dir: dir, Where: l.title() + " " + string(l.Role), Data: raw, Last: true, Start: start, Exact: true, At: start,
		})
	}
	d.p.hear(d, dir, l)
	d.c.Emit(dir, start, start+uint64(len(raw)), l)
	s.waits = false
	if d.sides[dir.Other()].waits && !d.greeting(raw) {
		d.c.Wake(dir.Other())
	}
}

// isText says that a line can be one: it has no control characters but tabs.
func isText(line []byte) bool {
	for _, b := range line {
		if b < 0x20 && b != '\t' && b != '\r' && b != 0x1b || b == 0x7f {
			return false
		}
	}
	return true
}

// Gap ends the line that was cut, and goes on with the next whole one.
func (d *decoder) Gap(dir decode.Direction, pending []byte, lost int) {
	s := &d.sides[dir]
	start := d.c.Offset(dir) - uint64(lost+len(pending))
	if s.body.kind != noBody {
		d.lostBody(dir, pending, start, lost)
		return
	}
	d.leftover(dir, pending, start)
	if d.tls.begun {
		d.handover()
	}
	s.skipping, s.torn = true, true
}

// End tells of the line that was not finished.
func (d *decoder) End(dir decode.Direction, pending []byte, _ decode.How) {
	start := d.c.Offset(dir)
	if d.sides[dir].body.kind != noBody {
		d.lostBody(dir, pending, start, 0)
		d.endBody(dir, start+uint64(len(pending)), false)
		return
	}
	d.leftover(dir, pending, start)
}

// leftover tells of lines that waited for an answer, and of the one that was cut.
func (d *decoder) leftover(dir decode.Direction, pending []byte, start uint64) {
	for len(pending) > 0 {
		n := bytes.IndexByte(pending, '\n') + 1
		if n == 0 {
			n = len(pending)
		}
		d.rest(dir, pending[:n], start)
		pending, start = pending[n:], start+uint64(n)
	}
}

// rest tells of a line that is not followed by more.
func (d *decoder) rest(dir decode.Direction, line []byte, start uint64) {
	if s := &d.sides[dir]; len(line) > 0 && !s.skipping && !s.deaf && s.body.kind == noBody {
		d.line(dir, line, start, line[len(line)-1] == '\n')
	}
}

// Held is how many bytes the decoder keeps.
func (d *decoder) Held() int { return len(d.user) + len(d.command) + cap(d.expected) }
