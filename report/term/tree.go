package term

import (
	"fmt"

	"eavesdrop/decode"
	"eavesdrop/report"
)

const (
	offsetWidth = 10   // columns of "  0x0042  "
	nameWidth   = 36   // columns that names get at most, with their indentation and sign
	maxFields   = 2000 // fields that are printed of one message
	maxTold     = 1024 // notes on headers that are remembered as told
)

// Tree prints the headers of the first frame that carried an event, and then the message itself, field by
// field, as the middle pane of Wireshark does. At the left stands where in the frame a field begins. Headers are
// printed once a frame, the notes on them once.
func (p *Printer) Tree(e *decode.Event, packets Packets) {
	if len(e.Frames) == 0 {
		return
	}
	p.turnTo(e, true)
	names := 0
	for f := range e.Message.Fields() {
		names = max(names, p.nameColumns(f, 1))
	}
	if packets != nil && p.shown != e.Frames[0] {
		if packet, ok := packets(e.Frames[0]); ok {
			for _, layer := range packet.Layers {
				names = max(names, report.Width(report.Escape(layer.Name)))
				for _, f := range layer.Fields {
					names = max(names, p.nameColumns(f, 1))
				}
			}
			p.headers(packet, min(names, nameWidth))
		}
	}
	p.shown = e.Frames[0]
	p.message(e, min(max(names, report.Width(e.Message.Kind())), nameWidth))
}

// nameColumns is what a field's name needs, indentation and sign included.
func (p *Printer) nameColumns(f decode.Field, depth int) int {
	return 2*(f.Depth+depth) + p.style.signWidth() + report.Width(report.Escape(f.Name))
}

// headers prints a frame's layers.
func (p *Printer) headers(packet *decode.Packet, names int) {
	for _, layer := range packet.Layers {
		p.heading(layer.Span.Start, layer.Name, layer.Title, names)
		if layer.Name == "Frame" {
			when := packet.Time.In(p.opts.Zone).Format("2006-01-02 15:04:05.000000 MST")
			if packet.Interface != "" {
				when += ", on " + packet.Interface
			}
			l := p.line()
			l.pad(offsetWidth + names + gutter)
			l.put(p.style.faint, report.Escape(when))
			p.print(l.end())
		}
		for _, f := range layer.Fields {
			if _, told := p.told[f.Note]; told {
				f.Note = ""
			} else if len(p.told) < maxTold && f.Note != "" {
				p.told[f.Note] = struct{}{}
			}
			p.field(f, f.Span.Start, names)
		}
	}
}

// message prints an event's message.
func (p *Printer) message(e *decode.Event, names int) {
	frame, at, _ := e.Locate(decode.Span{})
	if frame == 0 {
		frame, at = e.Frames[0], -1
	}
	b := e.Message.Brief()
	title := b.Title
	title += opened(e.Opened)
	if n := len(e.Frames) + e.Omitted; n > 1 {
		title += fmt.Sprintf("   (in %d frames: %s)", n, frames(e))
	}
	p.heading(at, e.Message.Kind(), title, names)
	n := 0
	for f := range e.Message.Fields() {
		if n++; n > maxFields {
			p.heading(-1, "…", "and more fields, which are left out here", names)
			break
		}
		at := -1
		if in, where, ok := e.Locate(f.Span); ok && f.Span.Len() > 0 {
			if at = where; in != frame {
				frame = in
				l := p.line()
				l.put(p.style.faint, fmt.Sprintf("  #%d", frame))
				p.print(l.end())
			}
		}
		p.field(f, at, names)
	}
}

// heading prints a layer's name and what matters of it, in as many lines as that takes.
func (p *Printer) heading(at int, name, title string, names int) {
	column := offsetWidth + names + gutter
	l := p.line()
	l.offset(at)
	l.put(p.style.head, p.style.fit(report.Escape(name), max(names, 1)))
	for _, part := range report.Wrap(p.style.plain(report.Escape(title)), p.opts.Width-column) {
		l.pad(column)
		l.put(paint{}, part)
		p.print(l.end())
		l = p.line()
	}
}

// offset appends where in the frame something begins; below zero: nowhere.
func (l *line) offset(at int) {
	if at >= 0 {
		l.put(l.style.faint, fmt.Sprintf("  0x%04x", at))
	}
	l.pad(offsetWidth)
}

// field prints a field, and its note behind it or, where there is no room, below.
func (p *Printer) field(f decode.Field, at, names int) {
	l := p.line()
	l.offset(at)
	l.pad(offsetWidth + 2*(f.Depth+1))
	l.sign(f.Sight)
	column := offsetWidth + names + gutter
	if f.Value == "" {
		l.put(paint{}, report.Escape(f.Name))
	} else {
		l.put(paint{}, p.style.fit(report.Escape(f.Name), column-gutter-l.width))
		l.pad(column)
		l.put(paint{}, report.Escape(f.Value))
	}
	note := p.style.plain(report.Escape(f.Note))
	if note == "" {
		p.print(l.end())
		return
	}
	behind := note
	if l.width > column-gutter { // there is a value, or a long name
		behind = between + note
	}
	if l.pad(column); report.Width(behind) <= p.opts.Width-l.width {
		l.put(p.style.faint, behind)
		p.print(l.end())
		return
	}
	p.print(l.end())
	for _, text := range report.Wrap(note, p.opts.Width-column) {
		n := p.line()
		n.pad(column)
		n.put(p.style.faint, text)
		p.print(n.end())
	}
}
