package scene

import "eavesdrop/cmd/demo/internal/secret"

// TLS is the lesson with a certificate that the members can check.
func TLS() Scene {
	return protected(Scene{
		Name:     "tls",
		Scheme:   "https",
		Question: "What is left to learn when the whole conversation is encrypted?",
		Story:    "The server has a certificate for localhost, signed by a certificate authority (CA) that the members trust. They speak TLS 1.3; no key was shared before.",
		Look:     "The name that the client asks for, versions, software, sizes and times. The certificate is there, sealed.",
	}, func(st *Stage) secret.Protection { return secret.TLS(st.Papers, st.KeyLog) })
}
