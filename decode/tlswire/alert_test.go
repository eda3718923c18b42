package tlswire

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"slices"
	"testing"

	"eavesdrop/decode"
)

// TestRefusedCertificates says whose certificate was refused: the server's, or the client's.
func TestRefusedCertificates(t *testing.T) {
	cert := identity(t, "ecdsa")
	for _, test := range []struct {
		name    string
		version uint16
		refuses decode.Direction
		want    string
	}{
		{"the server's, 1.2", tls.VersionTLS12, decode.FromClient, `server_identity "refused: bad_certificate (self-signed)"`},
		{"the server's, 1.3", tls.VersionTLS13, decode.FromClient, `server_identity "refused: bad_certificate (self-signed)"`},
		{"the client's, 1.2", tls.VersionTLS12, decode.FromServer, `credentials "client certificate refused: unknown_ca (self-signed)"`},
		{"the client's, 1.3", tls.VersionTLS13, decode.FromServer, `credentials "client certificate refused: unknown_ca (self-signed)"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			var log bytes.Buffer
			client, server := trusting(cert, test.version), &tls.Config{Certificates: []tls.Certificate{cert}, KeyLogWriter: &log}
			if client.Certificates = server.Certificates; test.refuses == decode.FromClient {
				client.RootCAs = x509.NewCertPool()
			} else {
				server.ClientAuth, server.ClientCAs = tls.RequireAndVerifyClientCert, x509.NewCertPool()
			}
			script := record(t, client, server)
			events, _, _ := opened(t, Options{KeyLog: keyLog(log.String())}, script)
			var got []string
			for _, e := range events {
				if m, ok := e.Message.(*Alert); !ok || m.Sealed {
					continue
				}
				for f := range e.Message.Facts() {
					got = append(got, string(f.Question)+` "`+f.Text+`"`)
				}
			}
			if !slices.Equal(got, []string{test.want}) {
				t.Errorf("the alert says %q, want %s", got, test.want)
			}
		})
	}
}

// TestLongerThanAnAlert says of no data that it is as long as an alert when an alert came behind it.
func TestLongerThanAnAlert(t *testing.T) {
	var k talk13
	k.begin(7, "", false)
	k.ready()
	k.says(decode.FromClient, k.client.data(question))
	k.says(decode.FromServer, k.server.data(answer), k.server.record(typeAlert, []byte{1, 0}))
	k.says(decode.FromClient, k.client.record(typeAlert, []byte{1, 0}))
	events, _, _ := opened(t, Options{}, k.finish())
	for _, e := range events {
		if m, ok := e.Message.(*Data); ok && m.alert {
			t.Errorf("%s %s", e.Dir, m.Brief().Title)
		}
	}
}
