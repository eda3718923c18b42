package scene

import "eavesdrop/cmd/demo/internal/secret"

// FernetWrongKey is the lesson with a member who has another key.
func FernetWrongKey() Scene {
	s := protected(Scene{
		Name:     "fernet-wrong-key",
		Scheme:   "http",
		Shared:   true,
		Keyless:  true,
		Refuses:  secret.ErrSignature.Error(),
		Question: "Does the wire show whether the keys fit?",
		Story:    "The server seals the secret with its key. The member has a key too, but another one: the token's signature does not match, so it is thrown away unopened.",
		Look:     "The same as with the right key, beside it: the wire can't tell. Only the member knows.",
	}, func(st *Stage) secret.Protection { return secret.Fernet(st.Key) })
	s.Ask = protected(s, func(*Stage) secret.Protection {
		another, err := secret.NewFernetKey()
		p := secret.Fernet(another)
		if err != nil {
			p.Open = func([]byte) ([]byte, error) { return nil, err }
		}
		return p
	}).Ask
	right := Fernet()
	right.Name = "fernet-right-key"
	right.Question = "And when they fit?"
	right.Story = "The same, and the member has the key that the server has: it opens the token."
	right.Look = "Nothing that was not there with the wrong key. What the two tokens have in common is their form."
	s.Beside = []Scene{right}
	return s
}
