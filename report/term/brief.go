package term

import (
	"eavesdrop/decode"
	"eavesdrop/report"
)

const (
	between   = "   " // what separates the parts of a brief
	leastPart = 8     // columns below which a detail or a quotation is left out
	someQuote = 24    // columns for which a quotation can ask before the detail has had its share
	maxQuote  = 60    // columns that a quotation gets at most
)

// opened names the key that an event took, if it took one.
func opened(key decode.Key) string {
	if key == decode.InTheClear {
		return ""
	}
	return between + "(" + string(key) + ")"
}

// brief appends what a message says, in one line: the quotation gives way first, then the detail.
func (l *line) brief(b decode.Brief, key decode.Key) {
	title, detail, quote := report.Escape(b.Title), report.Escape(b.Detail), report.Escape(b.Quote)
	tail := opened(key)
	room := l.limit - l.width - report.Width(tail)
	title = l.style.fit(title, room)
	l.put(paint{}, title)
	room -= report.Width(title)
	if detail != "" {
		spare := 0
		if quote != "" {
			spare = min(report.Width(quote)+2, someQuote) + len(between)
		}
		n := room - len(between) - spare
		if detail = l.style.fit(detail, n); n >= min(leastPart, report.Width(detail)) {
			l.put(paint{}, between+detail)
			room -= len(between) + report.Width(detail)
		}
	}
	if quote != "" {
		l.quote(between, b.Sight, quote, room)
	}
	l.put(l.style.faint, tail)
}

// quote appends escaped text in quotation marks behind what stands before it, where room has space for enough
// of it.
func (l *line) quote(before string, v decode.Sight, text string, room int) {
	if n := min(room-len(before)-2, maxQuote); n >= min(leastPart, report.Width(text)) {
		l.put(paint{}, before)
		l.put(l.style.sight[v], `"`+l.style.fit(text, n)+`"`)
	}
}

// briefLines are the lines of a brief that is given all the lines it needs: title and detail broken at width,
// and the room that the last one leaves.
func (s *style) briefLines(b decode.Brief, key decode.Key, width int) (lines []string, room int) {
	text := report.Escape(b.Title)
	if b.Detail != "" {
		text += between + report.Escape(b.Detail)
	}
	lines = report.Wrap(s.plain(text+opened(key)), width)
	return lines, width - report.Width(lines[len(lines)-1])
}
