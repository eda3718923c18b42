package tlswire

import (
	"bytes"
	"compress/zlib"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// edKey is a SubjectPublicKeyInfo of Ed25519 (RFC 8410, section 10.1).
const edKey = "302a300506032b6570032100 19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1"

// vector24 is b behind its length in three bytes.
func vector24(b []byte) []byte { return append([]byte{0, byte(len(b) >> 8), byte(len(b))}, b...) }

// rawKeys12 is a handshake of TLS 1.2 in which both show an Ed25519 key and nothing else, if the server chooses that in its
// hello.
func rawKeys12(t testing.TB, chosen string) []decodetest.Say {
	key := vector24(unhex(t, edKey))
	hello := "\x03\x03" + strings.Repeat("r", 32) + "\x00"
	types := "\x00\x0c\x00\x13\x00\x02\x01\x02\x00\x14\x00\x02\x01\x02"
	return []decodetest.Say{
		decodetest.Client(string(clear13(clientHello, []byte(hello+"\x00\x02\xc0\x2b\x01\x00"+types)))),
		decodetest.Server(string(clear13(serverHello, []byte(hello+"\xc0\x2b\x00"+chosen)))),
		decodetest.Server(string(clear13(certificate, key))),
		decodetest.Server(string(clear13(serverHelloDone, nil))),
		decodetest.Client(string(clear13(certificate, key))),
		decodetest.End(decode.FromClient, decode.Finished), decodetest.End(decode.FromServer, decode.Finished),
	}
}

// The server's choices (RFC 7250, section 4.2).
const (
	bothRaw   = "\x00\x0a\x00\x13\x00\x01\x02\x00\x14\x00\x01\x02"
	clientRaw = "\x00\x05\x00\x13\x00\x01\x02"
	serverRaw = "\x00\x05\x00\x14\x00\x01\x02"
)

// certificates are what the events tell of certificates, and what is malformed.
func certificates(events []decodetest.Event) (lines []string) {
	for _, e := range events {
		if e.Kind == "tls.certificate" || e.Kind == "malformed" {
			lines = append(lines, e.Line)
		}
	}
	return lines
}

// The lines of raw public keys.
const (
	serverKeyLine = `server claimed certificate | raw public key, Ed25519: no name, no issuer | ""`
	clientKeyLine = `client claimed client certificate | raw public key, Ed25519: no name, no issuer | ""`
)

// TestRawKeys reads public keys that stand in a certificate's place, up to TLS 1.2 without a list around them (RFC 7250,
// section 3). Where the server has not chosen that, they break the rules.
func TestRawKeys(t *testing.T) {
	for _, test := range []struct {
		name   string
		script []decodetest.Say
		want   []string
		broken []bool // rules
	}{
		{"both", rawKeys12(t, bothRaw), []string{serverKeyLine, clientKeyLine}, []bool{false, false}},
		{"the server's", rawKeys12(t, serverRaw), []string{serverKeyLine}, []bool{false, true}},
		{"the client's", rawKeys12(t, clientRaw), []string{clientKeyLine}, []bool{true, false}},
		{"neither", rawKeys12(t, "\x00\x00"), nil, []bool{true, true}},
		{"hellos not captured", rawKeys12(t, bothRaw)[2:], []string{serverKeyLine, clientKeyLine}, []bool{false, false}},
	} {
		t.Run(test.name, func(t *testing.T) {
			events := decodetest.RunFlow(t, options(), decodetest.NewFlow("tcp", len(test.script) == 7), test.script...)
			var keys []string
			var broken []bool
			for _, e := range events {
				decodetest.CheckFields(t, e)
				m, ok := e.Message.(*Certificate)
				if !ok {
					continue
				}
				broken = append(broken, m.Bad != "")
				if !m.Chain[0].RawKey {
					continue
				}
				keys = append(keys, e.Line)
				said := strings.Join(e.Facts, "\n")
				const inJSON = `"key":"Ed25519","signature":"","sha256":"a1e9156054e04fac899ae9f275132cdc07a5dbc4ea2c2ad3a1ffc6e0d253681f","self_signed":false,"raw_public_key":true}]}`
				if !strings.Contains(said, "Nobody vouches for the key") || m.Problems != nil || !strings.HasSuffix(e.JSON, inJSON) {
					t.Errorf("%s\n%s\nproblems: %q", said, e.JSON, m.Problems)
				}
				if at := m.own; !bytes.Equal(m.raw[at.Start:at.End], unhex(t, edKey)) {
					t.Errorf("the key is led back to %x", m.raw[at.Start:at.End])
				}
			}
			if diff := cmp.Diff(test.want, keys); diff != "" {
				t.Errorf("keys (-want +got):\n%s", diff)
			}
			if !slices.Equal(broken, test.broken) {
				t.Errorf("certificates break the rules: %v, want %v", broken, test.broken)
			}
			if len(test.script) == 7 {
				decodetest.SplitAnywhere(t, options, test.script...)
			}
		})
	}
	for n := range decodetest.Size(rawKeys12(t, bothRaw)) {
		for _, e := range decodetest.Run(t, options(), decodetest.Truncate(rawKeys12(t, bothRaw), n)...) {
			decodetest.CheckFields(t, e)
			if m, ok := e.Message.(*Certificate); ok && len(m.Chain) > 0 && m.Missing > 0 && (m.Chain[0].Key != "" || m.Chain[0].Bad == "") {
				t.Fatalf("cut at %d: %s", n, e.Line)
			}
		}
	}
}

// TestRawKeys13 finds the server's choice in its encrypted extensions. It holds for compressed certificates too (RFC 8879,
// section 4), and for those that the client is asked for later (RFC 8446, section 4.6.2).
func TestRawKeys13(t *testing.T) {
	entry := func(keys ...string) []byte {
		var list []byte
		for _, key := range keys {
			list = append(append(list, vector24(unhex(t, key))...), 0, 0) // no extensions
		}
		return append([]byte{0}, vector24(list)...) // no request context
	}
	body := entry(edKey)
	var deflated bytes.Buffer
	w := zlib.NewWriter(&deflated)
	w.Write(body)
	w.Close()
	compressed := packed(1, len(body), deflated.Bytes())
	malformed := func(who, why string) string { return who + " readable malformed tls | certificate: " + why + ` | ""` }
	for _, test := range []struct {
		name           string
		chosen         string // nothing: encrypted_extensions are not captured
		server, client []byte // their messages
		want           []string
	}{
		{"both", bothRaw, body, body, []string{serverKeyLine, clientKeyLine}},
		{"choice not captured", "", body, body, []string{serverKeyLine, clientKeyLine}},
		{"no key", bothRaw, body, entry(), []string{serverKeyLine, `client readable client certificate | none | ""`}},
		{"two keys", bothRaw, entry(edKey, edKey), body, []string{serverKeyLine, malformed("server", "more than one raw public key (RFC 8446 section 4.4.2)"), clientKeyLine}},
		{"no key at all", bothRaw, entry("3000"), body, []string{
			`server claimed certificate | raw public key: no name, no issuer | ""`, malformed("server", "certificate 1: it is not a public key"), clientKeyLine,
		}},
	} {
		for _, form := range []HandshakeType{certificate, compressedCertificate} {
			if form == compressedCertificate && test.name != "both" {
				continue
			}
			t.Run(test.name+", "+form.String(), func(t *testing.T) {
				server, client := test.server, test.client
				if form == compressedCertificate {
					server, client = compressed, compressed
				}
				var k talk13
				k.says(decode.FromClient, hello13(clientHello, 7, map[ExtensionType]string{extSupportedVersions: versions13[clientHello]}))
				k.server.change(serverHandshakeSecret)
				k.says(decode.FromServer, hello13(serverHello, 8, map[ExtensionType]string{extSupportedVersions: versions13[serverHello]}))
				choice := k.server.handshake(encryptedExtensions, []byte(test.chosen)...)
				if test.chosen == "" {
					k.script = append(k.script, decodetest.Gap(decode.FromServer, len(choice)))
				} else {
					k.says(decode.FromServer, choice)
				}
				k.says(decode.FromServer, k.server.handshake(form, server...), k.server.handshake(finished, make([]byte, 32)...))
				k.client.change(clientHandshakeSecret)
				k.ready()
				k.says(decode.FromClient, k.client.data(question))
				k.says(decode.FromClient, k.client.handshake(form, client...))
				events, _, _ := opened(t, Options{KeyLog: keyLog(keys13(7))}, k.finish())
				got := slices.DeleteFunc(certificates(events), func(line string) bool { return strings.Contains(line, "missing") })
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Errorf("certificates (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// TestRawKeyBesideCertificate does not take the one for the other, also when the same bytes came before.
func TestRawKeyBesideCertificate(t *testing.T) {
	p := &protocol{}
	der := issue(t, nil, "localhost", nil).cert.Raw
	if unsaid.isRaw(der) || !unsaid.isRaw(unhex(t, edKey)) {
		t.Error("a certificate can't be told from a raw public key")
	}
	key := handshakeMessage(certificate, vector24(vector24(unhex(t, edKey))))
	for _, holds := range []holding{x509Chain, unsaid, x509Chain} {
		m := p.parseCertificate(key, 0, 0, TLS12, holds)
		if got := m.Chain[0]; got.RawKey != (holds == unsaid) || (got.Bad == "") != got.RawKey {
			t.Errorf("holding %d: %+v", holds, got)
		}
	}
}
