package tlswire

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode/decodetest"
)

// An issuer signs certificates.
type issuer struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// issue makes a certificate; without a signer it signs itself. change may make it worse.
func issue(t testing.TB, by *issuer, name string, change func(*x509.Certificate)) *issuer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: name, Country: []string{"XX"}},
		NotBefore: decodetest.Start.AddDate(0, 0, -1), NotAfter: decodetest.Start.AddDate(0, 0, 30),
		BasicConstraintsValid: true, IsCA: by == nil || strings.HasSuffix(name, "CA"),
	}
	if !template.IsCA {
		template.DNSNames = []string{name}
	}
	if change != nil {
		change(template)
	}
	parent, private := template, key
	if by != nil {
		parent, private = by.cert, by.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &issuer{cert, key}
}

// message is a certificate message of TLS 1.2 with a chain.
func message(chain ...*issuer) []byte {
	var list []byte
	for _, c := range chain {
		n := len(c.cert.Raw)
		list = append(append(list, byte(n>>16), byte(n>>8), byte(n)), c.cert.Raw...)
	}
	body := append([]byte{byte(len(list) >> 16), byte(len(list) >> 8), byte(len(list))}, list...)
	return append([]byte{byte(certificate), byte(len(body) >> 16), byte(len(body) >> 8), byte(len(body))}, body...)
}

func TestJudge(t *testing.T) {
	ca := issue(t, nil, "Club CA", nil)
	other := issue(t, nil, "Club CA", nil) // of the same name, with another key
	between := issue(t, ca, "Between CA", nil)
	good := issue(t, between, "localhost", nil)
	roots := x509.NewCertPool()
	roots.AddCert(ca.cert)
	for _, test := range []struct {
		name  string
		chain []*issuer
		asked string
		want  []string
	}{
		{"good", []*issuer{good, between}, "localhost", nil},
		{"good, with its root", []*issuer{good, between, ca}, "localhost", nil},
		{"no name asked for", []*issuer{good, between}, "", nil},
		{"wildcard", []*issuer{issue(t, ca, "*.club.example", nil)}, "www.club.example", nil},
		{"wildcard too deep", []*issuer{issue(t, ca, "*.club.example", nil)}, "a.b.club.example", []string{"wrong name: asked for a.b.club.example"}},
		{"wildcard for nothing", []*issuer{issue(t, ca, "*.club.example", nil)}, ".club.example", []string{"wrong name: asked for .club.example"}},
		{"address", []*issuer{issue(t, ca, "localhost", func(c *x509.Certificate) { c.IPAddresses = []net.IP{net.IPv4(192, 0, 2, 1)} })}, "192.0.2.1", nil},
		{"another address", []*issuer{issue(t, ca, "*.0.2.1", nil)}, "192.0.2.1", []string{"wrong name: asked for 192.0.2.1"}},
		{"wrong name", []*issuer{good, between}, "www.club.example", []string{"wrong name: asked for www.club.example"}},
		{"self-signed", []*issuer{issue(t, nil, "localhost", func(c *x509.Certificate) { c.DNSNames = []string{"localhost"} })}, "localhost", []string{"self-signed"}},
		{"expired", []*issuer{issue(t, ca, "localhost", func(c *x509.Certificate) { c.NotAfter = decodetest.Start.Add(-time.Hour) })}, "localhost", []string{"expired on 2024-05-06"}},
		{"too early", []*issuer{issue(t, ca, "localhost", func(c *x509.Certificate) { c.NotBefore = decodetest.Start.AddDate(0, 0, 2) })}, "localhost", []string{"not valid before 2024-05-08"}},
		{"chain in the wrong order", []*issuer{good, ca}, "localhost", []string{"certificate 1 was not issued by the one that follows it", "unknown issuer: CN=Club CA,C=XX"}},
		{"another key of the same name", []*issuer{between, other}, "", []string{"certificate 1 was not signed by the key of the one that follows it"}},
		{"signed in a way that nobody checks any more", []*issuer{issue(t, ca, "localhost", func(c *x509.Certificate) { c.SignatureAlgorithm = x509.ECDSAWithSHA1 })}, "localhost", nil},
		{"unknown issuer", []*issuer{issue(t, other, "localhost", nil)}, "localhost", []string{"unknown issuer: CN=Club CA,C=XX"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := &protocol{options: Options{Roots: roots}}
			for range 2 { // the second time out of memory
				m := p.parseCertificate(message(test.chain...), 0, 0, TLS12, x509Chain)
				p.judge(m, false, test.asked, decodetest.Start)
				if diff := cmp.Diff(test.want, m.Problems); diff != "" {
					t.Errorf("problems (-want +got):\n%s", diff)
				}
			}
		})
	}
}

// TestJudgeEachChain looks at the chain that came, also when the same certificate came with another one before.
func TestJudgeEachChain(t *testing.T) {
	ca := issue(t, nil, "Club CA", nil)
	between := issue(t, ca, "Between CA", nil)
	good := issue(t, between, "localhost", nil)
	roots := x509.NewCertPool()
	roots.AddCert(ca.cert)
	p := &protocol{options: Options{Roots: roots}}
	for i, want := range [][]string{{"unknown issuer: CN=Between CA,C=XX"}, nil} {
		m := p.parseCertificate(message([]*issuer{good, between}[:i+1]...), 0, 0, TLS12, x509Chain)
		p.judge(m, false, "localhost", decodetest.Start)
		if diff := cmp.Diff(want, m.Problems); diff != "" {
			t.Errorf("problems of a chain of %d (-want +got):\n%s", i+1, diff)
		}
	}
}

// TestCorruptCertificate keeps the digest, and what comes before the damage.
func TestCorruptCertificate(t *testing.T) {
	good := issue(t, nil, "localhost", nil).cert.Raw
	whole := parseCert(good)
	if whole.Bad != "" || whole.Subject != "CN=localhost,C=XX" || whole.Key != "ECDSA P-256" || whole.Signature != "ecdsa-with-SHA256" || !bytes.Equal(whole.Serial, []byte{7}) {
		t.Fatalf("%+v", whole)
	}
	for n := range good {
		c := parseCert(good[:n])
		if c.Bad == "" || c.SHA256 == whole.SHA256 || c.SHA256 == [32]byte{} {
			t.Fatalf("cut at %d: %+v", n, c)
		}
	}
	for i := range good {
		bad := slices.Clone(good)
		bad[i] ^= 0xff
		parseCert(bad) // must not panic
	}
}

func TestNames(t *testing.T) {
	for _, test := range []struct {
		name pkix.Name
		want string
	}{
		{pkix.Name{CommonName: "localhost"}, "CN=localhost"},
		{pkix.Name{CommonName: `a,b+c="d"\e;<f>`, Country: []string{"DE"}}, `CN=a\,b\+c=\"d\"\\e\;\<f\>,C=DE`},
		{pkix.Name{Organization: []string{"Eichhörnchen"}, Locality: []string{"Köln"}}, "O=Eichhörnchen,L=Köln"},
	} {
		c := issue(t, nil, "x", func(c *x509.Certificate) { c.Subject = test.name })
		if got := readName(c.cert.RawSubject); got != test.want {
			t.Errorf("%v is written %q, want %q", test.name, got, test.want)
		}
	}
}
