package secret

import (
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// Traffic counts what one end really wrote to and read from its connections, in bytes of TCP payload: the
// truth that a capture is held against.
type Traffic struct{ written, read atomic.Uint64 }

// Written is how many bytes this end has sent.
func (t *Traffic) Written() uint64 { return t.written.Load() }

// Read is how many bytes this end has received.
func (t *Traffic) Read() uint64 { return t.read.Load() }

// lingering bounds how long an end waits for the other to close too.
const lingering = 2 * time.Second

// A counted connection counts its bytes.
type counted struct {
	net.Conn
	traffic *Traffic
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.traffic.read.Add(uint64(n))
	return n, err
}

func (c *counted) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	c.traffic.written.Add(uint64(n))
	return n, err
}

// A polite connection counts its bytes, and closes as one says goodbye: it says that it has finished, and hears
// the other out. Closed at once, the kernel would answer what is still to come (TLS's close_notify) with a reset.
type polite struct {
	counted
	frankness *frankness
	closing   sync.Once
	closed    chan struct{}
}

func newPolite(c net.Conn, t *Traffic, f *frankness) *polite {
	return &polite{counted: counted{c, t}, frankness: f, closed: make(chan struct{})}
}

func (c *polite) Write(b []byte) (int, error) { return c.counted.Write(c.frankness.write(b)) }

func (c *polite) Close() (err error) {
	c.closing.Do(func() {
		defer close(c.closed)
		if half, ok := c.Conn.(interface{ CloseWrite() error }); ok && half.CloseWrite() == nil {
			c.SetReadDeadline(time.Now().Add(lingering))
			io.Copy(io.Discard, readerOnly{&c.counted})
		}
		err = c.Conn.Close()
	})
	return err
}

// readerOnly hides the methods that io.Copy would use to read past our count.
type readerOnly struct{ io.Reader }
