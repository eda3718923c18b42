package scene

import "eavesdrop/cmd/demo/internal/secret"

// Fernet is the lesson with a key that server and members share.
func Fernet() Scene {
	return protected(Scene{
		Name:     "fernet",
		Scheme:   "http",
		Shared:   true,
		Question: "What stays open when only the message is encrypted?",
		Story:    "Server and members share a key. The server sends the secret as a Fernet token, over plain HTTP; the member opens it.",
		Look:     "Method, path and headers are readable. The token shows when it was made, and how many blocks of 16 bytes the secret takes.",
	}, func(st *Stage) secret.Protection { return secret.Fernet(st.Key) })
}
