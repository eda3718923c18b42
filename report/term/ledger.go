package term

import (
	"eavesdrop/report"
)

// Ledger prints one ledger: every answer with its evidence to the byte and its note, then the verdict and what
// qualifies it.
func (p *Printer) Ledger(l *report.Ledger) {
	if p.begun {
		p.print("\n")
	}
	t := report.Compare(l)
	if !l.Empty() {
		p.entries(l, t)
		p.print("\n")
	}
	c := t.Columns[0]
	for _, text := range report.Wrap(p.style.plain(report.Escape(c.Verdict)), p.opts.Width-1) {
		v := p.line()
		v.pad(1)
		v.put(p.style.head, text)
		p.print(v.end())
	}
	p.qualifications(c.Qualifications, 1)
	p.print("\n")
}

// entries prints the heading and all answers.
func (p *Printer) entries(l *report.Ledger, t report.Table) {
	heading := "What the listener learned"
	if with := l.Observer().With(); with != "" {
		heading = "What a listener with " + with + " learned"
	}
	h := p.line()
	h.put(p.style.head, heading)
	if name := l.Name(); name != "" {
		h.put(p.style.faint, between+report.Escape(name))
	}
	p.print(h.end())
	var m measures
	for _, r := range t.Rows {
		m.column = max(m.column, titleInset+report.Width(r.Title)+gutter)
		m.proof = max(m.proof, len(evidence(r.Answers[0], true)))
		m.text = max(m.text, p.style.signWidth()+report.Width(answerText(&p.style, r.Answers[0])))
	}
	m.text = max(min(m.text, p.opts.Width-m.column-gutter-m.proof), 1)
	for _, r := range t.Rows {
		if !leaveOut(t, r) {
			p.entry(r.Answers[0], m)
		}
	}
}

// measures are those of a ledger: the column at which answers begin, and how many columns the longest text
// and the longest evidence take.
type measures struct{ column, text, proof int }

// entry prints one answer: its title, its text with the evidence beside it, and its note below.
func (p *Printer) entry(a report.Answer, m measures) {
	sign := p.style.signWidth()
	for y, text := range report.Wrap(answerText(&p.style, a), m.text-sign) {
		l := p.line()
		if y == 0 {
			l.pad(titleInset)
			l.put(paint{}, a.Title)
			l.pad(m.column)
			l.sign(a.Sight)
		}
		l.pad(m.column + sign)
		l.put(p.style.answer(a), text)
		if y == 0 {
			l.pad(m.column + m.text + gutter)
			l.put(p.style.faint, evidence(a, true))
		}
		p.print(l.end())
	}
	if a.Note == "" {
		return
	}
	inset := m.column + sign
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
