package capture

import (
	"encoding/binary"
	"errors"
	"io"
	"net/netip"
	"os"
)

// MaxFrame is how long a captured frame may be, in bytes. A file that claims a longer one is bad: the longest
// that libpcap captures, of the USB bus apart, has 256 KiB. A pcap file, in which one bad length makes garbage
// of all that follows, must also have claimed as much for its snapshot length if it goes beyond those 256 KiB.
const MaxFrame = 16 << 20

// A Reader reads the frames of a capture file: pcap or pcapng, as it is or packed with gzip. It reads ahead on
// a goroutine of its own, in a fixed amount of memory.
//
// A file is read as far as it goes: when it is torn or a block in it is bad, all frames that can be read are
// delivered before Next says so with a *FileError.
type Reader struct {
	// First is the number of the first frame, to go on counting from one file to the next; 0 means 1. It is to
	// be set before Next is called.
	First int
	// OnSecrets, if set, is called by Next as TLS key logs stand in the file, which is before the frames
	// that they open. keylog may be kept.
	OnSecrets func(keylog []byte)
	// OnName, if set, is called by Next as the file gives an address a name: a claim of whoever wrote it. Each name
	// of an address comes once.
	OnName func(addr netip.Addr, name string)
	// OnComment, if set, is called by Next as comments stand in the file; one about a frame just before Next returns
	// that frame.
	OnComment func(Comment)

	name   string
	file   *os.File // to be closed; nil if it isn't ours
	size   int64
	raw    *countingReader
	in     window
	format format
	frames int
	err    error      // that Next ended with
	fault  *FileError // the first block that was left out
	faults int        // how many were

	interfaces []Interface
	names      map[named]struct{} // that were told
	secrets    [][]byte
	budget     int // bytes that names and comments may still take
	secretsMax int // bytes that secrets may still take
}

// A format reads frames off the front of a Reader's window.
type format interface {
	// next reads the next frame into f, Number apart. It returns io.EOF at the end of the file, or a *FileError
	// if nothing more can be read.
	next(f *Frame) error
}

// OpenFile opens the capture file at path; "-" is standard input.
func OpenFile(path string) (*Reader, error) {
	if path == "-" {
		return NewReader(os.Stdin, "standard input")
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	r, err := NewReader(file, path)
	if err != nil {
		file.Close()
		return nil, err
	}
	r.file = file
	return r, nil
}

// NewReader reads the capture file that src gives, by blocks large enough that src needs no buffer. name is
// for error messages. It reads as much as it takes to know the file's kind; what is no capture file gets a
// *FormatError.
func NewReader(src io.Reader, name string) (*Reader, error) {
	r := &Reader{
		name:       name,
		raw:        &countingReader{src: src},
		size:       sizeOf(src),
		budget:     4 << 20,
		secretsMax: 16 << 20,
	}
	size := chunkSize
	if r.size > 0 && r.size < chunkSize {
		size = int(r.size) + 1 // so that one more read finds the end
	}
	first, err := firstChunk(r.raw, size)
	if err != nil {
		return nil, describe(name, err)
	}
	src = r.raw
	if first.n >= 2 && first.bytes()[0] == 0x1f && first.bytes()[1] == 0x8b { // RFC 1952, section 2.3.1
		packed := &replay{head: first.bytes(), rest: first.err, src: r.raw}
		if src, err = newPackedFile(packed); err != nil {
			return nil, describe(name, err)
		}
		if first, err = firstChunk(src, chunkSize); err != nil {
			return nil, describe(name, err)
		}
	}
	r.in.ahead = newReadAhead(src, size)
	r.in.chunk, r.in.win, r.in.err = first, first.bytes(), first.err
	if first.err == nil {
		go r.in.ahead.run(1)
	}
	if err := r.start(); err != nil {
		r.in.ahead.close()
		return nil, err
	}
	return r, nil
}

// start finds out which format it is.
func (r *Reader) start() error {
	if !r.in.fill(4) {
		if err := r.in.failure(); err != nil {
			return describe(r.name, err)
		}
		if len(r.in.win) == 0 {
			return &FormatError{r.name, "is empty"}
		}
		return strange(r.name, r.in.win)
	}
	var err error
	switch magic := binary.BigEndian.Uint32(r.in.win); magic {
	case pcapMicro, pcapNano, pcapMicroSwapped, pcapNanoSwapped:
		r.format, err = newPcap(r)
	case uint32(blockSection):
		r.format = &pcapngFile{r: r, in: &r.in}
	default:
		r.in.fill(12)
		return strange(r.name, r.in.win)
	}
	return r.named(err)
}

// firstChunk reads the first bytes of a file: two at least, if it has as many.
func firstChunk(src io.Reader, size int) (*chunk, error) {
	c := &chunk{buf: make([]byte, headroom+size)}
	for c.n < 2 && c.err == nil {
		var n int
		n, c.err = src.Read(c.buf[headroom+c.n:])
		c.n += n
	}
	if c.n == 0 && c.err != io.EOF {
		return nil, c.err
	}
	return c, nil
}

// Next reads the next frame into f. f.Data is valid until Next is called again. At the end of the file the
// error is io.EOF, or a *FileError if something in the file could not be read; it is the same ever after.
func (r *Reader) Next(f *Frame) error {
	if r.err != nil {
		return r.err
	}
	if err := r.format.next(f); err != nil {
		r.err = r.last(err)
		return r.err
	}
	f.Number = max(r.First, 1) + r.frames
	r.frames++
	return nil
}

// Close ends reading, also that of a Next that is waiting for more from a pipe. A reader that was handed to
// NewReader stays open, and may be read from once more if it is being read from now.
func (r *Reader) Close() error {
	r.in.ahead.close()
	if r.file != nil {
		return r.file.Close()
	}
	return nil
}

// Size is the file's length in bytes, as it lies on disk; 0 when not known, as of a pipe.
func (r *Reader) Size() int64 { return r.size }

// Pos is how many bytes of the file, as it lies on disk, were read so far. It may be called from any goroutine.
func (r *Reader) Pos() int64 { return r.raw.n.Load() }

// Interfaces are those that the file has named so far; Frame.Interface is an index into them. Not to be
// changed.
func (r *Reader) Interfaces() []Interface { return r.interfaces }

// Secrets are the TLS key logs that the file has held so far, in the format of SSLKEYLOGFILE. Not to be changed.
func (r *Reader) Secrets() [][]byte { return r.secrets }

// leaveOut records that something in the file could not be read, though what follows it can.
func (r *Reader) leaveOut(offset int64, cause string) {
	if r.fault == nil {
		r.fault = &FileError{Name: r.name, Offset: offset, Cause: cause}
	}
	r.faults++
}

// last is what Next ends with: what was wrong first, err else.
func (r *Reader) last(err error) error {
	if r.fault == nil || errors.Is(err, os.ErrClosed) {
		return r.named(err)
	}
	var then *FileError
	switch {
	case errors.As(err, &then):
		r.fault.Cause += "; that was left out, and then " + then.at()
	case r.faults > 1:
		r.fault.Cause += "; that was left out, and " + plural(r.faults-1, "other block") + " after it"
	default:
		r.fault.Cause += "; that was left out"
	}
	return r.fault
}

// named puts the file's name into an error of its format.
func (r *Reader) named(err error) error {
	var fe *FileError
	if errors.As(err, &fe) {
		fe.Name = r.name
	}
	return err
}
