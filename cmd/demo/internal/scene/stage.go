package scene

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"

	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/demo/internal/secret"
)

// A Stage is what a scene has at hand when it is played. Both halves may be played on stages of their own, in
// two processes, as long as they hold the same key and papers.
type Stage struct {
	Addr   netip.AddrPort    // where the server listens
	Behind netip.AddrPort    // where another one listens that members don't speak to; valid if the scene has two Hosts
	Secret string            // that the server keeps
	Key    *secret.FernetKey // that server and members share
	Papers *pki.Server       // that the server proves itself with; of them, the members have the CA
	Member *pki.Server       // that a member proves itself with, where the server asks for that
	Veil   *Veil             // that hides the server's name; nil: it is in the clear
	KeyLog io.Writer         // gets the secrets of TLS sessions, in whole lines; nil: nobody does
	Log    io.Writer         // gets a line about each client that failed; nil: nobody does

	// Overheard gets what the scene's listener made use of; nil: nobody listens.
	Overheard chan string

	Served, Asked secret.Traffic // what the server's and the members' ends really said
}

// URL is the server's address for members who ask for it by name.
func (st *Stage) URL(scheme string) string {
	return fmt.Sprintf("%s://localhost:%d", scheme, st.Addr.Port())
}

// tell hands over something overheard; what comes when the last was not yet taken is left out.
func (st *Stage) tell(what string) {
	select {
	case st.Overheard <- what:
	default:
	}
}

// servers are where servers listen.
func (st *Stage) servers() []netip.AddrPort {
	if st.Behind.IsValid() {
		return []netip.AddrPort{st.Addr, st.Behind}
	}
	return []netip.AddrPort{st.Addr}
}

// serve serves on the stage.
func serve(st *Stage, o secret.ServerOptions) (Server, error) {
	ln, err := net.Listen("tcp", st.Addr.String())
	if err != nil {
		return nil, err
	}
	o.Traffic, o.Log = &st.Served, st.Log
	return secret.Serve(ln, o), nil
}

// protected is the halves of a scene in which one server gives the secret to one member, and only the
// protection differs.
func protected(s Scene, protection func(st *Stage) secret.Protection) Scene {
	s.Serve = func(st *Stage) (Server, error) {
		p := protection(st)
		return serve(st, secret.ServerOptions{Handler: p.Handler(st.Secret), TLS: p.ServerTLS, Protocols: p.Protocols})
	}
	s.Ask = func(ctx context.Context, st *Stage, url string) (Outcome, error) {
		p := protection(st)
		c := secret.NewClient(secret.ClientOptions{
			TLS: p.ClientTLS, Protocols: p.Protocols, Localhost: st.Addr.Addr(), Traffic: &st.Asked,
		})
		got, err := c.Ask(ctx, url, p)
		closeErr := c.Close()
		out, err := s.judge(got, err)
		return out, errors.Join(err, closeErr)
	}
	return s
}
