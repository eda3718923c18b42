// Package scene is the lessons: which server, which client, what the members do, and what to look for as the
// listener. A Player plays scenes for real, over the network, and listens to each with a capture session of its
// own.
package scene

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"eavesdrop/decode"
	"eavesdrop/report"
	"eavesdrop/report/term"
)

// A Scene is one lesson. It has two halves, so that each can also be played by hand, in a terminal of its own.
type Scene struct {
	Name     string
	Question string // that the lesson answers
	Story    string // what the members do, in a sentence or two
	Look     string // what to look for on the wire
	Scheme   string // of the server's URL: http, or https, for which the stage needs papers
	Shared   bool   // the server has a key that it shares with the members, which the stage needs
	Keyless  bool   // the members have neither that nor the CA's certificate, all the same

	// Cast is who is at the ends of the scene's connections, in the order in which they begin; beyond it, and where it
	// is empty, that is a client and the server.
	Cast []term.Ends

	Hosts   int    // addresses that servers listen at; 0: one
	Curl    string // flags that curl needs to ask, besides those that say whom to trust
	Refuses string // why the members rightly get no secret, in the words of their error; empty: they get it

	// Ends is how it goes for the members of a club with that secret, when they neither just get it nor refuse; nil:
	// they do.
	Ends func(secret string) Outcome

	// Beside are played together with the scene, each in a column of its own: the same with one thing changed.
	Beside []Scene

	// Holders are those who come to the capture with keys: each gets a column beside the listener's.
	Holders []Holder

	// Prepare puts on the stage what the scene needs besides the club's papers, or instead of them; nil: nothing.
	Prepare func(st *Stage) error
	// Serve begins to serve on the stage. The server is running when it returns.
	Serve func(st *Stage) (Server, error)
	// Ask plays the members: it asks the server at the URL, says how that went, and closes its connections. That
	// the members were refused is an Outcome where the lesson is about just that, else an error.
	Ask func(ctx context.Context, st *Stage, url string) (Outcome, error)
	// Listen makes what the listener does with the events of the scene besides reading them: it is shown each one
	// as it is heard. Nil: nothing.
	Listen func(l Listener) func(*decode.Event)
}

// A Listener is what a listener can do with what it made of what it heard.
type Listener struct {
	Learn func(*decode.Event) // adds an event of its own making to what was heard
	Tell  func(string)        // hands something overheard to the stage, which may let the listener speak too
}

// A Holder is somebody who reads the capture with keys that the listener does not have.
type Holder struct {
	Name string          // heading of the column
	Sees report.Observer // which keys
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
	Shown  string // what they see instead of the secret, when it is played by hand; may be empty
}

// outcome is how the scene goes for the members when all goes as it should.
func (s Scene) outcome(secret string) Outcome {
	if s.Ends != nil {
		return s.Ends(secret)
	}
	if s.Refuses != "" {
		return Outcome{Said: "the members refuse: " + s.Refuses}
	}
	return Outcome{Secret: secret, Said: fmt.Sprintf("the members got %q", secret)}
}

// judge makes an outcome of what the members got, or why they did not.
func (s Scene) judge(secret string, err error) (Outcome, error) {
	switch {
	case s.Refuses == "" && err != nil:
		return Outcome{}, err
	case s.Refuses != "" && err == nil:
		return Outcome{}, fmt.Errorf("the members got %q; they should have refused: %s", secret, s.Refuses)
	case s.Refuses != "" && !strings.Contains(err.Error(), s.Refuses):
		return Outcome{}, err
	}
	return s.outcome(secret), nil
}

// All lists the scenes in the order of the course.
func All() []Scene {
	return []Scene{
		HTTP(),
		Login(),
		Caesar(),
		Fernet(),
		FernetWrongKey(),
		FernetBrowser(),
		DH(),
		TLS(),
		TLS12(),
		TLSNoCA(),
		TLSSelfSigned(),
		TLSExpired(),
		TLSWrongName(),
		TLSRSALeaked(),
		TLSKeyLog(),
		MITM(),
		MTLS(),
		HTTPToHTTPS(),
		H2(),
		ECH(),
		QUIC(),
		Length(),
		Resume(),
	}
}

// Named finds scenes by their names, in the order asked for, each once and with those that are played beside it;
// without a name, those of the first lesson.
func Named(names ...string) ([]Scene, error) {
	if len(names) == 0 {
		names = []string{"http", "fernet", "tls"}
	}
	var found []Scene
	for _, name := range names {
		some := All()
		if name != "all" {
			one, err := ByName(name)
			if err != nil {
				return nil, err
			}
			some = []Scene{one}
		}
		for _, s := range columns(some) {
			if !slices.ContainsFunc(found, func(f Scene) bool { return f.Name == s.Name }) {
				found = append(found, s)
			}
		}
	}
	return found, nil
}

// ByName is the scene of that name, which may be one that is played beside another.
func ByName(name string) (Scene, error) {
	var known []string
	for _, s := range columns(All()) {
		if s.Name == name {
			return s, nil
		}
	}
	for _, s := range All() {
		known = append(known, s.Name)
	}
	return Scene{}, fmt.Errorf("no scene is called %q; there are %s, and all", name, strings.Join(known, ", "))
}

// columns lists scenes, each followed by those beside it.
func columns(scenes []Scene) (all []Scene) {
	for _, s := range scenes {
		all = append(append(all, s), s.Beside...)
	}
	return all
}
