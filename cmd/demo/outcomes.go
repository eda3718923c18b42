package main

import (
	"fmt"
	"strings"

	"eavesdrop/cmd/demo/internal/scene"
	"eavesdrop/report"
)

// outcomes prints how the scenes went for the members, and how much of it was heard: a line a scene, or where there
// is no room, how it went below.
//
//	http   http://localhost:5683   the members got "fluffy tail"   10 packets, 0 lost
func (p *page) outcomes(takes []scene.Take, port uint16) {
	var rows [][4]string
	var widths [4]int
	for i := range takes {
		s := &takes[i].Scene
		row := [4]string{
			s.Name, fmt.Sprintf("%s://localhost:%d", s.Scheme, port), report.Escape(takes[i].Outcome.Said), balance(&takes[i]),
		}
		for c := range row {
			widths[c] = max(widths[c], report.Width(row[c]))
		}
		rows = append(rows, row)
	}
	const inset, between = "  ", "   "
	name, url, said, heard := widths[0], widths[1], widths[2], widths[3]
	room := p.width() - len(inset) - 3*len(between) - name - url - heard
	for _, r := range rows {
		before := inset + pad(r[0], name) + between + pad(r[1], url) + between
		if said <= room {
			fmt.Fprintln(p.w, before+pad(r[2], said)+between+r[3])
			continue
		}
		below := strings.Repeat(" ", len(inset)+name+len(between))
		further := []string{r[2]}
		if report.Width(before+r[3]) <= p.width() {
			before += r[3]
		} else {
			further = append(further, r[3])
		}
		fmt.Fprintln(p.w, strings.TrimRight(before, " "))
		for _, text := range further {
			for _, line := range report.Wrap(text, p.width()-len(below)) {
				fmt.Fprintln(p.w, below+line)
			}
		}
	}
}

// pad fills text up with spaces.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-report.Width(text)))
}

// balance says how much was heard, and whether that was all.
func balance(t *scene.Take) string {
	c := t.Ledger.Counts()
	switch {
	case t.Recorded:
		return fmt.Sprintf("%d packets, recorded", c.Seen)
	case t.Heard != t.Said:
		return fmt.Sprintf("%d packets, %d lost; heard %d of %d bytes", c.Seen, c.KernelDropped, t.Heard[0]+t.Heard[1], t.Said[0]+t.Said[1])
	}
	return fmt.Sprintf("%d packets, %d lost", c.Seen, c.KernelDropped)
}
