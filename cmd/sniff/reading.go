package main

import (
	"context"
	"errors"
	"io"
	"net/netip"
	"os"

	"eavesdrop/capture"
	"eavesdrop/cmd/internal/wiring"
	"eavesdrop/report"
)

// reading goes through capture files, as one capture.
type reading struct {
	io       streams
	follower *follower
	opened   bool              // one of the files could be opened
	dropped  uint64            // that the files say the capturing system dropped
	counted  bool              // one of them says
	stopped  string            // why reading ended before the files did; "" when it did not
	comments []capture.Comment // that were read and not told yet
	misread  bool              // a filter that can't be compiled, or a file that is no capture
}

// files reads one file after the other. A file that is bad somewhere is read as far as it goes, and the next
// ones too.
func (r *reading) files(ctx context.Context, names []string) error {
	var errs []error
	frames := 0
	for i, name := range names {
		n, err := r.file(ctx, i, name, frames+1)
		frames += n
		if errors.Is(err, errEnough) {
			r.stopped = "only the first " + packets(r.follower.taken) + " read"
			break
		}
		if errors.Is(err, context.Canceled) {
			r.stopped = "reading was interrupted after " + report.Thousands(r.follower.taken) + " packets"
			break
		}
		errs = append(errs, err)
		var filter *capture.FilterError
		var format *capture.FormatError
		r.misread = r.misread || errors.As(err, &filter) || errors.As(err, &format)
		if filter != nil {
			return errors.Join(errs...)
		}
	}
	if err := r.follower.filter.check(); err != nil {
		r.misread = true
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// file reads one; its frames are numbered from first. It returns how many frames it had.
func (r *reading) file(ctx context.Context, index int, name string, first int) (int, error) {
	reader, err := r.open(ctx, name)
	if err != nil {
		return 0, err
	}
	defer reader.Close()
	defer context.AfterFunc(ctx, func() { reader.Close() })() // also while nothing comes
	r.opened = true
	reader.First = first
	w := r.follower
	reader.OnSecrets = func(keylog []byte) {
		w.options.TakeSecrets(keylog)
		w.save.secrets(keylog)
	}
	reader.OnName = func(addr netip.Addr, name string) {
		w.out.named(addr, name)
		w.save.named(addr, name)
	}
	reader.OnComment = func(c capture.Comment) {
		r.comments = append(r.comments, c)
		w.save.comment(c)
	}
	w.before = func(f *capture.Frame) error {
		r.tell(f.Number)
		return nil
	}
	info := statOf(name, r.io.in)
	piped := info != nil && !info.Mode().IsRegular() // somebody may be reading along
	w.peek = !piped
	if w.save != nil {
		w.save.flush = piped
	}
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
		if piped {
			return w.out.flush()
		}
		return nil
	}
	err = w.follow(reader)
	r.tell(0)
	var torn *capture.FileError
	if ctx.Err() != nil && (errors.Is(err, os.ErrClosed) || errors.As(err, &torn)) {
		err = ctx.Err() // closed from here
	}
	for _, i := range reader.Interfaces() {
		if i.Counted || i.Dropped > 0 { // in all, or between packets
			r.counted = true
			r.dropped += i.Dropped
		}
	}
	return last - first + 1, err
}

// tell tells the comments that were read, those about other frames than this one apart: they were not taken.
func (r *reading) tell(frame int) {
	for _, c := range r.comments {
		if c.Frame == 0 || c.Frame == frame {
			r.follower.out.comment(report.Comment(c))
		}
	}
	r.comments = r.comments[:0]
}

// open opens a file. Until one begins, or is a pipe's other end, may take long: ctx ends the wait.
func (r *reading) open(ctx context.Context, name string) (*capture.Reader, error) {
	type opened struct {
		reader *capture.Reader
		err    error
	}
	done := make(chan opened, 1)
	go func() {
		reader, err := r.openNow(name)
		done <- opened{reader, err}
	}()
	select {
	case o := <-done:
		return o.reader, o.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (r *reading) openNow(name string) (*capture.Reader, error) {
	if name == "-" {
		return capture.NewReader(io.Reader(r.io.in), "standard input")
	}
	return capture.OpenFile(name)
}

// counts is the balance of all files; err is what reading them ended with.
func (r *reading) counts(err error) report.Counts {
	c := wiring.Counts(r.follower.assembler.Counts())
	c.Torn = r.stopped
	c.KernelKnown, c.KernelDropped = r.counted, int(r.dropped)
	var torn *capture.FileError
	if errors.As(err, &torn) {
		c.Torn = torn.Error()
	}
	return c
}

// packets is "packet was", "2 packets were".
func packets(n int) string {
	if n == 1 {
		return "packet was"
	}
	return report.Thousands(n) + " packets were"
}
