package pki

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// tell writes papers as one text, a fact a line.
func tell(papers []Paper) string {
	var b strings.Builder
	for _, p := range papers {
		fmt.Fprintf(&b, "%s: %s\n", p.Kind, strings.Join(p.Says, " "))
		for _, f := range p.Facts {
			fmt.Fprintf(&b, "%s = %s (%s)\n", f.Name, f.Value, f.Note)
		}
	}
	return b.String()
}

func TestPapersOfACertificate(t *testing.T) {
	ca := authority(t)
	cert := signed(t, ca, SignOptions{}, "localhost", "127.0.0.1")
	papers, err := Papers(EncodeCertificates(cert, ca.Certificate), now.Add(24*time.Hour), nil)
	if err != nil {
		t.Fatal(err)
	}
	got := tell(papers)
	for _, want := range []string{
		"certificate: From 2025-03-01 to 2025-03-31 I am CN=localhost according to CN=my-ca.com,O=My CA,L=Berlin,ST=Berlin,C=DE.\n",
		"from = 2025-03-01 12:00:00 UTC (notBefore)\nto = 2025-03-31 12:00:00 UTC (notAfter: 29 days left)\n",
		"public key = ECDSA on P-256 ()\n",
		"signature = ECDSA-SHA256 (made by the issuer over all of this)\n",
		"keyUsage = critical, digitalSignature (what the key is for)\n",
		"extKeyUsage = serverAuth (what the certificate is for)\n",
		"basicConstraints = critical, CA:FALSE (may not sign other certificates)\n",
		"authorityKeyIdentifier = " + colons(ca.Certificate.SubjectKeyId) + " (the key that signed)\n",
		"subjectAltName = DNS:localhost, IP:127.0.0.1 (the names that clients compare with)\n",
		"Signed by itself: nobody else vouches for it.\n",
		"keyUsage = critical, keyCertSign, cRLSign (what the key is for)\n",
		"basicConstraints = critical, CA:TRUE (may sign other certificates)\n",
		"signature = ECDSA-SHA256 (made with its own private key)\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("nothing says %q", want)
		}
	}
	if t.Failed() {
		t.Log(got)
	}
	der, err := Papers(cert.Raw, now.Add(24*time.Hour), nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(papers[:1], der); diff != "" {
		t.Errorf("DER is told otherwise than PEM:\n%s", diff)
	}
}

func TestPapersTellTheClock(t *testing.T) {
	cert := signed(t, authority(t), SignOptions{}, "localhost")
	for after, want := range map[time.Duration]string{
		-time.Hour: "it does not hold yet", 0: "30 days left", time.Minute: "30 days left", 29 * 24 * time.Hour: "1 day left",
		30*24*time.Hour - 80*time.Minute: "1 hour left", 30*24*time.Hour - time.Second: "0 minutes left",
		33 * 24 * time.Hour: "3 days ago",
	} {
		if got := left(cert, now.Add(after)); got != want {
			t.Errorf("after %v: %s, want %s", after, got, want)
		}
	}
}

