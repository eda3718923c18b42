package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"eavesdrop/cmd/demo/internal/scene"
	"eavesdrop/cmd/demo/internal/secret"
	"eavesdrop/cmd/internal/console"
	"eavesdrop/decode"
	"eavesdrop/report/jsonl"
	"eavesdrop/report/term"
)

// A show puts a lesson on the screen and into the files that are kept: the text twice, once in the screen's
// look and once plainly, and the events as JSON lines.
type show struct {
	lesson *lesson
	ground ground
	pages  [2]*page           // the screen, the file
	text   *os.File           // the second page
	events map[string]*events // by scene
	class  *class             // who watches the screen; may be nil
}

// events are one scene's, as JSON lines.
type events struct {
	lines  bytes.Buffer
	writer *jsonl.Writer
}

func newShow(l *lesson, g ground) (*show, error) {
	text, err := os.Create(filepath.Join(l.dir, textFile))
	if err != nil {
		return nil, elsewhere(err)
	}
	look := console.Options(l.color, l.stdout)
	screen := l.stdout
	if l.sheet == "-" {
		screen = io.Discard // there is room for one
	}
	s := &show{
		lesson: l, ground: g, text: text, events: map[string]*events{},
		pages: [2]*page{newPage(screen, look), newPage(text, term.Options{Zone: look.Zone})},
	}
	for _, p := range s.pages {
		p.explains = l.explain
	}
	return s, nil
}

// announce says at once what is going to happen.
func (s *show) announce(scenes []scene.Scene) error {
	for _, p := range s.pages {
		p.announce(scenes, s.ground, s.port(), s.lesson.secret)
	}
	return s.flush()
}

func (s *show) flush() error { return errors.Join(s.pages[0].w.Flush(), s.pages[1].w.Flush()) }

// taps are who is shown each event of a scene.
func (s *show) taps(one scene.Scene) []func(*decode.Event) {
	e := &events{}
	e.writer = jsonl.New(&e.lines)
	s.events[one.Name] = e
	taps := []func(*decode.Event){e.writer.Event}
	for _, p := range s.pages {
		taps = append(taps, p.conversation(one, s.ground.recorded))
	}
	return taps
}

// port is where the secret was served.
func (s *show) port() uint16 {
	if s.ground.recorded {
		return secret.Port
	}
	return s.lesson.port
}

// finish shows what was learned, and keeps it.
func (s *show) finish(ctx context.Context, takes []scene.Take) error {
	screen, file := s.pages[0], s.pages[1]
	if err := file.lesson(ctx, takes, s.port(), nil); err != nil {
		return err
	}
	if err := s.save(takes); err != nil {
		return err
	}
	if s.lesson.sheet != "" {
		if err := s.lesson.keepSheet(takes); err != nil {
			return err
		}
	}
	if err := screen.lesson(ctx, takes, s.port(), s.class); err != nil {
		return err
	}
	s.class.score(screen)
	screen.kept(s.lesson, takes)
	return s.flush()
}

// close closes what was opened, whether or not the lesson came to its end.
func (s *show) close() error { return s.text.Close() }

// save keeps the events.
func (s *show) save(takes []scene.Take) error {
	f, err := os.Create(filepath.Join(s.lesson.dir, eventsFile))
	if err != nil {
		return err
	}
	for i := range takes {
		if err == nil {
			err = s.writeEvents(f, &takes[i])
		}
	}
	return errors.Join(err, f.Close())
}

// writeEvents writes a scene's events, with a line before them that says which scene it is.
func (s *show) writeEvents(w io.Writer, t *scene.Take) error {
	e := s.events[t.Scene.Name]
	if err := e.writer.Flush(); err != nil {
		return err
	}
	c := t.Ledger.Counts()
	var o decode.Object
	o.Begin(nil)
	o.Str("event", "scene")
	o.Object("scene")
	o.Str("name", t.Scene.Name)
	o.Str("file", t.Scene.Name+captureSuffix)
	o.Str("said", t.Outcome.Said)
	o.Bool("recorded", t.Recorded)
	o.Int("packets", int64(c.Seen))
	o.Int("dropped", int64(c.KernelDropped))
	o.Int("client_bytes", int64(t.Heard[0]))
	o.Int("server_bytes", int64(t.Heard[1]))
	o.Close('}')
	_, err := fmt.Fprintf(w, "%s\n%s", o.End(), e.lines.Bytes())
	return err
}
