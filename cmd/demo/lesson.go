package main

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/demo/internal/scene"
	"eavesdrop/cmd/demo/internal/secret"
	"eavesdrop/cmd/internal/console"
	"eavesdrop/cmd/internal/wiring"
	"eavesdrop/decode"
)

// A lesson is scenes played side by side.
type lesson struct {
	*program
	secret  string
	dir     string // where things are kept
	color   string
	port    uint16
	pause   bool   // stop between steps
	quiz    bool   // ask before the answers are shown
	sheet   string // where the quiz is written to; "" is nowhere
	private bool   // on a loopback of its own, even with the right to capture
	explain bool   // what the scenes are about, and what their words mean
	keptKey bool   // the key that the scenes share is kept with their captures
}

// add adds the flags that say what is played, and where.
func (l *lesson) add(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&l.secret, "secret", secret.Default, "the secret `message`")
	f.StringVar(&l.color, "color", "auto", "colour: auto, always, never; NO_COLOR is respected")
	f.Uint16Var(&l.port, "port", secret.Port, "serve on this `port`")
	f.BoolVar(&l.private, "private", false, "play on a loopback of its own, even with the right to capture (Linux)")
}

func newLesson(p *program) *cobra.Command {
	l := &lesson{program: p}
	c := &cobra.Command{
		Use:   "demo [SCENE...]",
		Short: "One secret, sent in several ways, and what someone listening learns each time",
		Long: `Demo starts a secret server for each scene, has real clients ask it for the secret, listens to them through
libpcap, and lays side by side what the listener learned. Without SCENE: http, fernet and tls. Scenes that are
named say first what happens in them and what to look for, and explain their words; demo scenes lists them.

  ● readable   ◐ claimed, nobody proved it   ◔ derived, worked out   ○ sealed   – not there

Without the right to capture, on Linux, it plays on a loopback of its own, which needs no rights. Captures,
keys and results are kept in demo-out. SECRET_KEY in the environment is the key of the fernet scene.`,
		Example: `  demo                                  http, fernet and tls, side by side
  demo --secret 'meet at the oak'       another secret
  demo tls --out /tmp/lesson            one scene, kept elsewhere
  demo all --pause                      the whole course, step by step
  demo tls --quiz                       asks before it shows
  demo all --quiz-sheet quiz.txt        questions and their key, to be printed
  demo serve http                       the server alone, to listen with anything
  demo ask http                         a member alone`,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: completeScenes,
		RunE: func(c *cobra.Command, args []string) error {
			if err := l.check(); err != nil {
				return err
			}
			scenes, err := scene.Named(args...)
			if err != nil {
				return console.Usagef("%v; see demo -h", err)
			}
			l.explain = len(args) > 0 || l.pause || l.quiz
			return l.teach(c.Context(), scenes)
		},
	}
	l.add(c)
	c.Flags().BoolVar(&l.pause, "pause", false, "stop between steps, until Enter: for a class")
	c.Flags().BoolVar(&l.quiz, "quiz", false, "ask what the listener can read before showing it")
	c.Flags().StringVar(&l.sheet, "quiz-sheet", "", "write the questions of the quiz, and their key, to this `file`; - is the standard output, which then\ngets nothing else")
	c.Flags().StringVar(&l.dir, "out", defaultDir, "keep captures, keys and results in this `directory`")
	return c
}

// check says what is wrong with the flags.
func (l *lesson) check() error {
	if err := new(wiring.Options).LookFor(l.secret); err != nil {
		return console.Usagef("--secret: %w", err)
	}
	return errors.Join(checkPort(l.port), console.CheckColor(l.color))
}

// teach plays the scenes where it may, shows what was learned, and keeps it.
func (l *lesson) teach(ctx context.Context, scenes []scene.Scene) error {
	g, err := l.chooseGround(ctx, l.port, scene.Hosts(scenes...), l.private)
	if err != nil {
		return err
	}
	if err := makeDir(l.dir); err != nil {
		return err
	}
	s, err := newShow(l, g)
	if err != nil {
		return err
	}
	s.class = newClass(ctx, l.stdin, l.pause, l.quiz, l.tell)
	return l.show(ctx, s, scenes, func() ([]scene.Take, error) {
		if g.recorded {
			return l.replay(scenes, s.taps)
		}
		return l.playKept(ctx, scenes, s.taps)
	})
}

// show shows scenes as play plays them.
func (l *lesson) show(ctx context.Context, s *show, scenes []scene.Scene, play func() ([]scene.Take, error)) (err error) {
	defer func() { err = errors.Join(err, s.close()) }()
	if err := s.announce(scenes); err != nil {
		return err
	}
	takes, err := play()
	if err != nil {
		return err
	}
	return s.finish(ctx, takes)
}

// A tapper gives those who are shown each event of a scene.
type tapper func(scene.Scene) []func(*decode.Event)

// playKept plays the scenes for real, with the papers that are kept.
func (l *lesson) playKept(ctx context.Context, scenes []scene.Scene, taps tapper) ([]scene.Take, error) {
	server, err := papers(l.dir)
	if err != nil {
		return nil, err
	}
	return l.play(ctx, scenes, server, taps)
}

// play plays the scenes for real, and keeps their captures and keys.
func (l *lesson) play(ctx context.Context, scenes []scene.Scene, server *pki.Server, taps tapper) ([]scene.Take, error) {
	player := &scene.Player{
		Port: l.port, Secret: l.secret, Papers: server, Log: l.stderr, Taps: taps,
		Save: func(s scene.Scene) (io.WriteCloser, error) { return os.Create(l.capture(s)) },
	}
	if slices.ContainsFunc(scenes, func(s scene.Scene) bool { return s.Shared }) {
		var err error
		if player.Key, err = l.sharedKey(); err != nil {
			return nil, err
		}
	}
	takes, err := player.Play(ctx, scenes)
	return takes, errors.Join(err, l.keepKeys(takes))
}

// replay shows the scenes as they were recorded, and keeps copies of the captures.
func (l *lesson) replay(scenes []scene.Scene, taps tapper) ([]scene.Take, error) {
	var takes []scene.Take
	for _, one := range scenes {
		raw, err := recording(one)
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(l.capture(one), raw, 0o644); err != nil {
			return nil, err
		}
		keys, err := recordedKeys(one)
		if err != nil {
			return nil, err
		}
		t, err := scene.Replay(one, raw, secret.Default, keys, taps(one)...)
		if err != nil {
			return nil, err
		}
		takes = append(takes, t)
	}
	return takes, nil
}
