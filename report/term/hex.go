package term

import (
	"encoding/hex"
	"fmt"
	"slices"

	"eavesdrop/decode"
	"eavesdrop/report"
)

const (
	hexFrames = 4 // frames of one event that are dumped
	hexRow    = 16
	hexWidth  = 80 // columns that a row of 16 takes
)

// Hex prints the bytes of the frames that carried an event, those of the message in the colour of its sight,
// and without colours in brackets, as the last pane of Wireshark does:
//
//	0x0040  38 e1[47 45 54 20 2f 20  48 54 54 50 2f 31 2e 31   8.GET /  HTTP/1.1
func (p *Printer) Hex(e *decode.Event, packets Packets) {
	if packets == nil || len(e.Frames) == 0 {
		return
	}
	p.turnTo(e, true)
	dumped := 0
	for _, frame := range e.Frames {
		if dumped == hexFrames {
			l := p.line()
			l.put(p.style.faint, fmt.Sprintf("  … and %s more", report.Thousands(len(e.Frames)+e.Omitted-dumped)+" frames"))
			p.print(l.end())
			return
		}
		dumped++
		packet, ok := packets(frame)
		if !ok {
			continue
		}
		d := dump{p: p, raw: packet.Raw, marked: make([]bool, len(packet.Raw)), mark: p.style.sight[e.Message.Brief().Sight]}
		for _, piece := range e.Trace {
			if piece.Frame == frame && piece.At >= 0 { // what fragments were put together into has no place in the frame
				for i := piece.At; i < min(piece.At+piece.Len, len(d.marked)); i++ {
					d.marked[i] = true
				}
			}
		}
		heading := fmt.Sprintf("  #%d   %s bytes", frame, report.Thousands(len(packet.Raw)))
		if slices.Contains(d.marked, true) {
			heading += ", marked: " + report.Escape(e.Message.Kind())
		}
		l := p.line()
		l.put(p.style.faint, heading)
		p.print(l.end())
		row := hexRow
		if p.opts.Width < hexWidth {
			row /= 2
		}
		for from := 0; from < len(d.raw); from += row {
			d.row(from, row)
		}
	}
}

// A dump is a frame being printed. What stands side by side in one colour is put as one text.
type dump struct {
	p      *Printer
	raw    []byte
	marked []bool
	mark   paint

	text   []byte // not put yet
	inMark bool   // its colour is that of marked bytes
}

// row prints the bytes from one on, in hexadecimal and as text.
func (d *dump) row(from, n int) {
	to := min(from+n, len(d.raw))
	l := d.p.line()
	l.offset(from)
	for i := from; i <= from+n; i++ {
		if i == from+n/2 { // the gap in the middle is part of the space between two bytes
			d.text = append(d.text, d.edge(i, from, to, "] ", " [", "  ")...)
		} else {
			d.text = append(d.text, d.edge(i, from, to, "]", "[", " ")...)
		}
		switch {
		case i == from+n:
		case i >= to:
			d.text = append(d.text, "  "...)
		default:
			d.turn(l, i)
			d.text = hex.AppendEncode(d.text, d.raw[i:i+1])
		}
	}
	d.text = append(d.text, "  "...)
	for i := from; i < to; i++ {
		if i == from+n/2 {
			d.text = append(d.text, ' ')
		}
		c := d.raw[i]
		if c < 0x20 || c >= 0x7f {
			c = '.'
		}
		d.turn(l, i)
		d.text = append(d.text, c)
	}
	d.flush(l)
	d.p.print(l.end())
}

// turn puts what there is if byte i has another colour.
func (d *dump) turn(l *line, i int) {
	if d.marked[i] != d.inMark {
		d.flush(l)
		d.inMark = d.marked[i]
	}
}

// flush puts what there is.
func (d *dump) flush(l *line) {
	p := d.p.style.faint
	if d.inMark {
		p = d.mark
	}
	l.put(p, string(d.text))
	d.text = d.text[:0]
}

// edge is what stands before byte i: one of the brackets where marked bytes end or begin in a dump without
// colours, else the space.
func (d *dump) edge(i, from, to int, end, begin, space string) string {
	if d.p.opts.Color {
		return space
	}
	before := i > from && i-1 < to && d.marked[i-1]
	here := i < to && d.marked[i]
	switch {
	case here && !before:
		return begin
	case before && !here:
		return end
	}
	return space
}
