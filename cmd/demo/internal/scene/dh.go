package scene

import (
	"context"
	"errors"

	"eavesdrop/cmd/demo/internal/secret"
)

// DH is the lesson with a key that is agreed on while somebody listens.
func DH() Scene {
	s := agreed(Scene{
		Name:     "dh",
		Curl:     `--data '{"group":"modp","p":1048343,"g":5,"A":25}'`, // a is 2
		Question: "Can two agree on a key while somebody listens?",
		Story: "Member and server each think of a number, and keep it. They send what they make of it (Diffie-Hellman), and " +
			"both work out the same key, which seals the secret. Here the numbers are small: the prime has 20 bits.",
		Look: "Both public values cross the wire, and the key does not. But there are only a million numbers to think of, " +
			"and the listener tries them.",
	}, secret.Small)
	s.Beside = []Scene{agreed(Scene{
		Name:     "dh-x25519",
		Curl:     `--data '{"group":"x25519","A":"CQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}'`, // the base point itself
		Question: "And with numbers that are large enough?",
		Story:    "The same with X25519, which most of the web uses: there are 2 to the power of 251 numbers to think of.",
		Look: "Both public values are readable, and of no use to who only listens. But nobody proved whose they are: who can " +
			"change what is sent agrees on a key with each side.",
	}, secret.X25519{})}
	return s
}

// agreed is a scene in which the ends agree on a key in that group.
func agreed(s Scene, g secret.Group) Scene {
	s.Scheme = "http"
	s.Serve = func(st *Stage) (Server, error) {
		return serve(st, secret.ServerOptions{Handler: secret.Agree(st.Secret, g)})
	}
	s.Ask = func(ctx context.Context, st *Stage, url string) (Outcome, error) {
		c := secret.NewClient(secret.ClientOptions{Localhost: st.Addr.Addr(), Traffic: &st.Asked})
		got, err := c.AskAgreeing(ctx, url+"/", g)
		closeErr := c.Close()
		out, err := s.judge(got, err)
		return out, errors.Join(err, closeErr)
	}
	return s
}
