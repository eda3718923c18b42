package secret

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
)

// SecureTransport is the header with which a server asks to be visited over HTTPS only, from now on (RFC 6797).
const SecureTransport = "Strict-Transport-Security"

// oneYear is for how long, in seconds.
const oneYear = "max-age=31536000"

// Both serves HTTP and HTTPS at one port.
type Both struct{ plain, sealed *Server }

// ServeBoth serves with o, TLS included, and sends whoever comes without TLS to the same port with it. Who comes
// with TLS is asked not to come without it again.
func ServeBoth(ln net.Listener, o ServerOptions) *Both {
	plain, sealed := Split(ln)
	handler := o.Handler
	o.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(SecureTransport, oneYear)
		handler.ServeHTTP(w, r)
	})
	b := &Both{sealed: Serve(sealed, o)}
	o.TLS = nil
	o.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", "https://"+r.Host+r.URL.RequestURI())
		w.WriteHeader(http.StatusPermanentRedirect)
	})
	b.plain = Serve(plain, o)
	return b
}

// Wait blocks until one of the servers has failed, or ctx ends, which is no failure.
func (b *Both) Wait(ctx context.Context) error {
	select {
	case <-b.plain.done:
		return b.plain.err
	case <-b.sealed.done:
		return b.sealed.err
	case <-ctx.Done():
		return nil
	}
}

// Close closes both servers.
func (b *Both) Close(ctx context.Context) error {
	return errors.Join(b.plain.Close(ctx), b.sealed.Close(ctx))
}

// A Memory is where a client has been asked to come over HTTPS only: by host, without its port (RFC 6797 section 8.2).
type Memory map[string]bool

// Rewrite is the URL to ask instead of url: with https where the host has asked for that. The port stays
// (RFC 6797 section 8.3).
func (m Memory) Rewrite(url string) string {
	if rest, ok := strings.CutPrefix(url, "http://"); ok && m[host(rest)] {
		return "https://" + rest
	}
	return url
}

// Note remembers what the answer to url asks for. Over plain HTTP anyone could have put the header there, so it does
// not count (RFC 6797 section 8.1).
func (m Memory) Note(url string, a *Answer) {
	if rest, ok := strings.CutPrefix(url, "https://"); ok && a.Header.Get(SecureTransport) != "" {
		m[host(rest)] = true
	}
}

// host is the host of what follows the scheme in a URL.
func host(rest string) string {
	authority, _, _ := strings.Cut(rest, "/")
	name, _, err := net.SplitHostPort(authority)
	if err != nil {
		return authority
	}
	return name
}
