package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"eavesdrop/capture"
	"eavesdrop/cmd/internal/console"
	"eavesdrop/report"
)

// A progress draws how far a long file has been read, on standard error, when that is a terminal and standard
// output is not the same one.
type progress struct {
	w     io.Writer // nil: nothing is drawn
	name  string
	next  time.Time
	frame int
	drawn bool
}

// newProgress begins; nothing is drawn in the first half second.
func newProgress(s streams, name string) *progress {
	p := &progress{name: report.Shorten(report.Escape(name), 30), next: time.Now().Add(500 * time.Millisecond)}
	if console.IsTerminal(s.err) && !console.IsTerminal(s.out) {
		p.w = s.err
	}
	return p
}

// step is called for each frame of r.
func (p *progress) step(r *capture.Reader) {
	if p.frame++; p.w == nil || p.frame&0xfff != 0 || time.Now().Before(p.next) {
		return
	}
	p.next = time.Now().Add(100 * time.Millisecond)
	p.drawn = true
	at, all := r.Pos(), r.Size()
	if all <= 0 {
		fmt.Fprintf(p.w, "\r\x1b[K%s  %d packets, %d MB", p.name, p.frame, at>>20)
		return
	}
	const width = 30
	done := min(int(at*width/all), width)
	fmt.Fprintf(p.w, "\r\x1b[K%s  %s%s %3d%%  %d packets", p.name, strings.Repeat("━", done), strings.Repeat("╌", width-done), at*100/all, p.frame)
}

// done wipes the bar away.
func (p *progress) done() {
	if p.drawn {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
