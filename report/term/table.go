package term

import (
	"slices"
	"strings"

	"eavesdrop/decode"
	"eavesdrop/report"
)

const (
	gutter     = 2  // columns between the columns of a table
	leastCell  = 20 // columns below which a cell is no pleasure to read
	titleInset = 1  // columns by which the questions stand in from the heading
)

// Table prints ledgers side by side: a column a ledger, a row a question, each answer with its sign and its
// evidence; below it a verdict for each, and what qualifies it. What does not fit side by side follows below.
func (p *Printer) Table(t report.Table) {
	heading := "What the listener learned"
	titles := report.Width(heading)
	for _, r := range t.Rows {
		titles = max(titles, titleInset+report.Width(r.Title))
	}
	room := p.opts.Width - titles - gutter
	side := max(1, min(len(t.Columns), (room+gutter)/(leastCell+gutter)))
	if blocks := (len(t.Columns) + side - 1) / side; blocks > 1 {
		side = (len(t.Columns) + blocks - 1) / blocks // none stands alone that need not
	}
	for from := 0; from < len(t.Columns); from += side {
		to := min(from+side, len(t.Columns))
		p.block(t, heading, titles, from, to)
		p.print("\n")
	}
	p.verdicts(t)
}

// block prints the columns [from, to) of a table.
func (p *Printer) block(t report.Table, heading string, titles, from, to int) {
	rows := make([][]cell, 0, len(t.Rows))
	names := make([]string, 0, len(t.Rows))
	for _, r := range t.Rows {
		if leaveOut(t, r) {
			continue
		}
		cells := make([]cell, 0, to-from)
		for _, a := range r.Answers[from:to] {
			cells = append(cells, p.cell(a))
		}
		rows, names = append(rows, cells), append(names, r.Title)
	}
	widths := p.widths(t.Columns[from:to], rows, p.opts.Width-titles-gutter)

	l := p.line()
	l.put(p.style.head, heading)
	at := titles + gutter
	for i, c := range t.Columns[from:to] {
		l.pad(at)
		l.put(p.style.head, p.style.fit(report.Escape(c.Name), widths[i]))
		at += widths[i] + gutter
	}
	p.print(l.end())
	for i, cells := range rows {
		p.row(names[i], titles, cells, widths)
	}
}

// leaveOut says that a row has nothing in it that anybody would miss: nobody has an answer, and that nobody
// has one is no lesson either.
func leaveOut(t report.Table, r report.Row) bool {
	switch r.Question {
	case decode.ServerName, decode.Identity, decode.Asked:
		return false
	case decode.Secret:
		return r.Quiet && !slices.ContainsFunc(t.Columns, func(c report.Column) bool { return c.Looked })
	}
	return r.Quiet
}

// row prints one question, its cells as many lines high as the highest of them.
func (p *Printer) row(title string, titles int, cells []cell, widths []int) {
	laid := make([][]cellLine, len(cells))
	height := 1
	for i := range cells {
		laid[i] = cells[i].layOut(widths[i], p.style.signWidth())
		height = max(height, len(laid[i]))
	}
	for y := range height {
		l := p.line()
		if y == 0 {
			l.pad(titleInset)
			l.put(paint{}, title)
		}
		at := titles + gutter
		for i := range cells {
			l.pad(at)
			if y < len(laid[i]) {
				l.cell(&cells[i], laid[i][y], y, at+widths[i])
			}
			at += widths[i] + gutter
		}
		p.print(l.end())
	}
}

// widths shares room among the columns: each gets what it needs, and when that is too much, the widest
// give way first.
func (p *Printer) widths(columns []report.Column, rows [][]cell, room int) []int {
	widths := make([]int, len(columns))
	total := (len(columns) - 1) * gutter
	for i, c := range columns {
		widths[i] = report.Width(report.Escape(c.Name))
		for _, cells := range rows {
			widths[i] = max(widths[i], cells[i].natural(p.style.signWidth()))
		}
		total += widths[i]
	}
	for total > room {
		widest := 0
		for i := range widths {
			if widths[i] > widths[widest] {
				widest = i
			}
		}
		if widths[widest] <= leastCell {
			break
		}
		widths[widest]--
		total--
	}
	return widths
}

// verdicts prints what is to be concluded, and what qualifies it.
func (p *Printer) verdicts(t report.Table) {
	names := 0
	for _, c := range t.Columns {
		names = max(names, min(report.Width(report.Escape(c.Name)), leastCell))
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

// evidence writes where an answer can be looked up: "#4 #6", "#6 @0x9f".
func evidence(a report.Answer, exact bool) string {
	var parts []string
	for _, e := range a.Evidence {
		parts = append(parts, place(e, exact))
	}
	return strings.Join(parts, " ")
}
