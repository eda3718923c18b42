package scene

import (
	"crypto/tls"
	"crypto/x509"
	"time"

	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/demo/internal/secret"
)

// TLSSelfSigned is the lesson in which the server vouches for itself.
func TLSSelfSigned() Scene {
	s := protected(Scene{
		Name:     "tls-self-signed",
		Scheme:   "https",
		Keyless:  true,
		Refuses:  "certificate signed by unknown authority",
		Prepare:  adhoc,
		Question: "What is a certificate worth that its owner signed?",
		Story:    "The server made its certificate on the spot and signed it itself, as test servers do. The members refuse it. They speak TLS 1.2, so that it can be seen.",
		Look:     "\"I am X according to X\": anybody could have made it. The alert unknown_ca ends it.",
	}, func(st *Stage) secret.Protection {
		return secret.TLS(st.Papers, st.KeyLog).With(secret.Version(tls.VersionTLS12))
	})
	s.Beside = []Scene{protected(Scene{
		Name:     "tls-self-signed-insecure",
		Scheme:   "https",
		Keyless:  true,
		Prepare:  adhoc,
		Question: "What changes on the wire when the members take any certificate?",
		Story:    "The members accept the risk, as curl --insecure does: whoever answers, they take for the server.",
		Look:     "The same certificate, and the secret is sealed as well as ever. What is missing does not show: nobody knows whom they have told it to.",
	}, func(st *Stage) secret.Protection {
		return secret.TLS(st.Papers, st.KeyLog).With(secret.Version(tls.VersionTLS12)).WithClient(insecure)
	})}
	return s
}

// insecure has a client take whatever certificate comes.
func insecure(c *tls.Config) { c.InsecureSkipVerify = true }

// adhoc puts papers on the stage that nobody but the server vouches for.
func adhoc(st *Stage) error {
	key, err := pki.GenerateKey(pki.P256)
	if err != nil {
		return err
	}
	cert, err := pki.SelfSigned(key, pki.Subject{CommonName: "localhost"}, pki.LifeAt(time.Now()), "localhost")
	if err != nil {
		return err
	}
	st.Papers = &pki.Server{Chain: []*x509.Certificate{cert}, Key: key}
	return nil
}
