package secret

import (
	"crypto/tls"
	"io"

	"eavesdrop/cmd/demo/internal/pki"
)

// TLS sends the secret over TLS 1.3 only, to members who trust the server's CA and nobody else. Both ends
// speak HTTP/1.1, and say so in ALPN, so that the exchange inside is the same as without TLS. The client
// writes the session's secrets to keyLog in NSS format, as SSLKEYLOGFILE has browsers do; nil: nobody gets them.
// For the members alone, it is enough that server has a CA.
func TLS(server *pki.Server, keyLog io.Writer) Protection {
	p := Protection{
		Scheme: "https",
		ClientTLS: &tls.Config{
			MinVersion:   tls.VersionTLS13,
			RootCAs:      server.Pool(),
			NextProtos:   []string{"http/1.1"},
			KeyLogWriter: keyLog,
		},
	}
	if len(server.Chain) > 0 {
		p.ServerTLS = &tls.Config{
			MinVersion:   tls.VersionTLS13,
			Certificates: []tls.Certificate{server.TLS()},
			NextProtos:   []string{"http/1.1"},
		}
	}
	return p
}
