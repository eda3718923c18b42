package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"eavesdrop/cmd/demo/internal/pki"
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

// free says which of the files can't be made because they are there, before anybody has typed a passphrase.
func (o *output) free(files ...string) error {
	for _, f := range files {
		if _, err := os.Lstat(f); err == nil && !o.force && f != "-" {
			return thereAlready(f)
		}
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
		o.tell("%s: %s", report.Escape(file), report.Escape(says))
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