func TestPapersOfARequest(t *testing.T) {
	csr, err := Request(generate(t, P256), Subject{CommonName: "squirrels"}, "localhost")
	if err != nil {
		t.Fatal(err)
	}
	papers, err := Papers(EncodeRequest(csr), now, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := tell(papers); !strings.HasPrefix(got, "certificate request: I am CN=squirrels, and ask somebody to vouch for it.\n") ||
		!strings.Contains(got, "signature = ECDSA-SHA256 (good: whoever asks has the private key)\n") {
		t.Error(got)
	}
	papers, err = Papers(bytes.Replace(csr.Raw, []byte("squirrels"), []byte("squirrelz"), 1), now, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := tell(papers); !strings.Contains(got, "CN=squirrelz") || !strings.Contains(got, "(BAD: ") {
		t.Error(got)
	}
}

// Key, request and certificate that belong together show the same key, and never what is private of it.
func TestPapersThatBelongTogether(t *testing.T) {
	for _, a := range Algorithms() {
		key := generate(t, a)
		csr, err := Request(key, Subject{CommonName: "x"}, "localhost")
		if err != nil {
			t.Fatal(err)
		}
		cert, err := authority(t).Sign(csr, Life{From: now}, SignOptions{})
		if err != nil {
			t.Fatal(err)
		}
		open, err := EncodeKey(key, nil)
		if err != nil {
			t.Fatal(err)
		}
		papers, err := Papers(append(append(open, EncodeRequest(csr)...), EncodeCertificates(cert)...), now, nil)
		if err != nil {
			t.Fatal(err)
		}
		sums := map[string]bool{}
		for _, p := range papers {
			for _, f := range p.Facts {
				if f.Name == "key's SHA-256" {
					sums[f.Value] = true
				}
			}
		}
		if len(papers) != 3 || len(sums) != 1 {
			t.Errorf("%s: %d papers, keys %v", a, len(papers), sums)
		}
		want := []Fact{{"written as", "PKCS #8", ""}, {"public key", KeyName(key.Public()), ""}}
		if diff := cmp.Diff(want, papers[0].Facts[:2]); diff != "" || len(papers[0].Facts) != 3 {
			t.Errorf("%s: %v\n%s", a, papers[0].Facts, diff)
		}
	}
}

func TestPapersOfASealedKey(t *testing.T) {
	text := encode(t, generate(t, P256), "fluffy")
	const seal = "encrypted = PBES2: PBKDF2 with HMAC-SHA-256, 10 rounds, then AES-256-CBC (many rounds make it slow to try passphrases)\n"
	for about, c := range map[string]struct {
		ask  Passphrase
		want string
	}{
		"no passphrase":  {nil, seal + "the key = sealed (with its passphrase, more can be told)\n"},
		"the passphrase": {phrase("fluffy"), seal + "public key = ECDSA on P-256 ()\n"},
	} {
		papers, err := Papers(text, now, c.ask)
		if err != nil || !strings.Contains(tell(papers), c.want) {
			t.Errorf("%s: %v\n%s", about, err, tell(papers))
		}
	}
	if papers, err := Papers(text, now, phrase("tail")); !errors.Is(err, ErrPassphrase) || len(papers) > 0 {
		t.Errorf("wrong passphrase: %v, %v", err, papers)
	}
}

// The rest of what OpenSSL writes is told, too.
func TestPapersOfOpenSSL(t *testing.T) {
	dir := t.TempDir()
	openssl(t, dir, "ecparam", "-name", "prime256v1", "-genkey", "-out", "key.pem") // EC PARAMETERS before the key
	openssl(t, dir, "ec", "-in", "key.pem", "-pubout", "-out", "public.pem")
	openssl(t, dir, "ec", "-in", "key.pem", "-aes128", "-passout", "pass:tail", "-out", "old.pem")
	openssl(t, dir, "ec", "-in", "key.pem", "-camellia256", "-passout", "pass:tail", "-out", "camellia.pem")
	for file, want := range map[string]string{
		"key.pem":      "EC PARAMETERS: 10 bytes that are not explained here.\nprivate key: ",
		"public.pem":   "public key: What this key verifies",
		"old.pem":      "encrypted = legacy PEM: MD5, 1 round, then AES-128-CBC (weak: one round of MD5 lets passphrases be tried fast)\npublic key = ECDSA on P-256 ()\n",
		"camellia.pem": "private key: encrypted with CAMELLIA-256-CBC, which is not read here",
	} {
		papers, err := Papers(load(t, dir, file), now, phrase("tail"))
		if got := tell(papers) + fmt.Sprint(err); !strings.Contains(got, want) {
			t.Errorf("%s: %s; want %s", file, got, want)
		}
	}
}

func FuzzPapers(f *testing.F) {
	key, err := GenerateKey(P256)
	if err != nil {
		f.Fatal(err)
	}
	cert, err := SelfSigned(key, Subject{CommonName: "x"}, Life{From: now}, "localhost", "127.0.0.1")
	if err != nil {
		f.Fatal(err)
	}
	csr, err := Request(key, Subject{CommonName: "x"}, "localhost")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(EncodeCertificates(cert))
	f.Add(cert.Raw)
	f.Add(csr.Raw)
	f.Fuzz(func(t *testing.T, text []byte) {
		papers, err := Papers(text, now, nil)
		if err == nil && len(papers) == 0 {
			t.Error("nothing was told, and no error")
		}
		chain, err := DecodeCertificates(text)
		if err == nil && len(Verify(chain, Trust{Roots: chain, Name: "localhost", Now: now})) == 0 {
			t.Error("nothing was checked")
		}
	})
}
