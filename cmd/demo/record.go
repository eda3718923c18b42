package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/demo/internal/scene"
	"eavesdrop/cmd/internal/console"
	"eavesdrop/decode"
)

// newRecord is for those who work on the demo: it makes what recording finds later.
func newRecord(p *program) *cobra.Command {
	l := &lesson{program: p}
	c := &cobra.Command{
		Use:     "record DIR [SCENE...]",
		Short:   "Record the captures that are shown where nothing can be captured",
		Example: "  demo record testdata/pcaps",
		Hidden:  true,
		Args:    console.Args(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			scenes, err := scene.Named(args[1:]...)
			if err != nil {
				return console.UsageError{Err: err}
			}
			if err := l.check(); err != nil {
				return err
			}
			l.dir = args[0]
			return l.record(c.Context(), scenes)
		},
	}
	l.add(c)
	return c
}

// record plays the scenes, and keeps their captures and keys.
func (l *lesson) record(ctx context.Context, scenes []scene.Scene) error {
	g, err := l.chooseGround(ctx, l.port, scene.Hosts(scenes...), l.private)
	if err != nil {
		return err
	}
	if g.recorded {
		return fmt.Errorf("%s\n%s", g.why, g.advice)
	}
	server, err := pki.NewServer(time.Now(), serverNames...)
	if err != nil {
		return err
	}
	takes, err := l.play(ctx, scenes, server, func(scene.Scene) []func(*decode.Event) { return nil })
	for i := range takes {
		if err == nil && takes[i].Lost() {
			err = fmt.Errorf("%s: not all was heard; record it again", takes[i].Scene.Name)
		}
	}
	return err
}
