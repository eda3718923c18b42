package main

import (
	"fmt"
	"io"
	"net/netip"
	"os"

	"eavesdrop/capture"
	"eavesdrop/cmd/internal/console"
)

// A saver writes the frames that were taken to a pcapng file. A nil one does nothing.
type saver struct {
	path   string // "-": standard output
	stdout io.Writer
	w      *capture.Writer // nil before open
	file   *os.File        // nil: standard output
	flush  bool            // after each frame: somebody may be reading along

	early      []func(*capture.Writer) error // what came before the file was opened
	comments   []string                      // about the capture, which came then
	about      []capture.Comment             // about frames, the last ones
	source     int                           // of the frames that come now
	interfaces func() []capture.Interface
	ids        map[sourceInterface]int // what the interfaces of the sources are called in our file
}

type sourceInterface struct {
	source, index int
	link          capture.LinkType
}

// newSaver makes one that will write to path; "-" is stdout, "" is none.
func newSaver(path string, stdout io.Writer) *saver {
	if path == "" {
		return nil
	}
	return &saver{path: path, stdout: stdout, ids: make(map[sourceInterface]int)}
}

// open begins the file, unless it has begun. It waits for this until it is sure that there is something to save:
// an older file of that name is lost then.
func (s *saver) open() error {
	if s == nil || s.w != nil {
		return nil
	}
	to := s.stdout
	if s.path != "-" {
		f, err := os.OpenFile(s.path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600) // it may hold what others should not read
		if err != nil {
			return fmt.Errorf("can't save packets: %w", err)
		}
		s.file, to = f, f
	}
	w, err := capture.NewWriter(to, capture.WriterOptions{Comments: s.comments})
	if err != nil {
		return fmt.Errorf("can't save packets: %w", err)
	}
	for _, write := range s.early {
		_ = write(w) // what goes wrong here goes wrong ever after
	}
	s.w, s.early, s.comments = w, nil, nil
	return nil
}

// overwrites says whether saving to path would destroy one of the files that are to be read.
func overwrites(path string, files []string, io streams) error {
	to := statOf(path, io.out)
	for _, name := range files {
		from := statOf(name, io.in)
		if to != nil && from != nil && to.Mode().IsRegular() && os.SameFile(to, from) {
			return console.Usagef("-w %s would overwrite what is to be read; save to another file", path)
		}
	}
	return nil
}

// statOf is about the file of that name, where "-" is standard; nil if there is none.
func statOf(name string, standard any) os.FileInfo {
	var info os.FileInfo
	if f, ok := standard.(*os.File); name == "-" && ok {
		info, _ = f.Stat()
	} else if name != "" && name != "-" {
		info, _ = os.Stat(name)
	}
	return info
}

// secrets saves a TLS key log that stood in the source.
func (s *saver) secrets(keylog []byte) {
	s.write(func(w *capture.Writer) error { return w.Secrets(keylog) })
}

// named saves a name of an address that stood in the source.
func (s *saver) named(addr netip.Addr, name string) {
	s.write(func(w *capture.Writer) error { return w.Name(addr, name) })
}

// comment saves a comment that stood in the source; one about a frame with that, if it is saved.
func (s *saver) comment(c capture.Comment) {
	switch {
	case s == nil:
	case c.Frame > 0:
		if len(s.about) > 0 && s.about[0].Frame != c.Frame { // that one was not saved
			s.about = s.about[:0]
		}
		s.about = append(s.about, c)
	case s.w == nil:
		s.comments = append(s.comments, c.Text)
	default:
		_ = s.w.Comment(c.Text)
	}
}

// commentsOn takes the comments on a frame, and forgets those on frames before it.
func (s *saver) commentsOn(frame int) (texts []string) {
	for _, c := range s.about {
		if c.Frame == frame {
			texts = append(texts, c.Text)
		}
	}
	s.about = s.about[:0]
	return texts
}

// write has something written as soon as the file is open. What goes wrong goes wrong ever after.
func (s *saver) write(what func(*capture.Writer) error) {
	switch {
	case s == nil:
	case s.w == nil:
		s.early = append(s.early, what)
	default:
		_ = what(s.w)
	}
}

// counts saves what the capturing system counted on the interface that was listened on.
func (s *saver) counts(received, dropped uint64) error {
	if s == nil {
		return nil
	}
	if len(s.ids) == 0 { // nothing came
		described := s.interfaces()[0]
		if _, err := s.id(sourceInterface{s.source, 0, described.Link}); err != nil {
			return err
		}
	}
	for _, id := range s.ids {
		s.w.SetCounts(id, received, dropped)
	}
	return nil
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
	id, err := s.id(sourceInterface{s.source, f.Interface, f.Link})
	if err != nil {
		return err
	}
	own := *f
	own.Interface = id
	if err := s.w.Frame(&own, s.commentsOn(f.Number)...); err != nil {
		return fmt.Errorf("can't save packets: %w", err)
	}
	if s.flush {
		return s.w.Flush()
	}
	return nil
}

// id is what an interface of a source is called in our file. The first time, it is described there.
func (s *saver) id(key sourceInterface) (int, error) {
	id, ok := s.ids[key]
	if ok {
		return id, nil
	}
	described := capture.Interface{Link: key.link}
	if all := s.interfaces(); key.index < len(all) && all[key.index].Link == key.link {
		described = all[key.index]
	}
	id, err := s.w.AddInterface(described)
	if err != nil {
		return 0, fmt.Errorf("can't save packets: %w", err)
	}
	s.ids[key] = id
	return id, nil
}

// close ends the file.
func (s *saver) close() error {
	if s == nil || s.w == nil {
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
