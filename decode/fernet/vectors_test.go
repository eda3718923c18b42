package fernet

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	reference "github.com/fernet/fernet-go"

	"eavesdrop/decode/decodetest/golden"
)

// A vector is a token in the terms of the Fernet specification's own test vectors: secret is the key, src
// the text inside, now the reader's clock.
type vector struct {
	Desc    string  `json:"desc"`
	Token   string  `json:"token"`
	Now     string  `json:"now"`
	TTL     int     `json:"ttl_sec,omitempty"`
	Src     string  `json:"src,omitempty"`
	Secret  string  `json:"secret"`
	Failure Failure `json:"failure,omitempty"` // "layout" when it is no token at all
}

const testSecret = "RmVybmV0IHNpZ25pbmchIUFuZCBlbmNyeXB0aW9uISE="

var testTime = time.Date(2024, 5, 6, 7, 1, 12, 0, time.UTC)

// seal makes a token with an IV of 16 times 0x42, so that it is the same every time. change may spoil the
// padded text, or what is signed.
func seal(secret string, made time.Time, text string, change func(padded []byte) []byte) string {
	key, _ := base64.URLEncoding.DecodeString(secret)
	pad := 16 - len(text)%16
	padded := append([]byte(text), strings.Repeat(string(rune(pad)), pad)...)
	if change != nil {
		padded = change(padded)
	}
	iv := []byte(strings.Repeat("B", 16))
	raw := binary.BigEndian.AppendUint64([]byte{version}, uint64(made.Unix()))
	raw = append(raw, iv...)
	block, _ := aes.NewCipher(key[16:32])
	whole := padded[:len(padded)/16*16]
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(whole, whole)
	raw = append(raw, padded...)
	mac := hmac.New(sha256.New, key[:16])
	mac.Write(raw)
	return base64.URLEncoding.EncodeToString(mac.Sum(raw))
}

// token is seal without anything spoiled.
func token(text string) string { return seal(testSecret, testTime, text, nil) }

// vectors makes the vectors anew.
func vectors() []vector {
	stamp := func(after time.Duration) string { return testTime.Add(after).Format(time.RFC3339) }
	spoil := func(s string, at int) string {
		raw, _ := base64.URLEncoding.DecodeString(s)
		raw[at] ^= 1
		return base64.URLEncoding.EncodeToString(raw)
	}
	t := token("fluffy tail")
	v := []vector{
		{Desc: "eleven bytes", Token: t, Now: stamp(0), TTL: 60, Src: "fluffy tail"},
		{Desc: "nothing inside", Token: token(""), Now: stamp(0), TTL: 60},
		{Desc: "a whole block", Token: token("sixteen squirrel"), Now: stamp(0), TTL: 60, Src: "sixteen squirrel"},
		{Desc: "no time to live", Token: t, Now: stamp(24 * time.Hour), Src: "fluffy tail"},
		{Desc: "the last second", Token: t, Now: stamp(60 * time.Second), TTL: 60, Src: "fluffy tail"},
		{Desc: "a minute ahead", Token: t, Now: stamp(-60 * time.Second), TTL: 60, Src: "fluffy tail"},
		{Desc: "text beyond ASCII", Token: token("Eichhörnchen 🐿"), Now: stamp(0), Src: "Eichhörnchen 🐿"},
		{Desc: "changed time", Token: spoil(t, 8), Now: stamp(0), TTL: 60, Failure: WrongKey},
		{Desc: "changed IV", Token: spoil(t, 9), Now: stamp(0), TTL: 60, Failure: WrongKey},
		{Desc: "changed ciphertext", Token: spoil(t, 25), Now: stamp(0), TTL: 60, Failure: WrongKey},
		{Desc: "changed HMAC", Token: spoil(t, 41), Now: stamp(0), TTL: 60, Failure: WrongKey},
		{Desc: "another key", Token: seal(strings.Repeat("A", 43)+"=", testTime, "fluffy tail", nil), Now: stamp(0), TTL: 60, Failure: WrongKey},
		{Desc: "expired", Token: t, Now: stamp(61 * time.Second), TTL: 60, Src: "fluffy tail", Failure: Expired},
		{Desc: "made in the future", Token: seal(testSecret, testTime.AddDate(76, 0, 0), "fluffy tail", nil), Now: stamp(0), TTL: 60, Src: "fluffy tail", Failure: Future},
		{Desc: "padding of 17", Token: seal(testSecret, testTime, "fluffy tail", func(p []byte) []byte { p[15] = 17; return p }), Now: stamp(0), Failure: BadLayout},
		{Desc: "uneven padding", Token: seal(testSecret, testTime, "fluffy tail", func(p []byte) []byte { p[12] = 4; return p }), Now: stamp(0), Failure: BadLayout},
		{Desc: "a ciphertext of 17 bytes", Token: seal(testSecret, testTime, "fluffy tail", func(p []byte) []byte { return append(p, 0) }), Now: stamp(0), Failure: "layout"},
		{Desc: "no ciphertext", Token: seal(testSecret, testTime, "fluffy tail", func([]byte) []byte { return nil }), Now: stamp(0), Failure: "layout"},
		{Desc: "too short", Token: t[:40], Now: stamp(0), Failure: "layout"},
		{Desc: "version 0x81", Token: spoil(t, 0), Now: stamp(0), Failure: "layout"},
		{Desc: "no whole bytes", Token: t[:97], Now: stamp(0), Failure: "layout"},
	}
	for i := range v {
		v[i].Secret = testSecret
	}
	return v
}

