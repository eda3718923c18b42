package main

import (
	"errors"
	"io"
	"os"

	"eavesdrop/capture"
	"eavesdrop/cmd/internal/wiring"
)

// A source gives frames: *capture.Reader, *capture.Live.
type source interface {
	Next(*capture.Frame) error
}

// A follower takes frames from sources to the output.
type follower struct {
	out       output
	assembler *capture.Assembler
	options   *wiring.Options
	frames    *frameStore // nil: none are kept
	save      *saver      // nil: nothing is saved
	filter    packetFilter
	limit     int  // frames to take in all; 0: no limit
	peek      bool // at the limit, see whether there is another frame: nobody has to wait for it
	taken     int
	before    func(*capture.Frame) error // before each frame is decoded; nil: nothing
	each      func(*capture.Frame) error // after each frame
}

var errEnough = errors.New("the number of packets asked for has been reached")

// follow takes all frames of src. It returns nil at its end, errEnough when the limit is reached.
func (w *follower) follow(src source) error {
	var f capture.Frame
	for {
		enough := w.limit > 0 && w.taken >= w.limit
		if enough && !w.peek {
			return errEnough
		}
		if err := src.Next(&f); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if enough {
			return errEnough
		}
		passes, err := w.filter.match(&f)
		if err != nil {
			return err
		}
		if err := w.save.open(); err != nil {
			return err
		}
		if !passes {
			continue
		}
		w.taken++
		w.frames.keep(&f)
		if err := w.save.frame(&f); err != nil {
			return err
		}
		if w.before != nil {
			if err := w.before(&f); err != nil && !errors.Is(err, os.ErrNotExist) {
				return err
			}
		}
		w.assembler.Frame(&f)
		if err := w.each(&f); err != nil {
			return err
		}
	}
}

// newFollower wires an assembler and an inspector to the output.
func newFollower(out output, o *wiring.Options) *follower {
	return &follower{out: out, options: o, assembler: capture.NewAssembler(wiring.Inspector(out.event, o), capture.Limits{})}
}

// A packetFilter lets through the frames that an expression in libpcap's language chooses. It is compiled for
// each link type that comes along.
type packetFilter struct {
	expr     string
	compiled map[capture.LinkType]*capture.Filter
}

// check says whether the filter can be compiled at all, when no frame came to compile it for.
func (p *packetFilter) check() error {
	if p.expr == "" || p.compiled != nil {
		return nil
	}
	_, err := capture.CompileFilter(capture.LinkEthernet, p.expr)
	return err
}

func (p *packetFilter) match(f *capture.Frame) (bool, error) {
	if p.expr == "" {
		return true, nil
	}
	compiled, ok := p.compiled[f.Link]
	if !ok {
		var err error
		if compiled, err = capture.CompileFilter(f.Link, p.expr); err != nil {
			return false, err
		}
		if p.compiled == nil {
			p.compiled = make(map[capture.LinkType]*capture.Filter)
		}
		p.compiled[f.Link] = compiled
	}
	return compiled.Match(f), nil
}
