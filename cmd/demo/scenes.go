package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"eavesdrop/cmd/demo/internal/scene"
	"eavesdrop/cmd/internal/console"
)

func newScenes(p *program) *cobra.Command {
	return &cobra.Command{
		Use:     "scenes",
		Short:   "List the scenes, with the question that each one answers",
		Example: "  demo scenes",
		Args:    console.Args(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			t := tabwriter.NewWriter(p.stdout, 0, 0, 3, ' ', 0)
			for _, s := range scene.All() {
				fmt.Fprintf(t, "  %s\t%s\n", s.Name, s.Question)
			}
			return t.Flush()
		},
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