func readVectors(t *testing.T) (v []vector) {
	const file = "testdata/vectors.json"
	if golden.Update() {
		text, err := json.MarshalIndent(vectors(), "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		golden.Write(t, file, string(text)+"\n")
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestVectors(t *testing.T) {
	for _, v := range readVectors(t) {
		t.Run(v.Desc, func(t *testing.T) {
			key, err := ParseKey(v.Secret)
			if err != nil {
				t.Fatal(err)
			}
			now, err := time.Parse(time.RFC3339, v.Now)
			if err != nil {
				t.Fatal(err)
			}
			var p parts
			raw, err := decodeText([]byte(strings.TrimRight(v.Token, "=")))
			if err == nil {
				p, err = parse(raw)
			}
			if v.Failure == "layout" {
				if err == nil {
					t.Error("parsed, and should not have")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			opened, verified, why := open(raw, p, []Key{key}, time.Duration(v.TTL)*time.Second, now)
			if string(opened) != v.Src || why != v.Failure || verified != (why != WrongKey) {
				t.Errorf("opened %q, verified %v, failure %q; want %q, failure %q", opened, verified, why, v.Src, v.Failure)
			}
		})
	}
}

// The reference implementation says the same of the vectors, as far as its clock, which is today's, lets it.
func TestVectorsAgainstTheReference(t *testing.T) {
	for _, v := range readVectors(t) {
		if v.Desc == "no ciphertext" {
			continue // signed with the right key, it makes the reference index an empty slice at -1
		}
		ttl := time.Duration(0)
		if v.Failure == Expired || v.Failure == Future {
			ttl = time.Duration(v.TTL) * time.Second
		}
		msg := reference.VerifyAndDecrypt([]byte(v.Token), ttl, reference.MustDecodeKeys(v.Secret))
		if accepted := msg != nil; accepted != (v.Failure == None) {
			t.Errorf("%s: the reference accepts it: %v", v.Desc, accepted)
		} else if accepted && string(msg) != v.Src {
			t.Errorf("%s: the reference reads %q, want %q", v.Desc, msg, v.Src)
		}
	}
}

// What the reference implementation seals, we open.
func TestTokensOfTheReference(t *testing.T) {
	key, err := ParseKey(testSecret)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 70 {
		text := strings.Repeat("squirrel", 9)[:n]
		tok, err := reference.EncryptAndSignAtTime([]byte(text), reference.MustDecodeKeys(testSecret)[0], testTime)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := decodeText([]byte(strings.TrimRight(string(tok), "=")))
		if err != nil {
			t.Fatal(err)
		}
		p, err := parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		m := &Token{Ciphertext: p.ciphertext}
		if n < m.PlaintextMin() || n > m.PlaintextMax() {
			t.Errorf("%d bytes are not within %d and %d", n, m.PlaintextMin(), m.PlaintextMax())
		}
		if opened, _, why := open(raw, p, []Key{key}, 0, testTime); string(opened) != text || why != None {
			t.Errorf("opened %q, failure %q; want %q", opened, why, text)
		}
	}
}
