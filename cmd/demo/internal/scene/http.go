package scene

import "eavesdrop/cmd/demo/internal/secret"

// HTTP is the lesson without any protection.
func HTTP() Scene {
	return protected(Scene{
		Name:     "http",
		Scheme:   "http",
		Question: "What can be read when nothing is protected?",
		Story:    "The club's server gives its secret to whoever asks, over plain HTTP. A member asks.",
		Look:     "The request and the answer, word for word; the secret in the last line.",
	}, func(*Stage) secret.Protection { return secret.HTTP() })
}
