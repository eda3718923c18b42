package scene

import (
	"crypto/tls"
	"time"

	"eavesdrop/cmd/demo/internal/pki"
	"eavesdrop/cmd/demo/internal/secret"
)

// MTLS is the lesson in which the members prove who they are, too.
func MTLS() Scene {
	mutual := func(version uint16) func(st *Stage) secret.Protection {
		return func(st *Stage) secret.Protection {
			p := secret.TLS(st.Papers, st.KeyLog).With(secret.Version(version)).WithClient(func(c *tls.Config) {
				if st.Member != nil {
					c.Certificates = []tls.Certificate{st.Member.TLS()}
				}
			})
			return p.WithServer(func(c *tls.Config) {
				c.ClientAuth, c.ClientCAs = tls.RequireAndVerifyClientCert, st.Member.Pool()
			})
		}
	}
	s := protected(Scene{
		Name:     "mtls",
		Scheme:   "https",
		Prepare:  membership,
		Question: "Who learns who the client is, when it has a certificate too?",
		Story:    "The server wants to know who asks, and the member hazel has a certificate from the club's CA. They speak TLS 1.2.",
		Look:     "Two certificates, both word for word: the listener learns who the member is, before anything is sealed.",
	}, mutual(tls.VersionTLS12))
	s.Beside = []Scene{protected(Scene{
		Name:     "mtls-1.3",
		Scheme:   "https",
		Prepare:  membership,
		Question: "And in TLS 1.3?",
		Story:    "The same in TLS 1.3.",
		Look:     "Both certificates are sealed. That the member sent one shows in the size of its part of the handshake; whose it is does not.",
	}, mutual(tls.VersionTLS13))}
	return s
}

// membership puts papers on the stage of which one is a member's.
func membership(st *Stage) error {
	now := time.Now()
	ca, err := pki.NewAuthority(now)
	if err != nil {
		return err
	}
	if err := (paperwork{}).issue(st, ca); err != nil {
		return err
	}
	st.Member, err = ca.Issue(pki.P256, pki.LifeAt(now), pki.SignOptions{Client: true}, "hazel")
	return err
}
