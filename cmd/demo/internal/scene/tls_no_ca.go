package scene

import (
	"crypto/tls"
	"crypto/x509"

	"eavesdrop/cmd/demo/internal/secret"
)

// TLSNoCA is the lesson in which nobody has told the members whom to trust.
func TLSNoCA() Scene {
	noCA := func(version uint16) func(st *Stage) secret.Protection {
		return func(st *Stage) secret.Protection {
			return secret.TLS(st.Papers, st.KeyLog).With(secret.Version(version)).WithClient(func(c *tls.Config) {
				c.RootCAs = x509.NewCertPool() // empty
			})
		}
	}
	const refuses = "certificate signed by unknown authority"
	s := protected(Scene{
		Name:     "tls-no-ca",
		Scheme:   "https",
		Keyless:  true,
		Refuses:  refuses,
		Question: "What happens when the members don't know who signed the certificate?",
		Story:    "The server's certificate is in order, but the members have never heard of the CA that signed it. They end the conversation. This is TLS 1.2.",
		Look:     "The alert unknown_ca, in the clear: the listener learns why it ended. Nothing was asked, so nothing leaked.",
	}, noCA(tls.VersionTLS12))
	s.Beside = []Scene{protected(Scene{
		Name:     "tls-no-ca-1.3",
		Scheme:   "https",
		Keyless:  true,
		Refuses:  refuses,
		Question: "Can the listener still tell why, in TLS 1.3?",
		Story:    "The same in TLS 1.3.",
		Look:     "The certificate and the alert are sealed. By its size and by its place, the last word before the end, it must be an alert: worked out, not read.",
	}, noCA(tls.VersionTLS13))}
	return s
}
