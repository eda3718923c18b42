package tlswire

import "fmt"

// signatures are the names of signature algorithms in certificates, as their standards write them.
var signatures = [...]struct{ oid, name string }{
	{"1.2.840.113549.1.1.2", "md2WithRSAEncryption"},
	{"1.2.840.113549.1.1.4", "md5WithRSAEncryption"},
	{"1.2.840.113549.1.1.5", "sha1WithRSAEncryption"},
	{"1.2.840.113549.1.1.10", "rsassaPss"},
	{"1.2.840.113549.1.1.11", "sha256WithRSAEncryption"},
	{"1.2.840.113549.1.1.12", "sha384WithRSAEncryption"},
	{"1.2.840.113549.1.1.13", "sha512WithRSAEncryption"},
	{"1.2.840.113549.1.1.14", "sha224WithRSAEncryption"},
	{"1.3.14.3.2.29", "sha1WithRSAEncryption"},
	{"1.2.840.10040.4.3", "dsa-with-sha1"},
	{"2.16.840.1.101.3.4.3.1", "dsa-with-sha224"},
	{"2.16.840.1.101.3.4.3.2", "dsa-with-sha256"},
	{"1.2.840.10045.4.1", "ecdsa-with-SHA1"},
	{"1.2.840.10045.4.3.1", "ecdsa-with-SHA224"},
	{"1.2.840.10045.4.3.2", "ecdsa-with-SHA256"},
	{"1.2.840.10045.4.3.3", "ecdsa-with-SHA384"},
	{"1.2.840.10045.4.3.4", "ecdsa-with-SHA512"},
	{"1.3.101.112", "Ed25519"},
	{"1.3.101.113", "Ed448"},
	{"1.2.156.10197.1.501", "SM2-with-SM3"},
	{"1.2.643.2.2.3", "GOST R 34.10-2001"},
	{"1.2.643.7.1.1.3.2", "GOST R 34.10-2012 (256)"},
	{"1.2.643.7.1.1.3.3", "GOST R 34.10-2012 (512)"},
	{"2.16.840.1.101.3.4.3.17", "ML-DSA-44"},
	{"2.16.840.1.101.3.4.3.18", "ML-DSA-65"},
	{"2.16.840.1.101.3.4.3.19", "ML-DSA-87"},
}

// curves are the names of the groups of elliptic-curve keys.
var curves = [...]struct{ oid, name string }{
	{"1.2.840.10045.3.1.1", "P-192"},
	{"1.2.840.10045.3.1.7", "P-256"},
	{"1.3.132.0.33", "P-224"},
	{"1.3.132.0.34", "P-384"},
	{"1.3.132.0.35", "P-521"},
	{"1.3.132.0.10", "secp256k1"},
	{"1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1"},
	{"1.3.36.3.3.2.8.1.1.11", "brainpoolP384r1"},
	{"1.3.36.3.3.2.8.1.1.13", "brainpoolP512r1"},
	{"1.2.156.10197.1.301", "SM2"},
}

// signatureName names the algorithm in an AlgorithmIdentifier.
func signatureName(algorithm []byte) string {
	id, _, ok := nextElement(algorithm)
	if !ok {
		return ""
	}
	key := oid(id.body)
	for i := range signatures {
		if signatures[i].oid == key {
			return signatures[i].name
		}
	}
	return key
}

// keyName names a SubjectPublicKeyInfo: "RSA 2048 bits", "ECDSA P-256".
func keyName(info []byte) string {
	algorithm, rest, ok := nextElement(info)
	if !ok {
		return ""
	}
	id, parameters, ok := nextElement(algorithm.body)
	if !ok {
		return ""
	}
	bits, _, _ := nextElement(rest)
	key := bits.body
	if len(key) > 0 {
		key = key[1:] // how many bits of the last byte do not count
	}
	switch kind := oid(id.body); kind {
	case "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10":
		pair, _, _ := nextElement(key)
		modulus, _, _ := nextElement(pair.body)
		return fmt.Sprintf("RSA %d bits", bitLength(modulus.body))
	case "1.2.840.10040.4.1":
		numbers, _, _ := nextElement(parameters)
		p, _, _ := nextElement(numbers.body)
		return fmt.Sprintf("DSA %d bits", bitLength(p.body))
	case "1.2.840.10045.2.1":
		curve, _, _ := nextElement(parameters)
		name := oid(curve.body)
		for i := range curves {
			if curves[i].oid == name {
				return "ECDSA " + curves[i].name
			}
		}
		return "ECDSA " + name
	case "1.3.101.110":
		return "X25519"
	default:
		return signatureName(algorithm.body)
	}
}
