// Package fernet finds Fernet tokens in what a conversation carries, says what they give away to anyone, and
// opens them for who has the key.
//
// A token is base64url (RFC 4648, section 5) of
//
//	struct {
//		uint8  version = 0x80
//		uint64 timestamp           // big-endian seconds since 1970: when it was made
//		opaque iv[16]
//		opaque ciphertext[16*n]    // AES-128 in CBC mode, PKCS#7 padding, so n >= 1
//		opaque hmac[32]            // HMAC-SHA-256 of all that stands before it
//	}
//
// (https://github.com/fernet/spec/blob/master/Spec.md). Version and the upper bytes of the time make every
// token begin with "gAAAAA", and 16-byte blocks bracket the length of what is inside.
package fernet
