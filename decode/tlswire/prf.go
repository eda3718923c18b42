package tlswire

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"hash"
)

// expandLabel is HKDF-Expand-Label (RFC 8446, section 7.1), with an empty context.
func expandLabel(newHash func() hash.Hash, secret []byte, label string, n int) []byte {
	info := binary.BigEndian.AppendUint16(nil, uint16(n))
	info = append(info, byte(len("tls13 ")+len(label)))
	info = append(append(info, "tls13 "...), label...)
	info = append(info, 0)
	out, err := hkdf.Expand(newHash, secret, string(info), n)
	if err != nil {
		return make([]byte, n) // n is never that long
	}
	return out
}

// prf is the pseudorandom function of SSL 3.0 to TLS 1.2: from a secret and a seed, n bytes.
func prf(v Version, s *suite, secret []byte, label string, seed []byte, n int) []byte {
	switch {
	case v.rank() >= TLS12:
		return pHash(s.newPRFHash(), secret, append([]byte(label), seed...), n)
	case v.rank() >= TLS10:
		// RFC 2246, section 5: MD5 with the first half of the secret, SHA-1 with the second.
		half := (len(secret) + 1) / 2
		out := pHash(md5.New, secret[:half], append([]byte(label), seed...), n)
		for i, b := range pHash(sha1.New, secret[len(secret)-half:], append([]byte(label), seed...), n) {
			out[i] ^= b
		}
		return out
	}
	return prfSSL3(secret, seed, n)
}

// pHash is P_hash (RFC 5246, section 5).
func pHash(newHash func() hash.Hash, secret, seed []byte, n int) []byte {
	h := hmac.New(newHash, secret)
	h.Write(seed)
	a := h.Sum(nil)
	var out []byte
	for len(out) < n {
		h.Reset()
		h.Write(a)
		h.Write(seed)
		out = h.Sum(out)
		h.Reset()
		h.Write(a)
		a = h.Sum(nil)
	}
	return out[:n]
}

// prfSSL3 makes key material as SSL 3.0 does: of MD5 over SHA-1 over "A", "BB", "CCC" (RFC 6101, section 6.2.2).
func prfSSL3(secret, seed []byte, n int) (out []byte) {
	for i := 1; len(out) < n; i++ {
		inner := sha1.New()
		for range i {
			inner.Write([]byte{byte('A' + i - 1)})
		}
		inner.Write(secret)
		inner.Write(seed)
		outer := md5.New()
		outer.Write(secret)
		outer.Write(inner.Sum(nil))
		out = outer.Sum(out)
	}
	return out[:n]
}

// newPRFHash is the hash of the suite's key derivation since TLS 1.2 (RFC 5246, section 5).
func (s *suite) newPRFHash() func() hash.Hash {
	if s.hash == "SHA384" {
		return sha512.New384
	}
	return sha256.New
}

// newMAC is the hash of the suite's MAC; nil for those that are not supported.
func (s *suite) newMAC() func() hash.Hash {
	switch s.hash {
	case "MD5":
		return md5.New
	case "SHA":
		return sha1.New
	case "SHA256":
		return sha256.New
	case "SHA384":
		return sha512.New384
	}
	return nil
}

// transcriptHash is the digest of the handshake so far that RFC 7627 puts into the master secret.
func transcriptHash(v Version, s *suite, transcript []byte) []byte {
	if v.rank() >= TLS12 {
		h := s.newPRFHash()()
		h.Write(transcript)
		return h.Sum(nil)
	}
	m, sh := md5.Sum(transcript), sha1.Sum(transcript)
	return append(m[:], sh[:]...)
}
