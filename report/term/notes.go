package term

import (
	"net/netip"
	"strconv"

	"eavesdrop/report"
)

// end is one end of a flow, with what the capture file calls it.
func (p *Printer) end(at netip.AddrPort) string {
	if name := p.names.Of(at.Addr()); name != "" {
		return at.String() + " (" + p.style.plain(report.Escape(name)) + ")"
	}
	return at.String()
}

// Named takes a name that the capture file gives an address, to be shown beside it from now on.
func (p *Printer) Named(addr netip.Addr, name string) { p.names.Add(addr, name) }

// maxComment is how many columns of a comment are shown at most.
const maxComment = 400

// Comment prints what somebody wrote down in the capture file.
func (p *Printer) Comment(c report.Comment) {
	about := "Comment in the capture file"
	if c.Frame > 0 {
		about += " on #" + strconv.Itoa(c.Frame)
	}
	text := about + ": " + p.style.fit(report.Escape(c.Text), maxComment)
	for i, part := range report.Wrap(text, p.opts.Width-2) {
		l := p.line()
		if i > 0 {
			l.pad(2)
		}
		l.put(p.style.faint, part)
		p.print(l.end())
	}
}
