package secret

import (
	"bufio"
	"errors"
	"net"
	"sync"
	"time"
)

// handshake is the first byte of a TLS connection: a record of type handshake (RFC 8446 section 5.1). No request of
// HTTP begins with it.
const handshake = 22

// firstByte bounds how long a client may take to say anything.
const firstByte = 10 * time.Second

// Split takes the connections of ln apart by their first byte, so that HTTP and HTTPS can be served at one port.
// Both listeners that come out must be closed; the last one closes ln.
func Split(ln net.Listener) (plain, sealed net.Listener) {
	s := &split{ln: ln, done: make(chan struct{})}
	p, t := s.half(), s.half()
	go s.run(p, t)
	return p, t
}

// split is what two halves of a listener share.
type split struct {
	ln   net.Listener
	open int // halves that are not closed
	mu   sync.Mutex
	done chan struct{} // ln accepts no more
	err  error         // of ln; valid after done
}

func (s *split) half() *half {
	s.open++
	return &half{split: s, conns: make(chan net.Conn), closed: make(chan struct{})}
}

// run accepts until ln is closed.
func (s *split) run(plain, sealed *half) {
	defer close(s.done)
	for {
		c, err := s.ln.Accept()
		if err != nil {
			s.err = err
			return
		}
		go func() {
			r := bufio.NewReaderSize(c, 1)
			c.SetReadDeadline(time.Now().Add(firstByte))
			first, err := r.Peek(1)
			c.SetReadDeadline(time.Time{})
			if err != nil {
				c.Close()
				return
			}
			to := plain
			if first[0] == handshake {
				to = sealed
			}
			to.give(&peeked{c, r})
		}()
	}
}

// half is one of the two.
type half struct {
	*split
	conns  chan net.Conn
	once   sync.Once
	closed chan struct{}
}

// give hands over a connection, unless nobody takes any more.
func (h *half) give(c net.Conn) {
	select {
	case h.conns <- c:
	case <-h.closed:
		c.Close()
	}
}

// Accept waits for the next connection of this half.
func (h *half) Accept() (net.Conn, error) {
	select {
	case c := <-h.conns:
		return c, nil
	case <-h.closed:
		return nil, net.ErrClosed
	case <-h.done:
		return nil, h.err
	}
}

// Close closes this half.
func (h *half) Close() (err error) {
	h.once.Do(func() {
		close(h.closed)
		h.mu.Lock()
		defer h.mu.Unlock()
		if h.open--; h.open == 0 {
			err = h.ln.Close()
		}
	})
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// Addr is where both halves listen.
func (h *half) Addr() net.Addr { return h.ln.Addr() }

// A peeked connection has its first byte still to be read.
type peeked struct {
	net.Conn
	r *bufio.Reader
}

func (c *peeked) Read(b []byte) (int, error) { return c.r.Read(b) }
