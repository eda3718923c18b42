package tlswire

import (
	"crypto/cipher"
	"encoding/binary"
	"math/bits"
)

// camellia is the block cipher of RFC 3713, which neither the standard library nor a maintained module has.
// It serves to open recordings only: it takes no care to run in constant time.
type camellia struct {
	encrypt, decrypt camelliaKeys
}

// camelliaKeys are the subkeys in the order in which they are used: kw1 and kw2, then six k and two ke in
// turns, kw3 and kw4 last.
type camelliaKeys struct {
	white [4]uint64
	k     []uint64
	ke    []uint64
}

// camelliaSigma are the constants of the key schedule (section 2.2).
var camelliaSigma = [6]uint64{
	0xa09e667f3bcc908b, 0xb67ae8584caa73b2, 0xc6ef372fe94f82be,
	0x54ff53a5f1d36f1c, 0x10e527fade682d1d, 0xb05688c2b3e6c1fd,
}

// A pair is a number of 128 bits.
type pair struct{ hi, lo uint64 }

// rotated is p rotated to the left by n bits.
func (p pair) rotated(n uint) pair {
	if n >= 64 {
		p, n = pair{p.lo, p.hi}, n-64
	}
	return pair{p.hi<<n | p.lo>>(64-n), p.lo<<n | p.hi>>(64-n)}
}

// newCamellia makes the cipher for a key of 16 or 32 bytes, the sizes that TLS uses.
func newCamellia(key []byte) cipher.Block {
	kl := pair{binary.BigEndian.Uint64(key), binary.BigEndian.Uint64(key[8:])}
	var kr pair
	if len(key) == 32 {
		kr = pair{binary.BigEndian.Uint64(key[16:]), binary.BigEndian.Uint64(key[24:])}
	}
	d := pair{kl.hi ^ kr.hi, kl.lo ^ kr.lo}
	d.lo ^= camelliaF(d.hi, camelliaSigma[0])
	d.hi ^= camelliaF(d.lo, camelliaSigma[1])
	d.hi ^= kl.hi
	d.lo ^= kl.lo
	d.lo ^= camelliaF(d.hi, camelliaSigma[2])
	d.hi ^= camelliaF(d.lo, camelliaSigma[3])
	ka := d
	d = pair{ka.hi ^ kr.hi, ka.lo ^ kr.lo}
	d.lo ^= camelliaF(d.hi, camelliaSigma[4])
	d.hi ^= camelliaF(d.lo, camelliaSigma[5])
	kb := d

	c := &camellia{}
	if len(key) == 16 {
		c.encrypt = camelliaShort(kl, ka)
	} else {
		c.encrypt = camelliaLong(kl, kr, ka, kb)
	}
	e := &c.encrypt
	c.decrypt.white = [4]uint64{e.white[2], e.white[3], e.white[0], e.white[1]}
	for i := len(e.k) - 1; i >= 0; i-- {
		c.decrypt.k = append(c.decrypt.k, e.k[i])
	}
	for i := len(e.ke) - 1; i >= 0; i-- {
		c.decrypt.ke = append(c.decrypt.ke, e.ke[i])
	}
	return c
}

// camelliaShort makes the subkeys of a key of 128 bits.
func camelliaShort(kl, ka pair) (s camelliaKeys) {
	add := func(list *[]uint64, p pair) { *list = append(*list, p.hi, p.lo) }
	add(&s.k, ka)
	add(&s.k, kl.rotated(15))
	add(&s.k, ka.rotated(15))
	add(&s.ke, ka.rotated(30))
	add(&s.k, kl.rotated(45))
	s.k = append(s.k, ka.rotated(45).hi, kl.rotated(60).lo)
	add(&s.k, ka.rotated(60))
	add(&s.ke, kl.rotated(77))
	add(&s.k, kl.rotated(94))
	add(&s.k, ka.rotated(94))
	add(&s.k, kl.rotated(111))
	last := ka.rotated(111)
	s.white = [4]uint64{kl.hi, kl.lo, last.hi, last.lo}
	return s
}

// camelliaLong makes the subkeys of a key of 256 bits.
func camelliaLong(kl, kr, ka, kb pair) (s camelliaKeys) {
	for _, p := range []pair{
		kb, kr.rotated(15), ka.rotated(15),
		kb.rotated(30), kl.rotated(45), ka.rotated(45),
		kr.rotated(60), kb.rotated(60), kl.rotated(77),
		kr.rotated(94), ka.rotated(94), kl.rotated(111),
	} {
		s.k = append(s.k, p.hi, p.lo)
	}
	for _, p := range []pair{kr.rotated(30), kl.rotated(60), ka.rotated(77)} {
		s.ke = append(s.ke, p.hi, p.lo)
	}
	last := kb.rotated(111)
	s.white = [4]uint64{kl.hi, kl.lo, last.hi, last.lo}
	return s
}

func (c *camellia) BlockSize() int { return 16 }

// Encrypt encrypts one block.
func (c *camellia) Encrypt(dst, src []byte) { c.encrypt.crypt(dst, src) }

