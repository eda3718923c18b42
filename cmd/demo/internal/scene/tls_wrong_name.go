package scene

import (
	"crypto/tls"

	"eavesdrop/cmd/demo/internal/secret"
)

// TLSWrongName is the lesson with a good certificate of somebody else.
func TLSWrongName() Scene {
	return protected(Scene{
		Name:     "tls-wrong-name",
		Scheme:   "https",
		Refuses:  "certificate is valid for oak.example, not localhost",
		Question: "Why is it not enough that a certificate is genuine?",
		Story:    "The members ask for localhost. The certificate that comes is signed by a CA they trust, and holds; but it is for oak.example. They refuse it. This is TLS 1.2.",
		Look:     "The name in the client's hello, and the names in the certificate: the listener can compare them too.",
		Prepare:  paperwork{names: []string{"oak.example"}}.prepare,
	}, func(st *Stage) secret.Protection {
		return secret.TLS(st.Papers, st.KeyLog).With(secret.Version(tls.VersionTLS12))
	})
}
