package term

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"eavesdrop/decode"
	"eavesdrop/report"
)

// A Scene prints one conversation, its times counted from its first event, its evidence at the right:
//
//	http, as it went over the wire
//	   0.000 ms  client ▶ server   connects
//	   0.212 ms  client ▶ server   ● GET / HTTP/1.1   localhost:5683                                #4
type Scene struct {
	p     *Printer
	cast  []Ends
	begun time.Time
	flows map[int]int // the flows' IDs → their numbers, from 1
}

// Ends are what the two ends of a connection are called.
type Ends struct{ Client, Server string }

// Scene begins a conversation under a title. The cast is who is at the ends of its connections, in the order in which
// they begin; of those beyond it, the clients are client, client 2, client 3 and so on.
func (p *Printer) Scene(title string, cast ...Ends) *Scene {
	l := p.line()
	l.put(p.style.head, report.Escape(title))
	p.print(l.end())
	return &Scene{p: p, cast: cast, flows: map[int]int{}}
}

const (
	inset      = 31  // column at which a scene tells what happened
	sceneWidth = 110 // columns that it takes at most: evidence stays near what it proves
)

// Event prints what happened next.
func (s *Scene) Event(e *decode.Event) {
	if s.begun.IsZero() {
		s.begun = e.Time
	}
	p := s.p
	l := p.line()
	l.put(p.style.faint, fmt.Sprintf("%8.3f ms  ", float64(e.Time.Sub(s.begun))/float64(time.Millisecond)))
	ends := s.ends(e.Flow)
	l.put(paint{}, ends.Client+" ")
	l.put(p.style.faint, p.style.arrow(e.Dir))
	l.put(paint{}, " "+ends.Server)
	l.pad(inset)
	b := e.Message.Brief()
	switch e.Message.(type) {
	case *decode.FlowOpen, *decode.FlowClose, *decode.Limit:
		l.put(p.style.faint, b.Title)
		p.print(l.end())
		return
	}
	right := p.style.plain(frames(e))
	column := inset + p.style.signWidth()
	edge := min(p.opts.Width, sceneWidth)
	width := edge - column - gutter - max(report.Width(right), len("#12"))
	lines, room := p.style.briefLines(b, e.Opened, width)
	quote := report.Escape(b.Quote)
	if quote != "" && room < len(between)+min(report.Width(quote), someQuote)+2 {
		lines, room = append(lines, ""), width // a line of its own
	}
	for i, text := range lines {
		if i == 0 {
			l.sign(b.Sight)
		}
		l.pad(column)
		l.put(paint{}, text)
		if quote != "" && i == len(lines)-1 {
			before := between
			if text == "" {
				before = ""
			}
			l.quote(before, b.Sight, quote, room)
		}
		if i == 0 && right != "" {
			l.pad(edge - report.Width(right))
			l.put(p.style.faint, right)
		}
		p.print(l.end())
		l = p.line()
	}
	p.list(b.List, column, edge)
}

// list prints short things in columns that are equally wide, between two columns of the page.
func (p *Printer) list(things []string, from, to int) {
	widest := 0
	for i := range things {
		widest = max(widest, report.Width(report.Escape(things[i])))
	}
	across := max(1, (to-from+gutter)/(widest+gutter))
	for row := range slices.Chunk(things, across) {
		l := p.line()
		for i, thing := range row {
			l.pad(from + i*(widest+gutter))
			l.put(p.style.faint, report.Escape(thing))
		}
		p.print(l.end())
	}
}

// ends are who is at the ends of a connection.
func (s *Scene) ends(f *decode.Flow) Ends {
	n, known := s.flows[f.ID]
	if !known {
		n = len(s.flows) + 1
		s.flows[f.ID] = n
	}
	switch {
	case n <= len(s.cast):
		return s.cast[n-1]
	case n == 1:
		return Ends{"client", "server"}
	}
	return Ends{"client " + strconv.Itoa(n), "server"}
}

// frames names the frames of an event: "#4", "#6 #7", "#6 … #31".
func frames(e *decode.Event) string {
	if len(e.Frames) == 0 {
		return ""
	}
	s := "#" + strconv.Itoa(e.Frames[0])
	switch last := e.Frames[len(e.Frames)-1]; {
	case len(e.Frames) > 2 || e.Omitted > 0:
		s += " … #" + strconv.Itoa(last)
	case len(e.Frames) == 2:
		s += " #" + strconv.Itoa(last)
	}
	return s
}
