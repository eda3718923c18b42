package pki

import (
	"bytes"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"strings"
	"testing"
	"time"
)

// Extensions, as they stand in requests.
var (
	beACA       = pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 19}, Value: []byte{0x30, 0x03, 0x01, 0x01, 0xff}} // cA TRUE
	beNoCA      = pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 19}, Value: []byte{0x30, 0x00}}
	mayCertSign = pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 15}, Value: []byte{0x03, 0x02, 0x02, 0x04}} // bit 5
	maySignData = pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 15}, Value: []byte{0x03, 0x02, 0x07, 0x80}} // bit 0
	forServers  = pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Value: []byte("\x30\x0a\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x01")}
	forClients  = pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Value: []byte("\x30\x0a\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x02")}
	oddName     = pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 17}, Value: []byte("\x30\x0d\x82\x01x\x88\x08\x2b\x06\x01\x05\x05\x07\x03\x01")} // DNS, registeredID
	private     = pkix.Extension{Id: asn1.ObjectIdentifier{1, 2, 3, 4}, Value: []byte{0x05, 0x00}}
	damaged     = pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 15}, Value: []byte{0x03, 0x05, 0x02}}
	keyName     = pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 14}, Value: []byte{0x04, 0x02, 0xab, 0xcd}}
	issuerKey   = pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 35}, Value: []byte{0x30, 0x04, 0x80, 0x02, 0xab, 0xcd}}
)

// asking makes a request that asks for extensions.
func asking(t *testing.T, all ...pkix.Extension) *x509.CertificateRequest {
	t.Helper()
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{
		Subject: pkix.Name{CommonName: "greedy"}, ExtraExtensions: all,
	}, generate(t, P256))
	if err != nil {
		t.Fatal(err)
	}
	csr, err := x509.ParseCertificateRequest(der)
	if err != nil {
		t.Fatal(err)
	}
	return csr
}

func TestSignRefusesAndSaysWhat(t *testing.T) {
	ca := authority(t)
	for _, c := range []struct {
		asked  []pkix.Extension
		client bool
		want   string // of the error; empty: it is signed
	}{
		{asked: nil},
		{asked: []pkix.Extension{beNoCA, maySignData, forServers, keyName}},
		{asked: []pkix.Extension{forClients}, client: true},
		{asked: []pkix.Extension{beACA}, want: "itself: basicConstraints CA:TRUE"},
		{asked: []pkix.Extension{mayCertSign}, want: "itself: keyUsage keyCertSign"},
		{asked: []pkix.Extension{forClients}, want: "itself: extKeyUsage clientAuth"},
		{asked: []pkix.Extension{forServers}, client: true, want: "itself: extKeyUsage serverAuth"},
		{asked: []pkix.Extension{oddName}, want: "itself: subjectAltName DNS:x, another kind of name (tag 8)"},
		{asked: []pkix.Extension{private}, want: "itself: 1.2.3.4 (2 bytes)"},
		{asked: []pkix.Extension{damaged}, want: "itself: keyUsage damaged: 030502"},
		{asked: []pkix.Extension{beACA, maySignData, private}, want: "itself: basicConstraints CA:TRUE; 1.2.3.4 (2 bytes)"},
	} {
		_, err := ca.Sign(asking(t, c.asked...), Life{From: now}, SignOptions{Client: c.client})
		var more *ExtensionError
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%v: %v", c.asked, err)
		case c.want != "" && (!errors.As(err, &more) || !strings.HasSuffix(err.Error(), c.want)):
			t.Errorf("%v; want an error that ends in %s", err, c.want)
		}
	}
}

func TestSignGrantsAllWhenTold(t *testing.T) {
	ca := authority(t)
	cert, err := ca.Sign(asking(t, beACA, private, issuerKey), Life{From: now}, SignOptions{AnyExtensions: true})
	if err != nil {
		t.Fatal(err)
	}
	if !cert.IsCA {
		t.Error("basicConstraints were not copied")
	}
	if !bytes.Equal(cert.AuthorityKeyId, ca.Certificate.SubjectKeyId) {
		t.Errorf("the request named the authority's key: %x", cert.AuthorityKeyId)
	}
	found := false
	for _, e := range cert.Extensions {
		found = found || e.Id.Equal(private.Id)
	}
	if !found {
		t.Error("1.2.3.4 was not copied")
	}
	doubts := strings.Join(ca.Doubts(cert, now.Add(31*24*time.Hour)), "\n")
	for _, want := range []string{"it may sign others", "no alternative names", "the authority's own certificate held until"} {
		if !strings.Contains(doubts, want) {
			t.Errorf("%q is not among the doubts:\n%s", want, doubts)
		}
	}
}

func TestSignWantsProof(t *testing.T) {
	ca := authority(t)
	good, err := Request(generate(t, P256), Subject{CommonName: "squirrels"}, "localhost")
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(der []byte) []byte{
		"another signature": func(der []byte) []byte { der[len(der)-1] ^= 1; return der },
		"another subject":   func(der []byte) []byte { return bytes.Replace(der, []byte("squirrels"), []byte("squirrelz"), 1) },
		"another name":      func(der []byte) []byte { return bytes.Replace(der, []byte("localhost"), []byte("somewhere"), 1) },
	} {
		csr, err := x509.ParseCertificateRequest(change(bytes.Clone(good.Raw)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ca.Sign(csr, Life{From: now}, SignOptions{AnyExtensions: true}); !errors.Is(err, ErrNoProof) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What a pkix.Name has no field for is part of who somebody is, too.
func TestSignKeepsTheWholeSubject(t *testing.T) {
	mail := pkix.AttributeTypeAndValue{Type: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 1}, Value: "club@squirrels.example"}
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{
		Subject: pkix.Name{CommonName: "localhost", ExtraNames: []pkix.AttributeTypeAndValue{mail}}, DNSNames: []string{"localhost"},
	}, generate(t, P256))
	if err != nil {
		t.Fatal(err)
	}
	csr, err := x509.ParseCertificateRequest(der)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := authority(t).Sign(csr, Life{From: now}, SignOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(cert.RawSubject, csr.RawSubject) {
		t.Errorf("subject %x, asked for %x", cert.RawSubject, csr.RawSubject)
	}
	if want := "I am emailAddress=club@squirrels.example,CN=localhost according to CN=my-ca.com"; !strings.Contains(Sentence(cert), want) {
		t.Errorf("%s; want %s", Sentence(cert), want)
	}
}
