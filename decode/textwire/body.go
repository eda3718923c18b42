package textwire

import (
	"bytes"

	"eavesdrop/decode"
)

// A bodyKind says how what stands between the lines ends.
type bodyKind uint8

const (
	noBody   bodyKind = iota
	untilDot          // at a line that is a dot (RFC 5321, section 4.1.1.4; RFC 1939, section 3)
	counted           // after as many bytes as were announced (RFC 9051, section 4.3; RFC 3030, section 2)
)

// body is a mail, or something else between the lines.
type body struct {
	kind    bodyKind
	left    uint64 // bytes that are still to come, when they were counted
	start   uint64 // stream offset
	size    int    // bytes of content shown so far
	going   bool   // its first byte has come
	midline bool
	kept    bool // it is an argument of a command
	torn    bool // bytes of it are missing
}

// inBody takes what it can of a body.
func (d *decoder) inBody(dir decode.Direction, data []byte) int {
	b := &d.sides[dir].body
	at := d.c.Offset(dir)
	d.beginBody(dir, at)
	if b.kind == counted {
		n := int(min(b.left, uint64(len(data))))
		d.show(dir, data[:n], at)
		if b.kept {
			d.keepLiteral(data[:n])
		}
		if b.left -= uint64(n); b.left == 0 {
			d.endBody(dir, at+uint64(n), true)
		}
		return n
	}
	n := bytes.IndexByte(data, '\n') + 1
	switch {
	case n == 0 && len(data) < maxLine:
		return 0
	case n == 0:
		d.show(dir, data, at)
		b.midline = true
		return len(data)
	case !b.midline && (string(data[:n]) == ".\r\n" || string(data[:n]) == ".\n"):
		d.endBody(dir, at+uint64(n), true)
		return n
	case !b.midline && data[0] == '.': // doubled by the sender
		d.show(dir, data[1:n], at+1)
	default:
		d.show(dir, data[:n], at)
	}
	b.midline = false
	return n
}

func (d *decoder) beginBody(dir decode.Direction, at uint64) {
	if b := &d.sides[dir].body; !b.going {
		b.going, b.start = true, at
		d.c.Keep(dir, at)
	}
}

// show shows a part of the body, which stands at stream offset at, to those who search content.
func (d *decoder) show(dir decode.Direction, data []byte, at uint64) {
	b := &d.sides[dir].body
	if d.c.Watched() {
		d.c.Content(decode.Part{
			Dir: dir, Where: "mail", Offset: b.size, Data: data, Start: b.start, Exact: true, At: at,
		})
	}
	b.size += len(data)
}

// endBody tells of the body, which ends at stream offset end.
func (d *decoder) endBody(dir decode.Direction, end uint64, whole bool) {
	b := &d.sides[dir].body
	d.beginBody(dir, end)
	if d.c.Watched() {
		d.c.Content(decode.Part{Dir: dir, Where: "mail", Offset: b.size, Last: true, Start: b.start})
	}
	if whole || end > b.start {
		d.c.Emit(dir, b.start, end, &Line{Protocol: d.p.name, Role: Data, Size: int(end - b.start), Whole: whole, sent: dir == decode.FromClient})
	}
	*b = body{}
}

// lostBody takes what was left of a body, pending at stream offset start, before lost bytes that are missing.
func (d *decoder) lostBody(dir decode.Direction, pending []byte, start uint64, lost int) {
	b := &d.sides[dir].body
	d.beginBody(dir, start)
	d.show(dir, pending, start)
	b.size += lost
	b.midline, b.kept, d.command = true, false, "" // where the lines begin is not known
	b.torn = b.torn || lost > 0
	if b.kind == counted && lost > 0 {
		gone := uint64(len(pending) + lost)
		if gone > b.left { // the gap swallowed its end
			d.endBody(dir, start+b.left, false)
			d.sides[dir].skipping = true
			return
		}
		b.left -= gone
	}
}
