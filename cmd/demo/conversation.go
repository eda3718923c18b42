package main

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"time"

	"eavesdrop/cmd/demo/internal/scene"
	"eavesdrop/decode"
	"eavesdrop/report/term"
)

// A conversation is the text of what was said in a scene, gathered while it is said.
type conversation struct {
	title  string
	events []said
}

// said is the text about one event.
type said struct {
	when   time.Time
	inside bool // it was found inside another message
	text   string
}

// before orders what was said at one time: a message comes before what was found in it.
func (a said) before(b said) int {
	switch {
	case !a.when.Equal(b.when) || a.inside == b.inside:
		return a.when.Compare(b.when)
	case a.inside:
		return 1
	}
	return -1
}

// inside says that an event tells of something that was found in a message, as a token is in a body.
func inside(e *decode.Event) bool {
	switch e.Message.(type) {
	case *decode.FlowOpen, *decode.FlowClose, *decode.Malformed, *decode.Gap:
		return false
	}
	kind, _, _ := strings.Cut(e.Message.Kind(), ".")
	return !slices.Contains(e.Layers, kind)
}

// conversation gathers a scene's conversation as it happens.
func (p *page) conversation(s scene.Scene, recorded bool) func(*decode.Event) {
	title := s.Name + ", as it went over the wire"
	if recorded {
		title += " when it was recorded"
	}
	var text bytes.Buffer
	show := term.New(&text, p.look).Scene(title, s.Cast...).Event
	c := &conversation{title: text.String()}
	p.conversations[s.Name] = c
	return func(e *decode.Event) {
		// That we search for the secret is no part of what went over the wire.
		if e.Message.Kind() == "secret.found" {
			return
		}
		text.Reset()
		show(e)
		c.events = append(c.events, said{e.Time, inside(e), text.String()})
	}
}

// opened is what those who hold keys read beyond what everybody can.
func (p *page) opened(t *scene.Take) (string, error) {
	var all strings.Builder
	for _, h := range t.Scene.Holders {
		var text bytes.Buffer
		show := term.New(&text, p.look).Scene(t.Scene.Name+": "+h.Name, t.Scene.Cast...).Event
		more := false
		err := t.Reopen(h, func(e *decode.Event) {
			_, begins := e.Message.(*decode.FlowOpen)
			more = more || e.Opened != decode.InTheClear
			if begins || e.Opened != decode.InTheClear {
				show(e)
			}
		})
		if err != nil {
			return "", err
		}
		if more { // else the table says why
			all.WriteByte('\n')
			all.Write(text.Bytes())
		}
	}
	return all.String(), nil
}

// writeTo writes the conversation in the order in which it was said. It may have been understood in another: what
// is sealed is told when it is known how it goes on, and meanwhile others speak.
func (c *conversation) writeTo(w io.Writer) {
	slices.SortStableFunc(c.events, said.before)
	io.WriteString(w, c.title)
	for _, e := range c.events {
		io.WriteString(w, e.text)
	}
}
