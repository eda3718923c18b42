package scene

import "eavesdrop/cmd/demo/internal/secret"

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
	s.Ask = protected(s, func(*Stage) secret.Protection { return secret.HTTP() }).Ask
	return s
}
