package scene

import (
	"crypto/tls"

	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/demo/internal/secret"
	"eavesdrop/decode"
	"eavesdrop/report"
)

// TLSRSALeaked is the lesson in which the server's private key leaks, after the conversation was recorded.
func TLSRSALeaked() Scene {
	withSuite := func(id uint16) func(st *Stage) secret.Protection {
		return func(st *Stage) secret.Protection {
			return secret.TLS(st.Papers, st.KeyLog).With(secret.Version(tls.VersionTLS12)).With(func(c *tls.Config) {
				c.CipherSuites = []uint16{id}
			})
		}
	}
	rsa := paperwork{algorithm: pki.RSA2048}.prepare
	leak := []Holder{{Name: "with the leaked key", Sees: report.Holding(decode.ServerKey)}}
	s := protected(Scene{
		Name:     "tls-rsa-leaked",
		Scheme:   "https",
		Question: "What becomes of recordings when the server's private key leaks?",
		Story:    "TLS 1.2 as it long was: the client encrypts a secret to the key in the certificate (RSA key exchange). Somebody records it. Much later, the server's private key leaks.",
		Look:     "Who recorded it opens all of it, years later: the secret is found, marked with the key that it took.",
		Prepare:  rsa,
		Holders:  leak,
	}, withSuite(tls.TLS_RSA_WITH_AES_128_GCM_SHA256))
	s.Beside = []Scene{protected(Scene{
		Name:     "tls-ecdhe-leaked",
		Scheme:   "https",
		Question: "And when the keys were made for one conversation alone?",
		Story:    "The same server, the same key, the same leak; but client and server made fresh keys (ECDHE), and the certificate's key only signed them.",
		Look:     "It stays closed, and it is said why: that key never opened anything.",
		Prepare:  rsa,
		Holders:  []Holder{{Name: "with its leaked key", Sees: report.Holding(decode.ServerKey)}},
	}, withSuite(tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256))}
	return s
}
