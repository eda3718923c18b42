package term

import (
	"eavesdrop/report"
)

// Ledger prints one ledger: every answer with its evidence to the byte and its note, then the verdict and what
// qualifies it.
func (p *Printer) Ledger(l *report.Ledger) {
	t := report.Compare(l)
	heading := "What the listener learned"
	if with := l.Observer().With(); with != "" {
		heading = "What a listener with " + with + " learned"
	}
	h := p.line()
	h.put(p.style.head, heading)
	if name := l.Name(); name != "" {
		h.put(p.style.faint, "   "+report.Escape(name))
	}
	p.print(h.end())
	titles := 0
	for _, r := range t.Rows {
		titles = max(titles, titleInset+report.Width(r.Title))
	}
	for _, r := range t.Rows {
		if !p.leaveOut(r) {
			p.entry(r.Answers[0], titles+gutter+1)
		}
	}
	p.print("\n")
	c := t.Columns[0]
	for _, text := range report.Wrap(p.style.plain(report.Escape(c.Verdict)), p.opts.Width-1) {
		v := p.line()
		v.pad(1)
		v.put(p.style.head, text)
		p.print(v.end())
	}
	p.qualifications(c.Qualifications, 1)
}

// entry prints one answer, its text from a column on.
func (p *Printer) entry(a report.Answer, column int) {
	c := cell{a.Sight, answerText(&p.style, a), evidence(a, true)}
	l := p.line()
	l.pad(titleInset)
	l.put(paint{}, a.Title)
	for y, part := range c.layOut(p.opts.Width-column, p.style.signWidth()) {
		l.pad(column)
		l.cell(&c, part, y, p.opts.Width)
		p.print(l.end())
		l = p.line()
	}
	if a.Note == "" {
		return
	}
	inset := column + p.style.signWidth()
	for _, text := range report.Wrap(p.style.plain(report.Escape(a.Note)), p.opts.Width-inset) {
		n := p.line()
		n.pad(inset)
		n.put(p.style.faint, text)
		p.print(n.end())
	}
}

// Counts prints the capture's balance in one line.
func (p *Printer) Counts(c report.Counts) {
	for _, text := range report.Wrap(report.Escape(c.Line()), p.opts.Width) {
		p.print(text + "\n")
	}
}
