package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"eavesdrop/cmd/demo/internal/scene"
	"eavesdrop/cmd/internal/console"
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
				list(p.stdout)
				return nil
			}
			scenes, err := scene.Named(args...)
			if err != nil {
				return console.UsageError{Err: err}
			}
			for i, s := range scenes {
				if i > 0 {
					fmt.Fprintln(p.stdout)
				}
				if _, err := fmt.Fprintf(p.stdout, "%s: %s\n", s.Name, s.Question); err != nil {
					return err
				}
				about(p.stdout, s, console.Width(p.stdout))
			}
			return nil
		},
	}
}

// list names all scenes with their questions.
func list(w io.Writer) {
	all := scene.All()
	names := 0
	for _, s := range all {
		names = max(names, len(s.Name))
	}
	for _, s := range all {
		entry(w, s.Name, s.Question, names+1, console.Width(w))
	}
}

// completeScenes completes scene names in a shell.
func completeScenes(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var names []string
	for _, s := range scene.All() {
		names = append(names, s.Name+"\t"+s.Question)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
