package scene

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"

	"eavesdrop/cmd/demo/internal/secret"
)

// An attacker answers in the server's place, and asks the server in the members'.
type attacker struct {
	front  *secret.Server // that the members take for the server
	client *secret.Client // that the server takes for a member
	server *secret.Server
}

// attack starts the server, at the address behind, and the attacker before it.
func attack(st *Stage) (*attacker, error) {
	a := new(attacker)
	var err error
	club := secret.TLS(st.Papers, nil)
	if a.server, err = serveAt(st.Behind.String(), secret.ServerOptions{
		Handler: club.Handler(st.Secret), TLS: club.ServerTLS, Traffic: &st.Served, Log: st.Log,
	}); err != nil {
		return nil, err
	}
	a.client = secret.NewClient(secret.ClientOptions{
		TLS: secret.TLS(st.Papers, st.KeyLog).ClientTLS, Localhost: st.Behind.Addr(), From: st.Addr.Addr(), Traffic: &st.Asked,
	})
	var forged Stage
	if err = adhoc(&forged); err == nil {
		disguise := secret.TLS(forged.Papers, nil).WithServer(func(c *tls.Config) { c.KeyLogWriter = st.KeyLog })
		a.front, err = serveAt(st.Addr.String(), secret.ServerOptions{
			Handler: a.passOn(fmt.Sprintf("https://localhost:%d", st.Behind.Port())), TLS: disguise.ServerTLS, Traffic: &st.Served, Log: st.Log,
		})
	}
	if err != nil {
		return nil, errors.Join(err, a.server.Close(context.Background()))
	}
	return a, nil
}

func serveAt(address string, o secret.ServerOptions) (*secret.Server, error) {
	ln, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	return secret.Serve(ln, o), nil
}

// passOn answers members with what the server at the URL answers.
func (a *attacker) passOn(url string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := a.client.Get(r.Context(), url+r.URL.Path)
		if err != nil {
			http.Error(w, "no answer", http.StatusBadGateway)
			return
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Write(body)
	})
}

// Wait waits for the one that the members speak to.
func (a *attacker) Wait(ctx context.Context) error { return a.front.Wait(ctx) }

// Close ends both conversations.
func (a *attacker) Close(ctx context.Context) error {
	err := a.front.Close(ctx)
	return errors.Join(err, a.client.Close(), a.server.Close(ctx))
}
