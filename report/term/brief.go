package term

import (
	"eavesdrop/decode"
	"eavesdrop/report"
)

// between is what separates the parts of a brief.
const between = "   "

// brief appends what a message says in one line, within the columns up to limit: the quotation gives way
// first, then the detail.
func (l *line) brief(b decode.Brief, key decode.Key, limit int) {
	title, detail, quote := report.Escape(b.Title), report.Escape(b.Detail), report.Escape(b.Quote)
	tail := ""
	if key != decode.InTheClear {
		tail = between + "(opened: " + string(key) + ")"
	}
	room := limit - l.width - report.Width(tail)
	title = l.style.fit(title, room)
	l.put(paint{}, title)
	room -= report.Width(title)
	if detail != "" {
		spare := 0
		if quote != "" {
			spare = min(report.Width(quote)+2, 24) + len(between)
		}
		if detail = l.style.fit(detail, room-len(between)-spare); detail != "" {
			l.put(paint{}, between+detail)
			room -= len(between) + report.Width(detail)
		}
	}
	if n := room - len(between) - 2; quote != "" && n >= 8 {
		l.put(paint{}, between)
		l.put(l.style.sight[b.Sight], `"`+l.style.fit(quote, n)+`"`)
	}
	l.put(l.style.faint, tail)
}
