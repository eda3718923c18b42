package main

import (
	"context"
	"errors"
	"io"

	"eavesdrop/capture"
	"eavesdrop/cmd/internal/wiring"
	"eavesdrop/report"
)

// reading goes through capture files, as one capture.
type reading struct {
	io       streams
	follower *follower
	opened   bool   // one of the files could be opened
	dropped  uint64 // that the files say the capturing system dropped
	counted  bool   // one of them says
}

// files reads one file after the other. A file that is bad somewhere is read as far as it goes, and the next
// ones too.
func (r *reading) files(ctx context.Context, names []string) error {
	var errs []error
	frames := 0
	for i, name := range names {
		n, err := r.file(ctx, i, name, frames+1)
		frames += n
		if errors.Is(err, errEnough) || errors.Is(err, context.Canceled) {
			break
		}
		errs = append(errs, err)
		var filter *capture.FilterError
		if errors.As(err, &filter) {
			break
		}
	}
	return errors.Join(errs...)
}

// file reads one; its frames are numbered from first. It returns how many frames it had.
func (r *reading) file(ctx context.Context, index int, name string, first int) (int, error) {
	reader, err := r.open(name)
	if err != nil {
		return 0, err
	}
	defer reader.Close()
	r.opened = true
	reader.First = first
	reader.OnSecrets = r.follower.options.TakeSecrets
	w := r.follower
	w.save.begin(index, reader.Interfaces)
	bar := newProgress(r.io, name)
	defer bar.done()
	last := first - 1
	w.each = func(f *capture.Frame) error {
		last = f.Number
		bar.step(reader)
		if f.Number&0xff == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		return nil
	}
	err = w.follow(reader)
	for _, i := range reader.Interfaces() {
		if i.Counted {
			r.counted = true
			r.dropped += i.Dropped
		}
	}
	return last - first + 1, err
}

func (r *reading) open(name string) (*capture.Reader, error) {
	if name == "-" {
		return capture.NewReader(io.Reader(r.io.in), "standard input")
	}
	return capture.OpenFile(name)
}

// counts is the balance of all files; err is what reading them ended with.
func (r *reading) counts(err error) report.Counts {
	c := wiring.Counts(r.follower.assembler.Counts())
	c.KernelKnown, c.KernelDropped = r.counted, int(r.dropped)
	var torn *capture.FileError
	if errors.As(err, &torn) {
		c.Torn = torn.Error()
	}
	return c
}
