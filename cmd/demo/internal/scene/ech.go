package scene

import (
	"crypto/ecdh"
	"crypto/rand"
	"crypto/tls"

	"golang.org/x/crypto/cryptobyte"

	"eavesdrop/cmd/demo/internal/secret"
)

// coverName is what a hello says in the clear, for many servers the same.
const coverName = "cover.example"

// ECH is the lesson in which even the server's name is sealed.
func ECH() Scene {
	return protected(Scene{
		Name:     "ech",
		Scheme:   "https",
		Prepare:  veil,
		Question: "Can the name of the server be hidden as well?",
		Story:    "The server has published a key, in the DNS usually. With it the member seals its real hello, and sends it inside another one, which asks for a cover name.",
		Look:     "The name in the hello is the cover's. The real one is in the sealed part; clients with nothing to hide send noise of that length there, so that it does not stand out.",
	}, func(st *Stage) secret.Protection {
		return secret.TLS(st.Papers, st.KeyLog).WithClient(func(c *tls.Config) {
			if st.Veil != nil {
				c.EncryptedClientHelloConfigList = st.Veil.List
			}
		}).WithServer(func(c *tls.Config) {
			c.EncryptedClientHelloKeys = []tls.EncryptedClientHelloKey{{Config: st.Veil.Config, PrivateKey: st.Veil.Key}}
		})
	})
}

// A Veil is what hellos are sealed with (RFC 9849, section 4).
type Veil struct {
	List   []byte // ECHConfigList, which clients are told
	Config []byte // the one ECHConfig in it
	Key    []byte // X25519 private key of the server; nil on the members' stage
}

// veil puts a new one on the stage, with papers beside it.
func veil(st *Stage) error {
	if err := (paperwork{}).prepare(st); err != nil {
		return err
	}
	key, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	st.Veil = &Veil{Config: echConfig(key.PublicKey().Bytes()), Key: key.Bytes()}
	st.Veil.List = built(func(b *cryptobyte.Builder) {
		b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(st.Veil.Config) })
	})
	return nil
}

// echConfig writes the ECHConfig for a key.
func echConfig(publicKey []byte) []byte {
	const (
		version    = 0xfe0d
		x25519     = 0x0020 // DHKEM(X25519, HKDF-SHA256), and the next two: RFC 9180, section 7
		hkdfSHA256 = 0x0001
		aes128GCM  = 0x0001
		longest    = 32 // names are padded to that many bytes, so that their length does not give them away
	)
	return built(func(b *cryptobyte.Builder) {
		b.AddUint16(version)
		b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
			b.AddUint8(1) // config_id
			b.AddUint16(x25519)
			b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(publicKey) })
			b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
				b.AddUint16(hkdfSHA256)
				b.AddUint16(aes128GCM)
			})
			b.AddUint8(longest)
			b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes([]byte(coverName)) })
			b.AddUint16LengthPrefixed(func(*cryptobyte.Builder) {}) // no extensions
		})
	})
}

// built is what write writes, which fits into its length prefixes.
func built(write func(b *cryptobyte.Builder)) []byte {
	var b cryptobyte.Builder
	write(&b)
	return b.BytesOrPanic()
}
