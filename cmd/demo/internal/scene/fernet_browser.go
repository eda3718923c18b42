package scene

import (
	"context"
	"errors"

	"eavesdrop/cmd/demo/internal/secret"
)

// FernetBrowser is the lesson with a client that has no key at all.
func FernetBrowser() Scene {
	s := protected(Scene{
		Name:     "fernet-browser",
		Scheme:   "http",
		Shared:   true,
		Keyless:  true,
		Question: "How do keys get shared?",
		Story:    "Somebody opens the page with a browser, or any client that just shows what it gets. It has no key, so it shows the token. It would need the key; sent over this wire, the listener would have it too.",
		Look:     "The client learns no more than the listener. No key crosses the wire, so the members have theirs by another way.",
		Ends: func(string) Outcome {
			return Outcome{Said: "the client has no key, and shows the token"}
		},
	}, func(st *Stage) secret.Protection { return secret.Fernet(st.Key) })
	s.Ask = func(ctx context.Context, st *Stage, url string) (Outcome, error) {
		c := secret.NewClient(secret.ClientOptions{Localhost: st.Addr.Addr(), Traffic: &st.Asked})
		token, err := c.Get(ctx, url)
		if err = errors.Join(err, c.Close()); err != nil {
			return Outcome{}, err
		}
		out := s.outcome("")
		if st.Overheard == nil { // played by hand: there is a screen
			out.Shown = string(token)
		}
		return out, nil
	}
	return s
}
