package console

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// Exit codes of both programs.
const (
	ExitFine   = 0
	ExitFailed = 1
	ExitUsage  = 2
)

// A UsageError is a command line that cannot be understood.
type UsageError struct{ Err error }

func (e UsageError) Error() string { return e.Err.Error() }

func (e UsageError) Unwrap() error { return e.Err }

// Usagef makes a UsageError.
func Usagef(format string, args ...any) error { return UsageError{fmt.Errorf(format, args...)} }

// ExitCode is the exit code for what a command returned.
func ExitCode(err error) int {
	var usage UsageError
	switch {
	case err == nil:
		return ExitFine
	case errors.As(err, &usage):
		return ExitUsage
	}
	return ExitFailed
}

// Args makes a wrong number of arguments a UsageError.
func Args(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if err := check(c, args); err != nil {
			_, takes, _ := strings.Cut(c.Use, " ")
			if takes == "" {
				takes = "no arguments"
			}
			return Usagef("%s takes %s; see %s -h", c.CommandPath(), takes, c.CommandPath())
		}
		return nil
	}
}

// Flags makes a flag that is not understood a UsageError. It is for cobra's SetFlagErrorFunc.
func Flags(c *cobra.Command, err error) error { return Usagef("%v; see %s -h", err, c.CommandPath()) }
