package scene

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"strings"
	"sync/atomic"
	"time"

	"eavesdrop/capture"
	"eavesdrop/report"
)

// How long a session waits, after a scene has ended, to hear the end of it.
const (
	glance   = 5 * time.Millisecond   // between looks
	silence  = 300 * time.Millisecond // after which nothing more is expected: not every conversation says that it ends
	patience = 2 * time.Second        // at most
	tick     = 5 * time.Millisecond   // after which the kernel hands over what it has
)

// buffer is many times what a scene says, in bytes. To make room takes the kernel time.
const buffer = 4 << 20

// Filter is what a session listens to, in libpcap's language.
func Filter(servers ...netip.AddrPort) string {
	all := make([]string, 0, len(servers))
	for _, s := range servers {
		all = append(all, fmt.Sprintf("port %d and host %s", s.Port(), s.Addr()))
	}
	if len(all) == 1 {
		return all[0]
	}
	return "(" + strings.Join(all, ") or (") + ")" // there, "and" binds no closer than "or"
}

// A session listens to one scene while it is played, and saves what it hears.
type session struct {
	live   *capture.Live
	stop   context.CancelFunc
	ear    *ear
	file   *capture.Writer
	frames atomic.Int64 // heard so far
	quiet  atomic.Bool  // all conversations that have begun are over
	result chan error
}

// listen begins a session: what is said from now on is heard. The capture is written to w, with a comment in it.
func listen(filter string, e *ear, w io.Writer, comment string) (*session, error) {
	// The session has an end of its own: a scene that was interrupted is heard to its last word.
	ctx, stop := context.WithCancel(context.Background())
	live, err := capture.Listen(ctx, capture.LiveOptions{Filter: filter, Buffer: buffer, Tick: tick})
	if err != nil {
		stop()
		return nil, err
	}
	file, err := capture.NewWriter(w, capture.WriterOptions{
		Application: "eavesdrop demo",
		Comments:    []string{comment},
		Interfaces:  []capture.Interface{{Name: live.Interface(), Link: live.Link(), Filter: filter}},
	})
	if err != nil {
		stop()
		live.Close()
		return nil, err
	}
	s := &session{live: live, stop: stop, ear: e, file: file, result: make(chan error, 1)}
	go func() { s.result <- s.run() }()
	return s, nil
}

// run hears frame after frame, until the session is stopped.
func (s *session) run() error {
	var f capture.Frame
	for {
		switch err := s.live.Next(&f); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		if err := s.file.Frame(&f); err != nil {
			return err
		}
		s.ear.asm.Frame(&f)
		s.quiet.Store(s.ear.quiet())
		s.frames.Add(1)
	}
}

// finish waits until the end of every conversation was heard, and ends the session.
func (s *session) finish() error {
	s.settle()
	s.stop()
	err := <-s.result
	var kernel report.Counts
	if st, statErr := s.live.Stats(); statErr == nil {
		kernel.KernelDropped, kernel.KernelKnown = st.Dropped, true
		s.file.SetCounts(0, uint64(st.Received), uint64(st.Dropped))
	}
	s.live.Close()
	s.ear.finish(kernel)
	return errors.Join(err, s.file.Close())
}

// settle waits until the conversations are over and nothing follows.
func (s *session) settle() {
	look := time.NewTicker(glance)
	defer look.Stop()
	heard, still := s.frames.Load(), time.Duration(0)
	for waited := time.Duration(0); waited < patience; waited += glance {
		<-look.C
		still += glance
		if now := s.frames.Load(); now != heard {
			heard, still = now, 0
			continue
		}
		if s.quiet.Load() || still >= silence {
			return
		}
	}
}
