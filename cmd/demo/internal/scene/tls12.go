package scene

import (
	"crypto/tls"

	"eavesdrop/cmd/demo/internal/secret"
)

// TLS12 is the lesson with the version of TLS in which the certificate is still readable.
func TLS12() Scene {
	return protected(Scene{
		Name:     "tls12",
		Scheme:   "https",
		Question: "What did TLS 1.2 still show of the server?",
		Story:    "The same server and the same members, but they speak TLS 1.2, with keys that are made for this conversation alone (ECDHE).",
		Look:     "The certificate, word for word: from A to B I am X according to Y. After it, each side's last word of the handshake is sealed.",
	}, func(st *Stage) secret.Protection {
		return secret.TLS(st.Papers, st.KeyLog).With(secret.Version(tls.VersionTLS12))
	})
}
