package pki

import (
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"strings"
	"testing"
	"time"
)

// signed is a server's certificate for localhost.
func signed(t *testing.T, ca Issuer, o SignOptions, names ...string) *x509.Certificate {
	t.Helper()
	csr, err := Request(generate(t, P256), Subject{CommonName: "localhost"}, names...)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := ca.Sign(csr, Life{From: now}, o)
	if err != nil {
		t.Fatal(err)
	}
	return cert
}

// made is a certificate of a kind that pki does not make, signed by parent or, if that is nil, by itself.
func made(t *testing.T, change func(*x509.Certificate), parent *Issuer) Issuer {
	t.Helper()
	key := generate(t, P256)
	c := template(Life{From: now})
	c.SerialNumber = big.NewInt(1)
	c.Subject = pkix.Name{CommonName: "made"}
	change(c)
	if parent == nil {
		parent = &Issuer{c, key}
	}
	cert, err := create(c, parent.Certificate, key.Public(), parent.Key)
	if err != nil {
		t.Fatal(err)
	}
	return Issuer{cert, key}
}

func aCA(c *x509.Certificate) { c.IsCA, c.BasicConstraintsValid = true, true }

func TestVerifySaysWhatAClientWould(t *testing.T) {
	ca, other := authority(t), authority(t) // of the same name
	noCA := made(t, func(c *x509.Certificate) { c.Subject.CommonName = "no CA" }, nil)
	onlyCRLs := made(t, func(c *x509.Certificate) { aCA(c); c.KeyUsage = x509.KeyUsageCRLSign }, nil)
	middle := made(t, func(c *x509.Certificate) { aCA(c); c.Subject.CommonName = "middle" }, &ca)
	narrow := made(t, func(c *x509.Certificate) {
		aCA(c)
		c.Subject.CommonName = "narrow"
		c.PermittedDNSDomains, c.PermittedDNSDomainsCritical = []string{"squirrels.example"}, true
	}, nil)
	local := signed(t, ca, SignOptions{}, "localhost", "127.0.0.1")
	self, err := SelfSigned(generate(t, P256), Subject{CommonName: "localhost"}, Life{From: now}, "localhost")
	if err != nil {
		t.Fatal(err)
	}
	chain := func(c ...*x509.Certificate) []*x509.Certificate { return c }
	ok := Trust{Roots: chain(ca.Certificate), Name: "localhost", Now: now.Add(time.Hour), Peer: x509.ExtKeyUsageServerAuth}
	with := func(change func(*Trust)) Trust { u := ok; change(&u); return u }
	trusting := func(r ...*x509.Certificate) Trust { return with(func(u *Trust) { u.Roots = r }) }

	for _, c := range []struct {
		about string
		chain []*x509.Certificate
		trust Trust
		want  string // the checks that fail, with what is said of them; empty: none
	}{
		{"all well", chain(local), ok, ""},
		{"asked for by address", chain(local), with(func(u *Trust) { u.Name = "127.0.0.1" }), ""},
		{"trusted itself", chain(self), trusting(self), ""},
		{"a link between", chain(signed(t, middle, SignOptions{}, "localhost"), middle.Certificate), ok, ""},
		{"no name asked for", chain(local), with(func(u *Trust) { u.Name = "" }), ""},

		{"unknown CA", chain(local), trusting(self), "chain: it says that CN=my-ca.com,O=My CA,L=Berlin,ST=Berlin,C=DE signed it, and nobody of that name is known"},
		{"a CA that borrowed the name", chain(local), trusting(other.Certificate), "chain: it says that CN=my-ca.com,O=My CA,L=Berlin,ST=Berlin,C=DE signed it, but the signature is not made with that one's key"},
		{"one of two of that name", chain(local), trusting(other.Certificate, ca.Certificate), ""},
		{"self-signed", chain(self), ok, "chain: it leads to a certificate that signed itself, and that is not among the trusted: CN=localhost"},
		{"the link is missing", chain(signed(t, middle, SignOptions{}, "localhost")), ok, "chain: it says that CN=middle signed it, and nobody of that name is known"},
		{"signed by no CA", chain(signed(t, noCA, SignOptions{}, "localhost")), trusting(noCA.Certificate), "authority: the certificate of CN=no CA is not a CA's certificate: it has no basicConstraints, so clients refuse what it signs"},
		{"signed by one that may sign revocations only", chain(signed(t, onlyCRLs, SignOptions{}, "localhost")), trusting(onlyCRLs.Certificate), "authority: the certificate of CN=made is not a CA's certificate: its keyUsage leaves out keyCertSign"},
		{"expired", chain(local), with(func(u *Trust) { u.Now = now.Add(31 * 24 * time.Hour) }), "clock: the certificate of CN=localhost held until 2025-03-31 12:00:00 UTC; the clock says 2025-04-01 12:00:00 UTC"},
		{"too early", chain(local), with(func(u *Trust) { u.Now = now.Add(-time.Second) }), "clock: the certificate of CN=localhost holds only from 2025-03-01 12:00:00 UTC; the clock says 2025-03-01 11:59:59 UTC"},
		{"wrong name", chain(local), with(func(u *Trust) { u.Name = "squirrels.example" }), "name: it is for localhost, 127.0.0.1, not for squirrels.example"},
		{"a name in the CN alone", chain(signed(t, ca, SignOptions{})), ok, "name: it has no alternative names, so it is for no name at all; most clients don't look at the CN any more"},
		{"a client's", chain(signed(t, ca, SignOptions{Client: true}, "localhost")), ok, "purpose: its extKeyUsage leaves out serverAuth"},
		{"a server's, as a client's", chain(local), with(func(u *Trust) { u.Peer = x509.ExtKeyUsageClientAuth }), "purpose: its extKeyUsage leaves out clientAuth"},
		{"a CA for other names", chain(signed(t, narrow, SignOptions{}, "localhost")), trusting(narrow.Certificate), `the rest: a root or intermediate certificate is not authorized to sign for this name: DNS name "localhost" is not permitted by any constraint`},
		{"all at once", chain(self), with(func(u *Trust) { u.Name, u.Now = "x", now.Add(-time.Second) }), "chain clock name"},
	} {
		var failed, said []string
		for _, check := range Verify(c.chain, c.trust) {
			if check.Err != nil {
				failed, said = append(failed, check.Name), append(said, check.Name+": "+check.Err.Error())
			} else if check.Found == "" {
				t.Errorf("%s: %s says nothing", c.about, check.Name)
			}
		}
		if got := strings.Join(said, "; "); got != c.want && strings.Join(failed, " ") != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.about, got, c.want)
		}
		if err := verify(c.chain, c.trust); (err == nil) != (len(failed) == 0) {
			t.Errorf("%s: crypto/x509 says %v", c.about, err)
		}
	}
}

