package term

import (
	"slices"

	"eavesdrop/decode"
	"eavesdrop/report"
)

// together is how many columns stand side by side wherever they fit. More do when that looks better.
const together = 3

// Table prints ledgers side by side: a column a ledger, a row a question, each answer with its sign and its
// evidence; below it a verdict for each, and what qualifies it. What does not fit side by side follows below.
func (p *Printer) Table(t report.Table) {
	var best []block
	least := 0
	for n := len(t.Columns); n > 0; {
		count := (len(t.Columns) + n - 1) / n
		side := (len(t.Columns) + count - 1) / count // none stands alone that need not
		if side == 1 || side <= fits(p.opts.Width) {
			if blocks, cost := p.blocks(t, side); best == nil || cost < least {
				best, least = blocks, cost
			}
			if count == 1 && n <= together {
				break
			}
		}
		n = side - 1
	}
	for i := range best {
		p.block(&best[i])
		p.print("\n")
	}
	p.verdicts(t)
}

// A block is some columns of a table, with how they are laid out.
type block struct {
	grid   grid
	layout layout
}

// blocks divides a table into blocks of at most side columns, and says how ugly all of them are together.
func (p *Printer) blocks(t report.Table, side int) (blocks []block, cost int) {
	for from := 0; from < len(t.Columns); from += side {
		to := min(from+side, len(t.Columns))
		b := block{grid: grid{sign: p.style.signWidth()}}
		for _, c := range t.Columns[from:to] {
			b.grid.heads = append(b.grid.heads, report.Escape(c.Name))
		}
		for _, r := range t.Rows {
			if leaveOut(t, r) {
				continue
			}
			cells := make([]cell, 0, to-from)
			for _, a := range r.Answers[from:to] {
				cells = append(cells, p.cell(a))
			}
			b.grid.rows, b.grid.titles = append(b.grid.rows, cells), append(b.grid.titles, r.Title)
		}
		b.layout = b.grid.layOut(p.opts.Width)
		blocks, cost = append(blocks, b), cost+b.layout.cost
	}
	return blocks, cost
}

// block prints some columns of a table under their heading.
func (p *Printer) block(b *block) {
	l := p.line()
	for i, text := range headingLines(b.layout.titles) {
		if i > 0 {
			p.print(l.end())
			l = p.line()
		}
		l.put(p.style.head, text)
	}
	at := b.layout.titles + gutter
	for i, name := range b.grid.heads {
		l.pad(at)
		l.put(p.style.head, p.style.fit(name, b.layout.cells[i]))
		at += b.layout.cells[i] + gutter
	}
	p.print(l.end())
	for i, cells := range b.grid.rows {
		p.row(b.grid.titles[i], cells, &b.layout)
	}
}

// tableHeading stands above the questions.
const tableHeading = "What the listener learned"

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
func (p *Printer) row(title string, cells []cell, w *layout) {
	titles := titleLines(title, w.titles)
	laid := make([][]cellLine, len(cells))
	height := len(titles)
	for i := range cells {
		laid[i] = cells[i].layOut(w.cells[i], p.style.signWidth())
		height = max(height, len(laid[i]))
	}
	for y := range height {
		l := p.line()
		if y < len(titles) {
			l.pad(titleInset + titleHang*min(y, 1))
			l.put(paint{}, titles[y])
		}
		at := w.titles + gutter
		for i := range cells {
			l.pad(at)
			if y < len(laid[i]) {
				l.cell(&cells[i], laid[i][y], y, at+w.cells[i])
			}
			at += w.cells[i] + gutter
		}
		p.print(l.end())
	}
}
