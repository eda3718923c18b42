// Package dh follows a Diffie-Hellman exchange in JSON bodies, tries to solve it, and opens what was sealed with the
// key that came out.
//
// The exchange is that of the demo, small enough to be read by eye. The client begins, with the prime p and the
// generator g of its group and its public value A = g^a mod p, or with a public value of X25519 (RFC 7748, section 6.1):
//
//	{"group":"modp","p":1048343,"g":5,"A":702417}
//	{"group":"x25519","A":"3p7bfXt9wbTTW2HC7OQ1Nz+DQ8hbeGdNrfx+FG+IK08="}
//
// The server answers with its own, and with a Fernet token under the key that both have now:
//
//	{"B":99215,"kdf":"HKDF-SHA256","token":"gAAAAA…"}
//
// The key is HKDF-SHA-256 (RFC 5869) of the shared value without salt and info, 32 bytes; a shared number is written
// big-endian in as many bytes as p has. A listener has everything but a and b. With a prime of 20 bits it finds a by
// trying; with the primes and curves that are in use, nobody knows how.
package dh
