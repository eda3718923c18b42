package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/internal/console"
	"eavesdrop/report"
)

// An output is the files that a verb makes.
type output struct {
	*program
	force bool // replace what is there
}

func (o *output) add(c *cobra.Command) {
	c.Flags().BoolVar(&o.force, "force", false, "replace files that are there already")
}

// free says why file can't be made, before anybody has typed a passphrase: it is there already, or it is one of
// the others that the verb uses, which even force does not replace.
func (o *output) free(file string, others ...string) error {
	if file == "-" {
		return nil
	}
	st, err := os.Lstat(file)
	there := err == nil
	for _, other := range others {
		same := filepath.Clean(file) == filepath.Clean(other)
		if at, err := os.Lstat(other); err == nil && there {
			same = same || os.SameFile(st, at)
		}
		if same {
			return console.Usagef("%s can't be both what is read and what is written, or two files in one", file)
		}
	}
	if there && !o.force {
		return thereAlready(file)
	}
	return nil
}

// write writes a file, and tells in a sentence what is in it. "-" is the standard output.
func (o *output) write(file string, text []byte, mode fs.FileMode, says string) error {
	if file == "-" {
		_, err := o.stdout.Write(text)
		return err
	}
	err := pki.WriteFile(file, text, mode, o.force)
	if errors.Is(err, fs.ErrExist) {
		return thereAlready(file)
	}
	if err == nil {
		o.tell("%s", console.Fit(o.stderr, report.Escape(file+": "+says), 0))
	}
	return err
}

func thereAlready(file string) error {
	return fmt.Errorf("%s is there already; choose another name, or replace it with --force", file)
}

// missing adds to the error about a file that is not there how to make it.
func missing(err error, file, how string) error {
	var at *fs.PathError
	if errors.Is(err, fs.ErrNotExist) && errors.As(err, &at) && at.Path == file {
		return fmt.Errorf("%s is not there; this makes one:  %s", file, how)
	}
	return err
}
