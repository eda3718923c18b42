package tlswire

import (
	"bytes"
	"crypto/cipher"
	"encoding/hex"
	"fmt"
	"strings"

	"golang.org/x/crypto/cryptobyte"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// A sealer seals records of TLS 1.3 in one direction, in TLS_AES_128_GCM_SHA256.
type sealer struct {
	secret []byte
	aead   cipher.AEAD
	iv     [12]byte
	seq    uint64
}

// change begins to use a secret, which is made of one byte.
func (s *sealer) change(secret byte) { s.use(bytes.Repeat([]byte{secret}, 32)) }

// update changes to the secret that follows (RFC 8446, section 7.2).
func (s *sealer) update() {
	suite := suiteOf(0x1301)
	s.use(nextSecret(suite.newPRFHash(), s.secret))
}

func (s *sealer) use(secret []byte) {
	suite := suiteOf(0x1301)
	h := suite.newPRFHash()
	*s = sealer{secret: secret, aead: suite.newAEAD(expandLabel(h, secret, "key", 16)), iv: [12]byte(expandLabel(h, secret, "iv", 12))}
}

// record seals a record.
func (s *sealer) record(t contentType, body []byte) []byte {
	n := len(body) + 1 + 16
	head := []byte{byte(typeApplicationData), 3, 3, byte(n >> 8), byte(n)}
	nonce := s.iv
	addNumber(&nonce, s.seq)
	s.seq++
	return s.aead.Seal(head, nonce[:], append(bytes.Clone(body), byte(t)), head)
}

// data seals what is said inside.
func (s *sealer) data(text string) []byte { return s.record(typeApplicationData, []byte(text)) }

// handshake seals one handshake message.
func (s *sealer) handshake(t HandshakeType, body ...byte) []byte {
	return s.record(typeHandshake, handshakeMessage(t, body))
}

func handshakeMessage(t HandshakeType, body []byte) []byte {
	return append([]byte{byte(t), byte(len(body) >> 16), byte(len(body) >> 8), byte(len(body))}, body...)
}

// A talk13 is a connection in TLS 1.3 whose records a test makes one by one.
type talk13 struct {
	client, server sealer
	script         []decodetest.Say
}

func (k *talk13) says(dir decode.Direction, records ...[]byte) {
	k.script = append(k.script, decodetest.Say{Dir: dir, Data: bytes.Join(records, nil)})
}

// finish is the script with both ends.
func (k *talk13) finish() []decodetest.Say {
	return append(k.script, decodetest.End(decode.FromClient, decode.Finished), decodetest.End(decode.FromServer, decode.Finished))
}

// clear13 is a record that anyone can read, with one handshake message.
func clear13(t HandshakeType, body []byte) []byte {
	m := handshakeMessage(t, body)
	return append([]byte{byte(typeHandshake), 3, 3, byte(len(m) >> 8), byte(len(m))}, m...)
}

// hello13 is a record with a hello of either side, whose random is made of one byte.
func hello13(t HandshakeType, random byte, extensions map[ExtensionType]string) []byte {
	var b cryptobyte.Builder
	b.AddUint16(uint16(TLS12))
	b.AddBytes(bytes.Repeat([]byte{random}, 32))
	b.AddUint8(0) // no session id
	if t == clientHello {
		b.AddBytes([]byte{0, 2, 0x13, 1, 1, 0})
	} else {
		b.AddBytes([]byte{0x13, 1, 0})
	}
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
		for e := range ExtensionType(64) { // in order; the last is pre_shared_key's place only by chance
			data, there := extensions[e]
			if !there {
				continue
			}
			raw, _ := hex.DecodeString(strings.ReplaceAll(data, " ", ""))
			b.AddUint16(uint16(e))
			b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(raw) })
		}
	})
	return clear13(t, b.BytesOrPanic())
}

// The secrets of a talk13, each made of one byte.
const (
	earlySecret byte = iota + 1
	clientHandshakeSecret
	serverHandshakeSecret
	clientTrafficSecret
	serverTrafficSecret
)

// keys13 are the lines of a key log for a random that is made of one byte.
func keys13(random byte) string {
	var b strings.Builder
	for i, label := range []string{labelEarly, labelClientHandshake, labelServerHandshake, labelClientTraffic, labelServerTraffic} {
		fmt.Fprintf(&b, "%s %s %s\n", label, strings.Repeat(hex.EncodeToString([]byte{random}), 32), strings.Repeat(hex.EncodeToString([]byte{byte(i + 1)}), 32))
	}
	return b.String()
}

// Extensions of both sides.
var (
	versions13 = map[HandshakeType]string{clientHello: "02 0304", serverHello: "0304"}
	ticket13   = map[HandshakeType]string{clientHello: "0009 0003 aabbcc 00000007 0021 20" + strings.Repeat("11", 32), serverHello: "0000"}
)

// begin has the two shake hands, of which the client's Finished is still to come. With early, the client says that at
// once, and the server takes it if taken.
func (k *talk13) begin(random byte, early string, taken bool) {
	offer := map[ExtensionType]string{extSupportedVersions: versions13[clientHello]}
	choice := map[ExtensionType]string{extSupportedVersions: versions13[serverHello]}
	extensions := []byte{0, 0}
	if early != "" {
		offer[extEarlyData], offer[extPreSharedKey] = "", ticket13[clientHello]
	}
	if taken {
		choice[extPreSharedKey] = ticket13[serverHello]
		extensions = []byte{0, 4, 0, byte(extEarlyData), 0, 0}
	}
	k.says(decode.FromClient, hello13(clientHello, random, offer))
	if early != "" {
		k.client.change(earlySecret)
		k.says(decode.FromClient, []byte{byte(typeChangeCipherSpec), 3, 3, 0, 1, 1}, k.client.data(early))
	}
	k.server.change(serverHandshakeSecret)
	k.says(decode.FromServer, hello13(serverHello, random+1, choice), k.server.handshake(encryptedExtensions, extensions...), k.server.handshake(finished, make([]byte, 32)...))
	k.server.change(serverTrafficSecret)
	switch {
	case taken:
		k.says(decode.FromClient, k.client.handshake(endOfEarlyData))
	case early != "":
		k.says(decode.FromClient, k.client.data("more")) // that it is refused is not known yet
	}
	k.client.change(clientHandshakeSecret)
}

// ready has the client finish the handshake, before which it may say more.
func (k *talk13) ready(more ...[]byte) {
	k.says(decode.FromClient, append(more, k.client.handshake(finished, make([]byte, 32)...))...)
	k.client.change(clientTrafficSecret)
}