// Decrypt decrypts one block.
func (c *camellia) Decrypt(dst, src []byte) { c.decrypt.crypt(dst, src) }

// crypt runs the rounds (section 2.3).
func (s *camelliaKeys) crypt(dst, src []byte) {
	d1, d2 := binary.BigEndian.Uint64(src)^s.white[0], binary.BigEndian.Uint64(src[8:])^s.white[1]
	for i := 0; i < len(s.k); i += 2 {
		if i > 0 && i%6 == 0 {
			d1 = camelliaFL(d1, s.ke[i/3-2])
			d2 = camelliaFLInverse(d2, s.ke[i/3-1])
		}
		d2 ^= camelliaF(d1, s.k[i])
		d1 ^= camelliaF(d2, s.k[i+1])
	}
	binary.BigEndian.PutUint64(dst, d2^s.white[2])
	binary.BigEndian.PutUint64(dst[8:], d1^s.white[3])
}

// camelliaFL is the FL function (section 2.4.2).
func camelliaFL(x, k uint64) uint64 {
	x1, x2 := uint32(x>>32), uint32(x)
	x2 ^= bits.RotateLeft32(x1&uint32(k>>32), 1)
	x1 ^= x2 | uint32(k)
	return uint64(x1)<<32 | uint64(x2)
}

// camelliaFLInverse undoes camelliaFL (section 2.4.3).
func camelliaFLInverse(y, k uint64) uint64 {
	y1, y2 := uint32(y>>32), uint32(y)
	y1 ^= y2 | uint32(k)
	y2 ^= bits.RotateLeft32(y1&uint32(k>>32), 1)
	return uint64(y1)<<32 | uint64(y2)
}

// camelliaF is the F function (section 2.4.1).
func camelliaF(in, k uint64) uint64 {
	x := in ^ k
	s2 := func(b uint64) byte { return bits.RotateLeft8(camelliaBox[byte(b)], 1) }
	s3 := func(b uint64) byte { return bits.RotateLeft8(camelliaBox[byte(b)], 7) }
	s4 := func(b uint64) byte { return camelliaBox[bits.RotateLeft8(byte(b), 1)] }
	t1, t2, t3, t4 := camelliaBox[byte(x>>56)], s2(x>>48), s3(x>>40), s4(x>>32)
	t5, t6, t7, t8 := s2(x>>24), s3(x>>16), s4(x>>8), camelliaBox[byte(x)]
	return uint64(t1^t3^t4^t6^t7^t8)<<56 | uint64(t1^t2^t4^t5^t7^t8)<<48 |
		uint64(t1^t2^t3^t5^t6^t8)<<40 | uint64(t2^t3^t4^t5^t6^t7)<<32 |
		uint64(t1^t2^t6^t7^t8)<<24 | uint64(t2^t3^t5^t7^t8)<<16 |
		uint64(t3^t4^t5^t6^t8)<<8 | uint64(t1^t4^t5^t6^t7)
}

// camelliaBox is SBOX1; the other three boxes are rotations of it.
var camelliaBox = [256]byte{
	112, 130, 44, 236, 179, 39, 192, 229, 228, 133, 87, 53, 234, 12, 174, 65,
	35, 239, 107, 147, 69, 25, 165, 33, 237, 14, 79, 78, 29, 101, 146, 189,
	134, 184, 175, 143, 124, 235, 31, 206, 62, 48, 220, 95, 94, 197, 11, 26,
	166, 225, 57, 202, 213, 71, 93, 61, 217, 1, 90, 214, 81, 86, 108, 77,
	139, 13, 154, 102, 251, 204, 176, 45, 116, 18, 43, 32, 240, 177, 132, 153,
	223, 76, 203, 194, 52, 126, 118, 5, 109, 183, 169, 49, 209, 23, 4, 215,
	20, 88, 58, 97, 222, 27, 17, 28, 50, 15, 156, 22, 83, 24, 242, 34,
	254, 68, 207, 178, 195, 181, 122, 145, 36, 8, 232, 168, 96, 252, 105, 80,
	170, 208, 160, 125, 161, 137, 98, 151, 84, 91, 30, 149, 224, 255, 100, 210,
	16, 196, 0, 72, 163, 247, 117, 219, 138, 3, 230, 218, 9, 63, 221, 148,
	135, 92, 131, 2, 205, 74, 144, 51, 115, 103, 246, 243, 157, 127, 191, 226,
	82, 155, 216, 38, 200, 55, 198, 59, 129, 150, 111, 75, 19, 190, 99, 46,
	233, 121, 167, 140, 159, 110, 188, 142, 41, 245, 249, 182, 47, 253, 180, 89,
	120, 152, 6, 106, 231, 70, 113, 186, 212, 37, 171, 66, 136, 162, 141, 250,
	114, 7, 185, 85, 248, 238, 172, 10, 54, 73, 42, 104, 60, 56, 241, 164,
	64, 40, 211, 123, 187, 201, 67, 193, 21, 227, 173, 244, 119, 199, 128, 158,
}
