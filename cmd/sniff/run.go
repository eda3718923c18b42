package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"eavesdrop/cmd/internal/console"
	"eavesdrop/report"
)

// run is the program: it returns the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRoot(stdin, stdout, stderr)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return console.ExitFine
	}
	for _, e := range joined(err) {
		fmt.Fprintf(stderr, "sniff: %s\n", report.Escape(e.Error()))
	}
	if hint := hintFor(err); hint != "" {
		fmt.Fprintf(stderr, "%s\n", hint)
	}
	return console.ExitCode(err)
}

// joined takes apart what errors.Join put together: each error gets a line of its own.
func joined(err error) []error {
	parts, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var all []error
	for _, e := range parts.Unwrap() {
		all = append(all, joined(e)...)
	}
	return all
}

// streams are the standard streams of the program.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// saving is where results go when packets are saved to path: standard error, when packets take standard output.
func (s streams) saving(path string) streams {
	if path == "-" {
		s.out = s.err
	}
	return s
}

func newRoot(stdin io.Reader, stdout, stderr io.Writer) *cobra.Command {
	io := streams{stdin, stdout, stderr}
	root := &cobra.Command{
		Use:   "sniff",
		Short: "What can someone listening read here?",
		Long: `Sniff says what someone listening to a network learns: who talks to whom, what is
readable, what is sealed, and the bytes that prove it.

  ● readable   ◐ claimed, nobody proved it   ◔ derived, worked out   ○ sealed   – not there`,
		Example: `  sniff live port 5683                  listen on the loopback interface
  sniff read capture.pcapng             the same from a file
  sniff read -V -x capture.pcapng       layer by layer, with the bytes
  sniff compare http.pcapng tls.pcapng  side by side`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return console.Usagef("there is no verb %q; see sniff -h", args[0])
			}
			return nil
		},
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return console.Usagef("%v; see %s -h", err, c.CommandPath())
	})
	root.AddCommand(newLive(io), newRead(io), newCompare(io), newInterfaces(io))
	console.FitHelp(root, stdout)
	return root
}
