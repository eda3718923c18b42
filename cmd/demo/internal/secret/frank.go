package secret

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"sync/atomic"
)

// Alerts about a certificate (RFC 5246, section 7.2.2).
const (
	badCertificate     = 42
	certificateExpired = 45
	unknownCA          = 48
)

// frankness is what makes a client say what is wrong with a server's certificate, as other software does. The
// alert of Go's clients is bad_certificate, whatever it is.
type frankness struct{ alert atomic.Uint32 } // 0: nothing is wrong

// tls is a configuration that does the checks of c itself, to learn what they find. One that checks nothing stays
// as it is.
func (f *frankness) tls(c *tls.Config) *tls.Config {
	if c == nil || c.InsecureSkipVerify {
		return c
	}
	c = c.Clone()
	c.InsecureSkipVerify = true // VerifyConnection does what is skipped
	c.VerifyConnection = func(s tls.ConnectionState) error {
		o := x509.VerifyOptions{Roots: c.RootCAs, DNSName: s.ServerName, Intermediates: x509.NewCertPool()}
		for _, cert := range s.PeerCertificates[1:] {
			o.Intermediates.AddCert(cert)
		}
		_, err := s.PeerCertificates[0].Verify(o)
		if err == nil {
			return nil
		}
		f.alert.Store(uint32(alertFor(err)))
		return &tls.CertificateVerificationError{UnverifiedCertificates: s.PeerCertificates, Err: err}
	}
	return c
}

// alertFor is the alert that tells of an error.
func alertFor(err error) byte {
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, &x509.UnknownAuthorityError{}):
		return unknownCA
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return certificateExpired
	}
	return badCertificate
}

// write is what to write instead of b: an alert that says what is wrong, as long as alerts are not sealed.
func (f *frankness) write(b []byte) []byte {
	alert := byte(f.alert.Load())
	// A record of type alert and two bytes: fatal, bad_certificate (RFC 5246, section 7.2).
	if alert == 0 || len(b) != 7 || b[0] != 21 || b[5] != 2 || b[6] != badCertificate {
		return b
	}
	return append(append([]byte(nil), b[:6]...), alert)
}
