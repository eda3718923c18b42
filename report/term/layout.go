package term

import (
	"slices"
	"strings"

	"eavesdrop/report"
)

const (
	gutter       = 2  // columns between the columns of a table
	leastCell    = 18 // columns below which a cell is no pleasure to read
	titleInset   = 1  // columns by which the questions stand in from the heading
	titleHang    = 2  // columns by which a question's further lines stand in from its first
	narrowTitles = 19 // columns below which the questions are no pleasure to read either
	roomy        = 96 // columns of a page in which nothing needs to be that narrow
)

// A layout is how wide the columns of a table are.
type layout struct {
	titles int   // of the questions
	cells  []int // of the answers
	cost   int   // how ugly that is: how long the table gets, and what is broken
}

// What makes a layout ugly, measured in lines of the table.
const (
	costLine   = 3 // each line
	costBreak  = 1 // each line more than one of a cell
	costTitle  = 4 // each line more than one of a question
	costTorn   = 4 // a word that is broken
	costOrphan = 4 // evidence that stands in a line of its own
	costSecret = 8 // each line more than one of the secret, its evidence too: it is what one looks for
)

// A grid is the texts of a table that is to be laid out.
type grid struct {
	titles []string
	heads  []string
	rows   [][]cell // a row a title, a column a head
	sign   int      // columns of a sign
	sizes  [][]size // by column and width less leastCell, a size a row: made when first needed
}

// A size is how high a cell gets at a width, and what that costs besides.
type size struct{ lines, cost int }

// fits says how many columns at most stand side by side in width columns.
func fits(width int) int {
	return max(1, (width-leastTitles(width))/(leastCell+gutter))
}

// leastTitles is how wide the column of the questions is at least: where there is room, as wide as its heading.
func leastTitles(width int) int {
	if width < roomy {
		return narrowTitles
	}
	return report.Width(tableHeading) - gutter + 1
}

// layOut finds the widths with which the table is short, and little in it broken. When that is the same, the widest
// column gives way first.
func (g *grid) layOut(width int) layout {
	least := leastTitles(width)
	natural := least
	for _, t := range g.titles {
		natural = max(natural, titleInset+report.Width(t))
	}
	var best layout
	for titles := natural; titles >= least; titles-- {
		room := width - titles - len(g.heads)*gutter
		if titles > least && room < len(g.heads)*leastCell {
			continue
		}
		l := layout{titles: titles, cells: g.share(room)}
		g.measure(&l)
		g.improve(&l)
		if best.cells == nil || l.cost < best.cost {
			best = l
		}
	}
	return best
}

// share gives each column what it needs, and when that is too much, takes from the widest first.
func (g *grid) share(room int) []int {
	widths := make([]int, len(g.heads))
	total := 0
	for i := range widths {
		widths[i] = g.natural(i)
		total += widths[i]
	}
	for ; total > room; total-- {
		widest := slices.Index(widths, slices.Max(widths))
		if widths[widest] <= leastCell {
			break
		}
		widths[widest]--
	}
	return widths
}

// natural is the width at which a column needs no second line.
func (g *grid) natural(column int) int {
	n := max(leastCell, report.Width(g.heads[column]))
	for _, cells := range g.rows {
		n = max(n, cells[column].natural(g.sign))
	}
	return n
}

// improve moves room from column to column as long as that makes the layout better.
func (g *grid) improve(l *layout) {
	for better := true; better; {
		better = false
		for from := range l.cells {
			for to := range l.cells {
				for _, n := range [...]int{1, 2, 4, 8} {
					better = g.move(l, from, to, n) || better
				}
			}
		}
	}
}

// move moves n columns of room, if that makes the layout better.
func (g *grid) move(l *layout, from, to, n int) bool {
	if from == to || l.cells[from]-n < leastCell || l.cells[to]+n > g.natural(to) {
		return false
	}
	before := l.cost
	l.cells[from] -= n
	l.cells[to] += n
	if g.measure(l); l.cost < before {
		return true
	}
	l.cells[from] += n
	l.cells[to] -= n
	l.cost = before
	return false
}

// measure finds out how ugly a layout is.
func (g *grid) measure(l *layout) {
	l.cost = costLine * len(headingLines(l.titles))
	for x, name := range g.heads {
		if report.Width(name) > l.cells[x] {
			l.cost += costTorn
		}
	}
	for y, t := range g.titles {
		high := len(titleLines(t, l.titles))
		l.cost += costTitle * (high - 1)
		for x := range g.heads {
			s := g.size(y, x, l.cells[x])
			high = max(high, s.lines)
			l.cost += s.cost
		}
		l.cost += costLine * high
	}
}

// size is how high the cell of a row and a column gets at a width.
func (g *grid) size(row, column, width int) size {
	if g.sizes == nil {
		g.sizes = make([][]size, len(g.heads))
	}
	at := (width-leastCell)*len(g.rows) + row
	if at >= len(g.sizes[column]) {
		g.sizes[column] = append(g.sizes[column], make([]size, at+1-len(g.sizes[column]))...)
	}
	s := &g.sizes[column][at]
	if s.lines == 0 {
		*s = g.rows[row][column].size(width, g.sign)
	}
	return *s
}

// size measures the cell laid out at a width.
func (c *cell) size(width, sign int) size {
	lines := c.layOut(width, sign)
	s := size{lines: len(lines), cost: costBreak * (len(lines) - 1)}
	rest := c.text
	for i, l := range lines {
		switch {
		case i > 0 && c.precious:
			s.cost += costSecret
		case l.text == "":
			s.cost += costOrphan
		}
		rest = strings.TrimPrefix(rest, l.text)
		if rest != "" && rest[0] != ' ' {
			s.cost += costTorn
		}
		rest = strings.TrimLeft(rest, " ")
	}
	return s
}

// headingLines breaks the heading above the questions into lines: it may reach into the gutter.
func headingLines(width int) []string { return report.Wrap(tableHeading, width+gutter-1) }

// titleLines breaks a question into lines that fit into a column of that width.
func titleLines(title string, width int) []string {
	if lines := report.Wrap(title, width-titleInset); len(lines) == 1 {
		return lines
	}
	return report.Wrap(title, width-titleInset-titleHang)
}
