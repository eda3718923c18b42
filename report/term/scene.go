package term

import (
	"time"

	"eavesdrop/decode"
)

// A Scene prints one conversation, its times counted from its first event:
//
//	http, as it went over the wire
//	   0.000 ms  client ▶ server   connects
//	   0.212 ms  client ▶ server   ● GET / HTTP/1.1    Host: localhost:5683                              #4
type Scene struct {
	p     *Printer
	begun time.Time
}

// Scene begins a conversation under a title.
func (p *Printer) Scene(title string) *Scene { return &Scene{p: p} }

// Event prints what happened next.
func (s *Scene) Event(e *decode.Event) {}