// Two authorities that vouch for each other lead nowhere, and it is found out.
func TestVerifyGoesInNoCircle(t *testing.T) {
	keyA, keyB := generate(t, P256), generate(t, P256)
	a, b := template(Life{From: now}), template(Life{From: now})
	a.Subject.CommonName, b.Subject.CommonName = "a", "b"
	aCA(a)
	aCA(b)
	byB, err := create(a, b, keyA.Public(), keyB)
	if err != nil {
		t.Fatal(err)
	}
	byA, err := create(b, a, keyB.Public(), keyA)
	if err != nil {
		t.Fatal(err)
	}
	checks := Verify([]*x509.Certificate{byB, byA, byB}, Trust{Now: now, Peer: x509.ExtKeyUsageAny})
	if err := checks[0].Err; err == nil || !strings.Contains(err.Error(), "more than 10 certificates") {
		t.Errorf("%v", err)
	}
}

func TestNames(t *testing.T) {
	value := func(v any, oid ...int) pkix.RelativeDistinguishedNameSET {
		return pkix.RelativeDistinguishedNameSET{{Type: asn1.ObjectIdentifier(oid), Value: v}}
	}
	for want, name := range map[string]pkix.RDNSequence{
		"nobody":                        {},
		"CN=localhost,O=Squirrels,C=DE": {value("DE", 2, 5, 4, 6), value("Squirrels", 2, 5, 4, 10), value("localhost", 2, 5, 4, 3)},
		`CN=a\,b`:                       {value("a,b", 2, 5, 4, 3)},
		`emailAddress=a\+b@x.example`:   {value("a+b@x.example", 1, 2, 840, 113549, 1, 9, 1)},
		"1.2.3=#130178":                 {value("x", 1, 2, 3)},
		"CN=a+CN=b":                     {append(value("a", 2, 5, 4, 3), value("b", 2, 5, 4, 3)...)},
	} {
		der, err := asn1.Marshal(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := nameOf(der); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	noise := make([]byte, 20)
	rand.Read(noise)
	noise[0] = 0xff
	if got := nameOf(noise); got != "?" {
		t.Errorf("%x is %s", noise, got)
	}
}
