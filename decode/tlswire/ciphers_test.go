package tlswire

import (
	"bytes"
	"crypto/aes"
	"testing"
)

// TestCamellia has the examples of RFC 3713, appendix A.
func TestCamellia(t *testing.T) {
	for _, test := range []struct{ key, plain, want string }{
		{"01 23 45 67 89 ab cd ef fe dc ba 98 76 54 32 10", "01 23 45 67 89 ab cd ef fe dc ba 98 76 54 32 10", "67 67 31 38 54 96 69 73 08 57 06 56 48 ea be 43"},
		{
			"01 23 45 67 89 ab cd ef fe dc ba 98 76 54 32 10 00 11 22 33 44 55 66 77 88 99 aa bb cc dd ee ff",
			"01 23 45 67 89 ab cd ef fe dc ba 98 76 54 32 10", "9a cc 23 7d ff 16 d7 6c 20 ef 7c 91 9e 3a 75 09",
		},
	} {
		c := newCamellia(unhex(t, test.key))
		got := make([]byte, 16)
		c.Encrypt(got, unhex(t, test.plain))
		if !bytes.Equal(got, unhex(t, test.want)) {
			t.Errorf("key %s: encrypted to %x, want %s", test.key, got, test.want)
		}
		c.Decrypt(got, got)
		if !bytes.Equal(got, unhex(t, test.plain)) {
			t.Errorf("key %s: decrypted to %x, want %s", test.key, got, test.plain)
		}
	}
}

// TestCCM goes there and back, and notices every changed byte.
func TestCCM(t *testing.T) {
	block, err := aes.NewCipher(unhex(t, "40 41 42 43 44 45 46 47 48 49 4a 4b 4c 4d 4e 4f"))
	if err != nil {
		t.Fatal(err)
	}
	// NIST SP 800-38C, example 3: a nonce of 12 bytes, a tag of 8.
	c, _ := newCCM(block, 8)
	nonce := unhex(t, "10 11 12 13 14 15 16 17 18 19 1a 1b")
	extra := unhex(t, "00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 11 12 13")
	plain := unhex(t, "20 21 22 23 24 25 26 27 28 29 2a 2b 2c 2d 2e 2f 30 31 32 33 34 35 36 37")
	want := unhex(t, "e3 b2 01 a9 f5 b7 1a 7a 9b 1c ea ec cd 97 e7 0b 61 76 aa d9 a4 42 8a a5 48 43 92 fb c1 b0 99 51")
	sealed := c.Seal(nil, nonce, plain, extra)
	if !bytes.Equal(sealed, want) {
		t.Fatalf("sealed to %x, want %x", sealed, want)
	}
	if got, err := c.Open(nil, nonce, sealed, extra); err != nil || !bytes.Equal(got, plain) {
		t.Fatalf("opened to %x, %v", got, err)
	}
	for i := range sealed {
		bad := bytes.Clone(sealed)
		bad[i] ^= 1
		if _, err := c.Open(nil, nonce, bad, extra); err == nil {
			t.Errorf("byte %d was changed unnoticed", i)
		}
	}
}
