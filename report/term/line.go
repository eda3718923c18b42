package term

import (
	"strings"

	"eavesdrop/decode"
	"eavesdrop/report"
)

// A line is put together from painted pieces, its width counted without the paint.
type line struct {
	style *style
	limit int // columns; what would go beyond is cut
	b     strings.Builder
	width int
}

// put appends text, which has been escaped.
func (l *line) put(p paint, text string) {
	text = l.style.fit(text, l.limit-l.width)
	l.b.WriteString(p.on(text))
	l.width += report.Width(text)
}

// sign appends the sign of v and the space behind it.
func (l *line) sign(v decode.Sight) {
	at := l.width
	l.put(l.style.sight[v], l.style.sign(v))
	l.pad(at + l.style.signWidth())
}

// pad appends spaces up to a column.
func (l *line) pad(column int) {
	if n := min(column, l.limit) - l.width; n > 0 {
		l.b.WriteString(strings.Repeat(" ", n))
		l.width += n
	}
}

// end returns the line without spaces at its end, with a line feed.
func (l *line) end() string { return strings.TrimRight(l.b.String(), " ") + "\n" }

// fit cuts escaped text to width, the ellipsis in the style's letters.
func (s *style) fit(text string, width int) string {
	text = s.plain(text)
	if !s.ascii || len(text) <= width || report.Width(text) <= width {
		return report.Shorten(text, width)
	}
	if width < 4 {
		return "..."[:max(width, 0)]
	}
	return strings.TrimSuffix(report.Shorten(text, width-2), "…") + "..."
}
