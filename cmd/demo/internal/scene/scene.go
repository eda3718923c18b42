// Package scene is the lessons: which server, which client, what the members do, and what to look for as the
// listener. A Player plays scenes for real, over TCP, and listens to each with a capture session of its own.
package scene

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// A Scene is one lesson. It has two halves, so that each can also be played by hand, in a terminal of its own.
type Scene struct {
	Name     string
	Question string // that the lesson answers
	Story    string // what the members do, in a sentence or two
	Look     string // what to look for on the wire
	Scheme   string // of the server's URL: http, or https, for which the stage needs papers
	Shared   bool   // server and members share a key, which the stage needs

	// Serve begins to serve on the stage. The server is running when it returns.
	Serve func(st *Stage) (Server, error)
	// Ask plays the members: it asks the server at the URL, says how that went, and closes its connections. That
	// the members were refused is an Outcome where the lesson is about just that, else an error.
	Ask func(ctx context.Context, st *Stage, url string) (Outcome, error)
}

// A Server is a scene's running half.
type Server interface {
	// Wait blocks until the server has failed, or ctx ends, which is no failure.
	Wait(ctx context.Context) error
	// Close ends it, answering those clients first that are there; ctx bounds that.
	Close(ctx context.Context) error
}

// An Outcome is how it went for the members.
type Outcome struct {
	Secret string // that they got, "" if none
	Said   string // it in a few words: what they got, or why they did not
}

// All lists the scenes in the order of the course.
func All() []Scene { return []Scene{HTTP(), Fernet(), TLS()} }

// Named finds scenes by their names, in the order asked for, each once; without a name, those of the first
// lesson.
func Named(names ...string) ([]Scene, error) {
	if len(names) == 0 {
		names = []string{"http", "fernet", "tls"}
	}
	var found []Scene
	for _, name := range names {
		some := All()
		if name != "all" {
			one, err := byName(name)
			if err != nil {
				return nil, err
			}
			some = []Scene{one}
		}
		for _, s := range some {
			if !slices.ContainsFunc(found, func(f Scene) bool { return f.Name == s.Name }) {
				found = append(found, s)
			}
		}
	}
	return found, nil
}

func byName(name string) (Scene, error) {
	var known []string
	for _, s := range All() {
		if s.Name == name {
			return s, nil
		}
		known = append(known, s.Name)
	}
	return Scene{}, fmt.Errorf("no scene is called %q; there are %s, and all", name, strings.Join(known, ", "))
}
