package term

import (
	"eavesdrop/decode"
	"eavesdrop/report"
)

// Heading prints text that stands out, in as many lines as it takes.
func (p *Printer) Heading(text string) {
	for _, part := range report.Wrap(p.style.plain(report.Escape(text)), p.opts.Width) {
		l := p.line()
		l.put(p.style.head, part)
		p.print(l.end())
	}
}

// Legend prints what the signs mean, how evidence is written, and what the two sides have of something.
func (p *Printer) Legend() {
	l := p.line()
	item := func(before paint, sign, text string) {
		need := report.Width(sign) + report.Width(text)
		if l.width > 0 && l.width+len(between)+need > p.opts.Width {
			p.print(l.end())
			l = p.line()
		}
		if l.width > 0 {
			l.put(paint{}, between)
		}
		l.put(before, sign)
		l.put(p.style.faint, text)
	}
	for _, s := range []struct {
		sight decode.Sight
		means string
	}{
		{decode.Readable, " readable"},
		{decode.Claimed, " claimed: readable, nobody proved it"},
		{decode.Derived, " worked out"},
		{decode.Sealed, " sealed: hidden, not missing"},
		{decode.Absent, " not there"},
	} {
		item(p.style.sight[s.sight], p.style.sign(s.sight), s.means)
	}
	item(p.style.faint, "#6 @0xb7", ": frame 6 of the capture, byte 0xb7 of it")
	item(p.style.faint, "3 + 4", ": client's + server's")
	p.print(l.end())
}
