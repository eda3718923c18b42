package scene

import (
	"context"
	"crypto/tls"
	"errors"

	"eavesdrop/cmd/demo/internal/secret"
)

// Resume is the lesson in which a member comes back.
func Resume() Scene {
	s := twice(Scene{
		Name:     "resume",
		Scheme:   "https",
		Question: "Can the listener tell that the same member came again?",
		Story:    "A member asks, goes, and asks again. The first handshake ended with a ticket for it, by which the second conversation goes on from the first. They speak TLS 1.2.",
		Look:     "The ticket, twice, byte for byte: once as the server gives it out, once as the client shows it. The second handshake has no certificate.",
	}, tls.VersionTLS12)
	s.Beside = []Scene{twice(Scene{
		Name:     "resume-1.3",
		Scheme:   "https",
		Question: "What of it is still to be seen in TLS 1.3?",
		Story:    "The same in TLS 1.3, where tickets are given out sealed.",
		Look:     "A ticket in the second hello. It was never seen before, so it leads to no other conversation; but it shows that the two have met before.",
	}, tls.VersionTLS13)}
	return s
}

// twice is the halves of a scene in which one member asks twice, in two connections that share tickets.
func twice(s Scene, version uint16) Scene {
	s = protected(s, func(st *Stage) secret.Protection {
		return secret.TLS(st.Papers, st.KeyLog).With(secret.Version(version))
	})
	s.Ask = func(ctx context.Context, st *Stage, url string) (Outcome, error) {
		tickets := tls.NewLRUClientSessionCache(1)
		p := secret.TLS(st.Papers, st.KeyLog).With(secret.Version(version)).WithClient(func(c *tls.Config) {
			c.ClientSessionCache = tickets
		})
		var got string
		for range 2 {
			c := secret.NewClient(secret.ClientOptions{TLS: p.ClientTLS, Localhost: st.Addr.Addr(), Traffic: &st.Asked})
			var err error
			got, err = c.Ask(ctx, url, p)
			if err = errors.Join(err, c.Close()); err != nil {
				return Outcome{}, err
			}
		}
		return s.outcome(got), nil
	}
	return s
}
