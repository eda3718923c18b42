package term

import "eavesdrop/report"

// maxName is how many columns of a column's name stand before its verdict.
const maxName = 26

// verdicts prints what is to be concluded, and what qualifies it.
func (p *Printer) verdicts(t report.Table) {
	names := 0
	for _, c := range t.Columns {
		names = max(names, min(report.Width(report.Escape(c.Name)), maxName))
	}
	for _, c := range t.Columns {
		name := p.style.fit(report.Escape(c.Name), names)
		for i, text := range report.Wrap(p.style.plain(report.Escape(c.Verdict)), p.opts.Width-names-3) {
			l := p.line()
			if i == 0 {
				l.pad(1)
				l.put(p.style.head, name)
			}
			l.pad(names + 3)
			l.put(paint{}, text)
			p.print(l.end())
		}
		p.qualifications(c.Qualifications, names+3)
	}
}

// qualifications prints sentences, each with a mark before it.
func (p *Printer) qualifications(sentences []string, inset int) {
	for _, s := range sentences {
		for i, text := range report.Wrap(p.style.plain(report.Escape(s)), p.opts.Width-inset-2) {
			l := p.line()
			l.pad(inset)
			if i == 0 {
				l.put(p.style.warn, "!")
			}
			l.pad(inset + 2)
			l.put(p.style.warn, text)
			p.print(l.end())
		}
	}
}
