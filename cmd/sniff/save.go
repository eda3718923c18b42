package main

import (
	"fmt"
	"io"
	"os"

	"eavesdrop/capture"
)

// A saver writes the frames that were taken to a pcapng file. A nil one does nothing.
type saver struct {
	w     *capture.Writer
	file  *os.File // nil: standard output
	flush bool     // after each frame: somebody may be reading along

	source     int // of the frames that come now
	interfaces func() []capture.Interface
	ids        map[sourceInterface]int // what the interfaces of the sources are called in our file
}

type sourceInterface struct {
	source, index int
	link          capture.LinkType
}

// newSaver begins a file; "-" is stdout, "" is none.
func newSaver(path string, stdout io.Writer) (*saver, error) {
	if path == "" {
		return nil, nil
	}
	s := &saver{ids: make(map[sourceInterface]int)}
	to := stdout
	if path != "-" {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600) // it may hold what others should not read
		if err != nil {
			return nil, fmt.Errorf("can't save packets: %w", err)
		}
		s.file, to = f, f
	}
	var err error
	if s.w, err = capture.NewWriter(to, capture.WriterOptions{}); err != nil {
		return nil, fmt.Errorf("can't save packets: %w", err)
	}
	return s, nil
}

// begin says that the frames to come are of another source, whose interfaces are these.
func (s *saver) begin(source int, interfaces func() []capture.Interface) {
	if s != nil {
		s.source, s.interfaces = source, interfaces
	}
}

// frame saves one.
func (s *saver) frame(f *capture.Frame) error {
	if s == nil {
		return nil
	}
	key := sourceInterface{s.source, f.Interface, f.Link}
	id, ok := s.ids[key]
	if !ok {
		described := capture.Interface{Link: f.Link}
		if all := s.interfaces(); f.Interface < len(all) && all[f.Interface].Link == f.Link {
			described = all[f.Interface]
		}
		var err error
		if id, err = s.w.AddInterface(described); err != nil {
			return fmt.Errorf("can't save packets: %w", err)
		}
		s.ids[key] = id
	}
	own := *f
	own.Interface = id
	if err := s.w.Frame(&own); err != nil {
		return fmt.Errorf("can't save packets: %w", err)
	}
	if s.flush {
		return s.w.Flush()
	}
	return nil
}

// close ends the file.
func (s *saver) close() error {
	if s == nil {
		return nil
	}
	err := s.w.Close()
	if s.file != nil {
		if closed := s.file.Close(); err == nil {
			err = closed
		}
	}
	if err != nil {
		return fmt.Errorf("can't save packets: %w", err)
	}
	return nil
}
