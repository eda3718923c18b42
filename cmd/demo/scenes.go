package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"eavesdrop/cmd/demo/internal/scene"
	"eavesdrop/cmd/internal/console"
	"eavesdrop/report"
)

func newScenes(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "scenes [SCENE...]",
		Short: "List the scenes, with the question that each one answers",
		Long: `Scenes lists the scenes, with the question that each one answers; of those that are named, also what happens
in them and what to look for.`,
		Example: `  demo scenes
  demo scenes tls`,
		ValidArgsFunction: completeScenes,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return list(p.stdout)
			}
			scenes, err := scene.Named(args...)
			if err != nil {
				return console.UsageError{Err: err}
			}
			for i, s := range scenes {
				if i > 0 {
					fmt.Fprintln(p.stdout)
				}
				if err := describe(p.stdout, s); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// list names all scenes with their questions.
func list(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	for _, s := range scene.All() {
		fmt.Fprintf(t, "  %s\t%s\n", s.Name, s.Question)
	}
	return t.Flush()
}

// describe says what a scene is about.
func describe(w io.Writer, s scene.Scene) error {
	fmt.Fprintf(w, "%s: %s\n", s.Name, s.Question)
	var err error
	for _, part := range []struct{ title, text string }{{"What happens", s.Story}, {"Look for", s.Look}} {
		title := part.title
		for _, line := range report.Wrap(part.text, 80) {
			_, err = fmt.Fprintf(w, "  %-12s  %s\n", title, line)
			title = ""
		}
	}
	return err
}

// completeScenes completes scene names in a shell.
func completeScenes(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var names []string
	for _, s := range scene.All() {
		names = append(names, s.Name+"\t"+s.Question)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
