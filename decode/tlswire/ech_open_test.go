package tlswire

import (
	"bytes"
	"crypto/ecdh"
	"crypto/rand"
	"crypto/tls"
	"slices"
	"testing"

	"golang.org/x/crypto/cryptobyte"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// echConfig is an ECHConfig with a public name (RFC 9849, section 4).
func echConfig(key []byte, name string) []byte {
	var b cryptobyte.Builder
	b.AddUint16(0xfe0d)
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
		b.AddUint8(7)
		b.AddUint16(0x0020) // DHKEM(X25519, HKDF-SHA256)
		b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(key) })
		b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddUint32(0x0001_0001) }) // HKDF-SHA256, AES-128-GCM
		b.AddUint8(0)
		b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes([]byte(name)) })
		b.AddUint16(0)
	})
	return b.BytesOrPanic()
}

// TestHiddenHello opens a session that a key log calls by the random of a hello that nobody saw, also when another hello
// was asked for. The certificate is not held against the cover name.
func TestHiddenHello(t *testing.T) {
	for name, groups := range map[string][]tls.CurveID{"at once": nil, "retried": {tls.CurveP384}} {
		t.Run(name, func(t *testing.T) {
			cert := identity(t, "ecdsa")
			key, err := ecdh.X25519().GenerateKey(rand.Reader)
			if err != nil {
				t.Fatal(err)
			}
			config := echConfig(key.PublicKey().Bytes(), "cover.example")
			client, server := trusting(cert, tls.VersionTLS13), &tls.Config{Certificates: []tls.Certificate{cert}, CurvePreferences: groups}
			client.EncryptedClientHelloConfigList = append([]byte{byte(len(config) >> 8), byte(len(config))}, config...)
			server.EncryptedClientHelloKeys = []tls.EncryptedClientHelloKey{{Config: config, PrivateKey: key.Bytes()}}
			var log bytes.Buffer
			client.KeyLogWriter = &log
			script := record(t, client, server)
			for _, late := range []bool{false, true} {
				keys := NewKeyLog()
				keys.Add([]byte(keys13(7))) // of another session
				inside := &sink{}
				if late {
					keys.Await()
				} else {
					keys.Add(log.Bytes())
				}
				in := decode.NewInspector(func(e *decode.Event) {
					switch m := e.Message.(type) {
					case *Certificate:
						if !slices.Equal(m.Problems, []string{"self-signed"}) {
							t.Errorf("problems: %q", m.Problems)
						}
					case *Unopened:
						t.Errorf("stayed closed: %s", m.Reason)
					}
				}, decode.Options{Protocols: []decode.Protocol{Protocol(Options{KeyLog: keys}), inside}})
				f := decodetest.NewFlow("tcp", true)
				in.Open(f)
				for i, s := range script {
					if i == len(script)-3 {
						keys.Add(log.Bytes())
					}
					in.Feed(&decode.Segment{Flow: f, Dir: s.Dir, Time: decodetest.Start, Data: s.Data, Frame: i + 1, End: s.End})
				}
				in.Close(f)
				if asked, answered := inside.text(); asked != question || answered != answer {
					t.Errorf("late %v: opened %q and %q", late, asked, answered)
				}
			}
		})
	}
}
