package term

import (
	"fmt"
	"strconv"
	"strings"

	"eavesdrop/decode"
	"eavesdrop/report"
)

// maxAnswer is how many columns of one answer are shown at most: what was said is only to be recognised.
const maxAnswer = 120

// A cell is one answer, ready to be laid out.
type cell struct {
	sight    decode.Sight
	text     string // escaped
	paint    paint
	evidence string
	precious bool // the secret: it should not be broken into lines
}

// A cellLine is one line of a cell: text, evidence at its right end, or both.
type cellLine struct{ text, evidence string }

// cell makes an answer ready for the table. Only the secret is located to the byte, where it is not sealed: that is
// what one wants to see with one's own eyes.
func (p *Printer) cell(a report.Answer) cell {
	c := cell{sight: a.Sight, text: answerText(&p.style, a), paint: p.style.answer(a)}
	switch a.Question {
	case decode.Secret:
		c.precious, c.evidence = true, evidence(a, a.Sight > decode.Sealed)
	case decode.Changed, decode.Replayed, decode.Later: // conclusions, rather than something to look at
	default:
		c.evidence = evidence(a, false)
	}
	return c
}

// answerText is an answer in words; the secret with what it took to get it.
func answerText(s *style, a report.Answer) string {
	text := s.fit(report.Escape(a.Text), maxAnswer)
	if a.Question == decode.Secret && a.Opened != decode.InTheClear {
		text += " (" + strings.ReplaceAll(string(a.Opened), "_", " ") + ")"
	}
	switch {
	case a.More > 0 && a.Bounded:
		text += fmt.Sprintf(" (+%s or more)", report.Thousands(a.More))
	case a.More > 0:
		text += fmt.Sprintf(" (+%s more)", report.Thousands(a.More))
	}
	return s.plain(text)
}

// natural is the width that the cell takes on one line.
func (c *cell) natural(sign int) int {
	n := sign + report.Width(c.text)
	if c.evidence != "" {
		n += 2 + len(c.evidence)
	}
	return n
}

// layOut breaks the cell into lines of a width.
func (c *cell) layOut(width, sign int) []cellLine {
	var lines []cellLine
	for _, text := range report.Wrap(c.text, width-sign) {
		lines = append(lines, cellLine{text: text})
	}
	if c.evidence == "" {
		return lines
	}
	last := &lines[len(lines)-1]
	if sign+report.Width(last.text)+1+len(c.evidence) <= width {
		last.evidence = c.evidence
		return lines
	}
	// Rather than let the evidence stand alone, the last word keeps it company.
	if text, word, more := cutLast(last.text); more && !c.precious && sign+report.Width(word)+1+len(c.evidence) <= width {
		last.text = text
		return append(lines, cellLine{text: word, evidence: c.evidence})
	}
	return append(lines, cellLine{evidence: c.evidence})
}

// cutLast cuts the last word off a text that has more than one.
func cutLast(text string) (before, word string, ok bool) {
	i := strings.LastIndexByte(text, ' ')
	if i < 0 {
		return text, "", false
	}
	return strings.TrimRight(text[:i], " "), text[i+1:], true
}

// cell appends one line of a cell that ends before a column.
func (l *line) cell(c *cell, part cellLine, y, end int) {
	if y == 0 {
		l.sign(c.sight)
	} else {
		l.pad(l.width + l.style.signWidth())
	}
	l.put(c.paint, part.text)
	if part.evidence != "" {
		l.pad(end - len(part.evidence))
		l.put(l.style.faint, part.evidence)
	}
}

// answer is how the words of an answer are painted: the secret stands out, what is not there steps back.
func (s *style) answer(a report.Answer) paint {
	if a.Question == decode.Secret || a.Sight == decode.Absent {
		return s.sight[a.Sight]
	}
	return paint{}
}

// place writes one piece of evidence: the frame, and if asked for the byte in it.
func place(e report.Evidence, exact bool) string {
	s := "#" + strconv.Itoa(e.Frame)
	if exact && e.Len > 0 {
		s += fmt.Sprintf(" @0x%x", e.At)
	}
	return s
}

// evidence writes where an answer can be looked up: "#4 #6", "#6 @0x9f".
func evidence(a report.Answer, exact bool) string {
	var parts []string
	for _, e := range a.Evidence {
		parts = append(parts, place(e, exact))
	}
	return strings.Join(parts, " ")
}
