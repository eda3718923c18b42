package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"eavesdrop/cmd/demo/internal/scene"
	"eavesdrop/report"
	"eavesdrop/report/term"
)

// A page is the text of a lesson in one look.
type page struct {
	w             *bufio.Writer
	look          term.Options
	explains      bool                     // it says what each scene is about, and what its words mean
	conversations map[string]*conversation // by scene
	explained     map[string]bool          // words that it has said the meaning of
}

func newPage(w io.Writer, look term.Options) *page {
	return &page{w: bufio.NewWriter(w), look: look, conversations: map[string]*conversation{}, explained: map[string]bool{}}
}

// width is how many columns the page has.
func (p *page) width() int {
	if p.look.Width == 0 {
		return 100
	}
	return p.look.Width
}

// say prints a sentence, in as many lines as it takes.
func (p *page) say(text string) {
	for _, line := range report.Wrap(p.look.Plain(report.Escape(text)), p.width()) {
		fmt.Fprintln(p.w, line)
	}
}

// sideBySide is how many columns of a table can be taken in at a time.
const sideBySide = 6

// lesson prints what happened, and what was learned: side by side, or one scene after another when that is too
// much for one table.
func (p *page) lesson(ctx context.Context, takes []scene.Take, port uint16, c *class) error {
	columns := 0
	for i := range takes {
		columns += len(takes[i].Ledgers())
	}
	lessons := groups(takes)
	if columns <= sideBySide && len(lessons) > 1 {
		lessons = [][]scene.Take{takes}
	}
	for i, group := range lessons {
		if i > 0 {
			p.w.WriteString("\n\n")
		}
		if err := p.told(ctx, group, port, c); err != nil {
			return err
		}
		if i < len(lessons)-1 {
			if err := c.stop(ctx, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// groups puts together what belongs to one lesson: a scene and those that are played beside it.
func groups(takes []scene.Take) (all [][]scene.Take) {
	for len(takes) > 0 {
		n := 1
		for n < len(takes) && slices.ContainsFunc(takes[0].Scene.Beside, func(s scene.Scene) bool { return s.Name == takes[n].Scene.Name }) {
			n++
		}
		all, takes = append(all, takes[:n]), takes[n:]
	}
	return all
}

// told prints what happened in some takes, and what was learned from them. What one lesson is about comes before
// everything else.
func (p *page) told(ctx context.Context, takes []scene.Take, port uint16, c *class) error {
	alone := len(groups(takes)) == 1
	if alone && p.explains {
		p.introduce(takes[0].Scene)
		p.w.WriteByte('\n')
	}
	p.outcomes(takes, port)
	var opened strings.Builder
	for i := range takes {
		if p.explains && !(alone && i == 0) {
			p.w.WriteByte('\n')
			p.introduce(takes[i].Scene)
		}
		if err := c.stop(ctx, p); err != nil {
			return err
		}
		p.w.WriteByte('\n')
		p.conversations[takes[i].Scene.Name].writeTo(p.w)
		more, err := p.opened(&takes[i])
		if err != nil {
			return err
		}
		opened.WriteString(more)
		p.w.WriteString(more)
	}
	if err := c.stop(ctx, p); err != nil {
		return err
	}
	var ledgers []*report.Ledger
	for i := range takes {
		if err := c.examine(ctx, p, &takes[i]); err != nil {
			return err
		}
		ledgers = append(ledgers, takes[i].Ledgers()...)
	}
	var table bytes.Buffer
	printer := term.New(&table, p.look)
	printer.Table(report.Compare(ledgers...))
	p.w.WriteByte('\n')
	p.w.Write(table.Bytes())
	if p.explains {
		p.explain(takes, opened.String(), table.String())
	}
	return printer.Err()
}
