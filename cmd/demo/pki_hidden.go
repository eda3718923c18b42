package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/term"
)

// askHidden asks at the terminal for a line that is not shown as it is typed.
func (p *program) askHidden(ctx context.Context, question string) ([]byte, error) {
	return readHidden(ctx, file(p.stdin), p.stderr, question)
}

// readHidden asks on out, and reads a line from a terminal without echo. When ctx ends, the terminal is as it was.
func readHidden(ctx context.Context, tty *os.File, out io.Writer, question string) ([]byte, error) {
	fd := int(tty.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return nil, err
	}
	type line struct {
		text []byte
		err  error
	}
	typed := make(chan line, 1)
	fmt.Fprint(out, question)
	go func() {
		text, err := term.ReadPassword(fd)
		typed <- line{text, err}
	}()
	defer fmt.Fprintln(out) // the line's end was not shown either
	select {
	case l := <-typed:
		return l.text, l.err
	case <-ctx.Done():
		return nil, errors.Join(ctx.Err(), term.Restore(fd, before))
	}
}
