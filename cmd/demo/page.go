package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"eavesdrop/cmd/demo/internal/scene"
	"eavesdrop/cmd/internal/console"
	"eavesdrop/decode"
	"eavesdrop/report"
	"eavesdrop/report/term"
)

// A page is the text of a lesson in one look.
type page struct {
	w             *bufio.Writer
	look          term.Options
	conversations map[string]*conversation // by scene
}

func newPage(w io.Writer, look term.Options) *page {
	return &page{w: bufio.NewWriter(w), look: look, conversations: map[string]*conversation{}}
}

// announce says what is going to happen, and where.
func (p *page) announce(scenes []scene.Scene, g ground, port uint16) {
	what := fmt.Sprintf("One secret, %s to send it.", count(len(scenes), "way"))
	switch {
	case g.recorded:
		p.say(what + " Recorded earlier: nothing is captured now.")
		p.say(g.why + ".")
		if g.advice != "" {
			fmt.Fprintf(p.w, "%s\n", g.advice) // to be copied: not broken into lines
		}
	default:
		p.say(what + " " + listeners(scene.Servers(scene.Addresses(port, scene.Hosts(scenes...)), scenes...), g.iface))
		if g.why != "" {
			p.say(g.why + ": using a private loopback of our own (a network namespace; nothing else can be heard).")
		}
	}
	p.w.WriteByte('\n')
}

// say prints a sentence, in as many lines as it takes.
func (p *page) say(text string) {
	width := p.look.Width
	if width == 0 {
		width = 100
	}
	for _, line := range report.Wrap(report.Escape(text), width) {
		fmt.Fprintln(p.w, line)
	}
}

// listeners says who listens: "Three listeners on lo: "port 5683 and host 127.0.0.1", .2, .3."
func listeners(servers [][]netip.AddrPort, iface string) string {
	first := fmt.Sprintf("on %s: %q", iface, scene.Filter(servers[0]...))
	if len(servers) == 1 || servers[0][0] == servers[1][0] {
		return "One listener " + first + "."
	}
	more := make([]string, 0, len(servers))
	for _, s := range servers[1:] {
		more = append(more, fmt.Sprintf(".%d", s[0].Addr().As4()[3]))
	}
	if n := len(more); n > 4 {
		more = []string{more[0], "…", more[n-1]}
	}
	who := count(len(servers), "listener")
	return strings.ToUpper(who[:1]) + who[1:] + " " + first + ", " + strings.Join(more, ", ") + "."
}

// count is "one way", "three ways".
func count(n int, noun string) string {
	words := [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
	word := fmt.Sprint(n)
	if n < len(words) {
		word = words[n]
	}
	if n != 1 {
		noun += "s"
	}
	return word + " " + noun
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
	if columns <= sideBySide {
		return p.told(ctx, takes, port, c)
	}
	for i, group := range groups(takes) {
		if i > 0 {
			p.w.WriteByte('\n')
		}
		s := group[0].Scene
		p.say(s.Name + ": " + s.Question)
		p.w.WriteByte('\n')
		if err := p.told(ctx, group, port, c); err != nil {
			return err
		}
		if err := c.stop(ctx, p); err != nil {
			return err
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

// told prints what happened in some takes, and what was learned from them.
func (p *page) told(ctx context.Context, takes []scene.Take, port uint16, c *class) error {
	t := tabwriter.NewWriter(p.w, 0, 0, 3, ' ', 0)
	var ledgers []*report.Ledger
	for i := range takes {
		one := &takes[i].Scene
		fmt.Fprintf(t, "  %s\t%s://localhost:%d\t%s\t%s\n", one.Name, one.Scheme, port, report.Escape(takes[i].Outcome.Said), balance(&takes[i]))
		ledgers = append(ledgers, takes[i].Ledgers()...)
	}
	t.Flush()
	for i := range takes {
		if err := c.introduce(ctx, p, takes[i].Scene); err != nil {
			return err
		}
		p.w.WriteByte('\n')
		p.conversations[takes[i].Scene.Name].writeTo(p.w)
		if err := p.opened(&takes[i]); err != nil {
			return err
		}
		if err := c.stop(ctx, p); err != nil {
			return err
		}
	}
	for i := range takes {
		if err := c.examine(ctx, p, &takes[i]); err != nil {
			return err
		}
	}
	p.w.WriteByte('\n')
	printer := term.New(p.w, p.look)
	printer.Table(report.Compare(ledgers...))
	return printer.Err()
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

// kept says what is kept where, and how to look at it.
func (p *page) kept(l *lesson, takes []scene.Take) {
	dir := filepath.Clean(l.dir)
	names := make([]string, 0, len(takes))
	for i := range takes {
		names = append(names, takes[i].Scene.Name+captureSuffix)
	}
	also := eventsFile + " · " + textFile
	if !takes[0].Recorded {
		also = keyLogFile + " · " + also
	}
	kept := strings.Join(names, " ")
	if len(names) > sideBySide {
		kept = fmt.Sprintf("%s … %s, a capture for each scene", names[0], names[len(names)-1])
	}
	fmt.Fprintf(p.w, "\nKept in %s: %s · %s\n", report.Escape(dir+string(filepath.Separator)), kept, also)
	fmt.Fprintf(p.w, "Open one: %s read -V %s\n", console.Command("sniff"), console.Quote(l.capture(takes[0].Scene)))
	for i := range takes {
		if keys := l.keyFlags(&takes[i]); keys != "" && !takes[i].Recorded {
			fmt.Fprintf(p.w, "With keys: %s read%s %s\n", console.Command("sniff"), keys, console.Quote(l.capture(takes[i].Scene)))
			break
		}
	}
}

// keyFlags are those of sniff for the keys of a scene's holders, empty where there are none.
func (l *lesson) keyFlags(t *scene.Take) (flags string) {
	for _, h := range t.Scene.Holders {
		if h.Sees.Sees(decode.KeyLog) {
			flags += " --keylog " + console.Quote(filepath.Join(l.dir, keyLogFile))
		}
		if h.Sees.Sees(decode.ServerKey) {
			flags += " --server-key " + console.Quote(filepath.Join(l.dir, t.Scene.Name+keySuffix))
		}
	}
	return flags
}
