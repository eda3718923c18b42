package capture

import (
	"io"
	"sync"
	"sync/atomic"
)

const (
	chunkSize = 512 << 10 // of a file's bytes, read in one go: the buffers together stay in a processor's cache
	chunks    = 3         // one is being read, one waits, one is being filled
	headroom  = 16 << 10  // in front of a chunk, for the start of a record that ends in it
)

// A chunk is a stretch of a file: bytes buf[headroom:headroom+n].
type chunk struct {
	buf []byte
	n   int
	err error // why nothing follows: io.EOF, or the reader's error
}

// bytes are the chunk's bytes of the file.
func (c *chunk) bytes() []byte { return c.buf[headroom : headroom+c.n] }

// readAhead reads a file on a goroutine of its own, so that reading (and unpacking) it and making sense of it
// take two processors. Only chunks pass between the two, a fixed number of them.
type readAhead struct {
	src  io.Reader
	size int
	full chan *chunk
	free chan *chunk
	stop chan struct{}
	once sync.Once
}

func newReadAhead(src io.Reader, size int) *readAhead {
	return &readAhead{
		src:  src,
		size: size,
		full: make(chan *chunk, chunks),
		free: make(chan *chunk, chunks),
		stop: make(chan struct{}),
	}
}

// run reads until the file ends. made chunks are in use already.
func (a *readAhead) run(made int) {
	for {
		var c *chunk
		if made < chunks && len(a.free) == 0 {
			c = &chunk{buf: make([]byte, headroom+a.size)}
			made++
		} else {
			select {
			case c = <-a.free:
			case <-a.stop:
				return
			}
		}
		c.read(a.src)
		err := c.err // c is the other side's as soon as it is sent
		select {
		case a.full <- c:
		case <-a.stop:
			return
		}
		if err != nil {
			return
		}
	}
}

// read fills c with what one read gives, so that what a slow pipe has said is not kept waiting.
func (c *chunk) read(src io.Reader) {
	for range 100 {
		c.n, c.err = src.Read(c.buf[headroom:])
		if c.n > 0 || c.err != nil {
			return
		}
	}
	c.err = io.ErrNoProgress
}

// next returns the next chunk, or nil once close was called.
func (a *readAhead) next() *chunk {
	select {
	case c := <-a.full:
		return c
	case <-a.stop:
		return nil
	}
}

// release gives a chunk back to be filled anew.
func (a *readAhead) release(c *chunk) {
	if c != nil {
		a.free <- c // never blocks: there is room for all of them
	}
}

// close ends the goroutine, at the latest when the read that it is in returns.
func (a *readAhead) close() { a.once.Do(func() { close(a.stop) }) }

// A countingReader counts the bytes that were read from src.
type countingReader struct {
	src io.Reader
	n   atomic.Int64
}

func (r *countingReader) Read(b []byte) (int, error) {
	n, err := r.src.Read(b)
	r.n.Add(int64(n))
	return n, err
}
