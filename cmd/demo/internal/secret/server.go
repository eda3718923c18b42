package secret

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

// A Server is a secret server that is running.
type Server struct {
	http *http.Server
	done chan struct{} // Serve has ended
	err  error         // with this; valid after done
}

// ServerOptions say how a server serves.
type ServerOptions struct {
	Handler   http.Handler
	TLS       *tls.Config     // nil: plain HTTP
	Protocols *http.Protocols // the versions of HTTP; nil: HTTP/1.1
	Traffic   *Traffic        // counts what this end says; nil: nobody counts
	Log       io.Writer       // lines about clients that failed, such as a TLS handshake; nil: nobody is told
}

// Serve serves on ln until Close.
func Serve(ln net.Listener, o ServerOptions) *Server {
	s := &Server{done: make(chan struct{})}
	if o.Log == nil {
		o.Log = io.Discard
	}
	s.http = &http.Server{
		Handler:           o.Handler,
		Protocols:         versions(o.Protocols),
		ErrorLog:          log.New(o.Log, "", 0),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       time.Minute,
	}
	if o.Traffic == nil {
		o.Traffic = new(Traffic)
	}
	var tapped net.Listener = listener{ln, o.Traffic}
	if o.TLS != nil {
		tapped = tls.NewListener(tapped, o.TLS)
	}
	go func() {
		defer close(s.done)
		s.err = s.http.Serve(tapped)
	}()
	return s
}

// Wait blocks until the server has failed, or ctx ends, which is no failure.
func (s *Server) Wait(ctx context.Context) error {
	select {
	case <-s.done:
		return s.err
	case <-ctx.Done():
		return nil
	}
}

// Close takes no more clients, and waits for those that are there to be answered, until ctx ends.
func (s *Server) Close(ctx context.Context) error {
	err := s.http.Shutdown(ctx)
	if err != nil {
		s.http.Close()
	}
	<-s.done
	if !errors.Is(s.err, http.ErrServerClosed) {
		err = errors.Join(err, s.err)
	}
	return err
}

// listener counts the bytes of every connection.
type listener struct {
	net.Listener
	traffic *Traffic
}

func (l listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &counted{c, l.traffic}, nil
}
