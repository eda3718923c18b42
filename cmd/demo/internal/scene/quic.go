package scene

import (
	"context"

	"eavesdrop/cmd/demo/internal/secret"
)

// QUIC is the lesson with the newest way that web pages travel.
func QUIC() Scene {
	protection := func(st *Stage) secret.Protection {
		return secret.TLS(st.Papers, st.KeyLog)
	}
	s := Scene{
		Name:     "quic",
		Scheme:   "https",
		Curl:     "--http3-only",
		Question: "Does QUIC, which encrypts from the first packet on, hide more?",
		Story:    "The same server, asked over HTTP/3: TLS 1.3 inside QUIC, in UDP datagrams instead of a TCP connection.",
		Look:     "The first packet is encrypted, but everybody can make its key: the name in the hello is as readable as ever. The rest is sealed.",
	}
	s.Serve = func(st *Stage) (Server, error) {
		p := protection(st)
		return secret.ServeQUIC(st.Addr, secret.ServerOptions{Handler: p.Handler(st.Secret), TLS: p.ServerTLS, Traffic: &st.Served})
	}
	s.Ask = func(ctx context.Context, st *Stage, url string) (Outcome, error) {
		p := protection(st)
		p.ClientTLS.NextProtos = nil // HTTP/3 has its own
		got, err := secret.AskQUIC(ctx, url, p, secret.ClientOptions{TLS: p.ClientTLS, Localhost: st.Addr.Addr(), Traffic: &st.Asked})
		return s.judge(got, err)
	}
	return s
}
