package pki

import (
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// An Issuer signs requests.
type Issuer struct {
	Certificate *x509.Certificate
	Key         crypto.Signer
}

// SignOptions say what a signed certificate is for. The zero value: a server's.
type SignOptions struct {
	Client        bool // for a client to prove who it is, instead of a server
	AnyExtensions bool // take over every extension that the request asks for, not just alternative names
}

// ErrNoProof says that whoever asks has not shown to have the private key.
var ErrNoProof = errors.New("the request was not signed with the private key that belongs to it, or was changed since")

// An ExtensionError says which extensions a request asks for that are not granted.
type ExtensionError struct{ Asked []string }

func (e *ExtensionError) Error() string {
	return "the request asks for more than a certificate gets by itself: " + strings.Join(e.Asked, "; ")
}

// Sign makes the certificate that a request asks for. It checks the request's own signature, takes over
// subject, key and alternative names, and refuses requests that want more: whoever asks could ask to be a CA.
func (i Issuer) Sign(csr *x509.CertificateRequest, life Life, o SignOptions) (*x509.Certificate, error) {
	if err := proof(csr); err != nil {
		return nil, err
	}
	t := template(life)
	t.RawSubject = csr.RawSubject // to the byte: a pkix.Name would drop what it doesn't know
	t.DNSNames, t.IPAddresses, t.EmailAddresses, t.URIs = csr.DNSNames, csr.IPAddresses, csr.EmailAddresses, csr.URIs
	t.BasicConstraintsValid = true
	t.KeyUsage = usage(csr.PublicKey)
	t.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	if o.Client {
		t.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	}
	if o.AnyExtensions {
		t.ExtraExtensions = slices.DeleteFunc(slices.Clone(csr.Extensions), func(e pkix.Extension) bool {
			return e.Id.Equal(oidAuthorityKey) // which key signs is for the issuer to say
		})
	} else if more := beyond(csr.Extensions, t); len(more) > 0 {
		return nil, &ExtensionError{more}
	}
	return create(t, i.Certificate, csr.PublicKey, i.Key)
}

var oidAuthorityKey = asn1.ObjectIdentifier{2, 5, 29, 35}

// proof says why a request doesn't show that whoever asks has the private key; the error is ErrNoProof, or says why
// its signature can't tell.
func proof(csr *x509.CertificateRequest) error {
	const enough = 1024 // bits of RSA; shorter keys have been broken
	err := csr.CheckSignature()
	var weak x509.InsecureAlgorithmError
	key, isRSA := csr.PublicKey.(*rsa.PublicKey)
	switch {
	case err == nil:
		return nil
	case errors.As(err, &weak):
		return fmt.Errorf("the request is signed with %v, which anybody could forge", csr.SignatureAlgorithm)
	case errors.Is(err, x509.ErrUnsupportedAlgorithm):
		return errors.New("the request has a key or signature of a kind that is not known here")
	case isRSA && key.N.BitLen() < enough:
		return fmt.Errorf("the request's key has %d bits, so few that anybody could find the private one", key.N.BitLen())
	}
	return ErrNoProof
}

// beyond says which of the extensions that are asked for give more than t does.
func beyond(asked []pkix.Extension, t *x509.Certificate) (more []string) {
	for _, e := range asked {
		d := describe(e)
		if !d.within(t) {
			more = append(more, d.String())
		}
	}
	return more
}

// Doubts says why clients might not believe a certificate that was signed, though it was.
func (i Issuer) Doubts(c *x509.Certificate, now time.Time) (doubts []string) {
	if now.After(i.Certificate.NotAfter) {
		doubts = append(doubts, "the authority's own certificate held until "+clock(i.Certificate.NotAfter)+", so clients refuse what it signs")
	}
	if len(c.DNSNames)+len(c.IPAddresses) == 0 && slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageServerAuth) {
		doubts = append(doubts, "it has no alternative names, so most clients refuse it whatever they asked for")
	}
	if c.IsCA {
		doubts = append(doubts, "it may sign others: whoever has its key is an authority too")
	}
	return doubts
}

// ErrNotCA says that what should sign is not a CA's certificate.
var ErrNotCA = errors.New("not a CA's certificate")

// maySign says why clients won't take a certificate for that of a CA (RFC 5280, 6.1.4 (k) and (n)); the error is
// ErrNotCA.
func maySign(c *x509.Certificate) error {
	switch {
	case !c.BasicConstraintsValid:
		return fmt.Errorf("%w: it has no basicConstraints, so clients refuse what it signs", ErrNotCA)
	case !c.IsCA:
		return fmt.Errorf("%w: its basicConstraints say CA:FALSE", ErrNotCA)
	case c.KeyUsage != 0 && c.KeyUsage&x509.KeyUsageCertSign == 0:
		return fmt.Errorf("%w: its keyUsage leaves out keyCertSign", ErrNotCA)
	}
	return nil
}
