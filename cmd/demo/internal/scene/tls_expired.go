package scene

import (
	"crypto/tls"
	"time"

	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/demo/internal/secret"
)

// TLSExpired is the lesson with a certificate that was good until yesterday.
func TLSExpired() Scene {
	const day = 24 * time.Hour
	return protected(Scene{
		Name:     "tls-expired",
		Scheme:   "https",
		Refuses:  "certificate has expired or is not yet valid",
		Question: "Why does a certificate come with dates?",
		Story:    "The certificate held for 30 days, until yesterday; the members know its CA. They refuse it all the same. This is TLS 1.2.",
		Look:     "The dates in the certificate, beside the time of the capture: the listener sees what is wrong as well as the client does.",
		Prepare: func(st *Stage) error {
			return paperwork{life: pki.Life{From: time.Now().Add(-31 * day), Length: 30 * day}}.prepare(st)
		},
	}, func(st *Stage) secret.Protection {
		return secret.TLS(st.Papers, st.KeyLog).With(secret.Version(tls.VersionTLS12))
	})
}
