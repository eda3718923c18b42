package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"eavesdrop/cmd/internal/console"
	"eavesdrop/report"
)

// An exitCode is the exit code of a second run, which has said all there is to say.
type exitCode int

func (e exitCode) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// run is the program: it returns the exit code. private says that it runs on a loopback of its own.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, private bool) int {
	root := newRoot(&program{args: args, stdin: stdin, stdout: stdout, stderr: stderr, private: private})
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var second exitCode
	if errors.As(err, &second) {
		return int(second)
	}
	if err != nil {
		if errors.Is(err, context.Canceled) && ctx.Err() != nil {
			err = errors.New("interrupted")
		}
		fmt.Fprintf(stderr, "demo: %s\n", report.Escape(err.Error()))
	}
	return console.ExitCode(err)
}

// program is what the verbs have in common.
type program struct {
	args           []string // as it was called
	stdin          io.Reader
	stdout, stderr io.Writer
	private        bool // it runs on a loopback of its own
}

// tell says something that is not a result.
func (p *program) tell(format string, args ...any) { fmt.Fprintf(p.stderr, format+"\n", args...) }

func newRoot(p *program) *cobra.Command {
	root := newLesson(p)
	root.SetIn(p.stdin)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetFlagErrorFunc(console.Flags)
	root.AddCommand(newServe(p), newAsk(p), newScenes(p), newWords(p), newPKI(p), newRecord(p))
	console.FitHelp(root, p.stdout)
	return root
}
