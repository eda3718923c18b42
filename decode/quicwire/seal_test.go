package quicwire

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/cryptobyte"
)

// unhex reads hexadecimal digits; white space between them is for the reader.
func unhex(t testing.TB, digits string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.Join(strings.Fields(digits), ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// An initialPlan is an Initial packet before it is protected.
type initialPlan struct {
	version    Version
	scheme     *scheme // nil: the version's
	keyID      string  // the connection id that the keys are made of; "": dcid
	fromServer bool
	dcid, scid string
	token      string
	number     uint32
	numberSize int // 0: 4 bytes
	frames     string
	pad        int // PADDING behind the frames up to this size of payload
}

// seal protects the packet as its sender would (RFC 9001, section 5).
func (p initialPlan) seal(t testing.TB) string {
	t.Helper()
	v := p.version
	if v == 0 {
		v = V1
	}
	if p.numberSize == 0 {
		p.numberSize = 4
	}
	if p.scheme == nil {
		p.scheme = v.scheme()
	}
	id := p.keyID
	if id == "" {
		id = p.dcid
	}
	payload := []byte(p.frames)
	payload = append(payload, make([]byte, max(0, p.pad-len(payload), 4-p.numberSize+sampleSize-tagSize-len(payload)))...)
	b := []byte{0xc0 | p.scheme.bits(initialPacket)<<4 | byte(p.numberSize-1)}
	b = appendIDs(b, v, p.dcid, p.scid)
	b = appendVarint(b, uint64(len(p.token)))
	b = append(b, p.token...)
	b = appendVarint(b, uint64(p.numberSize+len(payload)+tagSize))
	numberAt := len(b)
	b = append(b, binary.BigEndian.AppendUint32(nil, p.number)[4-p.numberSize:]...)
	k, server := initialKeys(p.scheme, []byte(id))
	if p.fromServer {
		k = server
	}
	return string(protect(k, b, numberAt, uint64(p.number), payload))
}

// typeBits is the number of a packet type in a version.
func typeBits(v Version, typ packetType) byte { return v.scheme().bits(typ) }

func (s *scheme) bits(typ packetType) byte { return byte(slices.Index(s.types[:], typ)) }

func appendIDs(b []byte, v Version, dcid, scid string) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(v))
	b = append(append(b, byte(len(dcid))), dcid...)
	return append(append(b, byte(len(scid))), scid...)
}

// protect seals payload behind header and masks the header.
func protect(k *keys, header []byte, numberAt int, number uint64, payload []byte) []byte {
	nonce := k.iv
	for i := range 8 {
		nonce[4+i] ^= byte(number >> (56 - 8*i))
	}
	b := k.aead.Seal(header, nonce[:], payload, header)
	var mask [sampleSize]byte
	k.mask.Encrypt(mask[:], b[numberAt+4:numberAt+4+sampleSize])
	size := int(b[0]&3) + 1
	b[0] ^= mask[0] & 0x0f
	for i := range size {
		b[numberAt+i] ^= mask[1+i]
	}
	return b
}

// appendVarint writes an integer in as few bytes as it takes.
func appendVarint(b []byte, v uint64) []byte {
	switch {
	case v < 1<<6:
		return append(b, byte(v))
	case v < 1<<14:
		return binary.BigEndian.AppendUint16(b, uint16(v)|0x4000)
	case v < 1<<30:
		return binary.BigEndian.AppendUint32(b, uint32(v)|0x80000000)
	}
	return binary.BigEndian.AppendUint64(b, v|0xc0<<56)
}

// crypto is a CRYPTO frame.
func crypto(offset int, data string) string {
	b := appendVarint([]byte{byte(frameCRYPTO)}, uint64(offset))
	return string(append(appendVarint(b, uint64(len(data))), data...))
}

// ack is an ACK frame of one packet.
func ack(number byte) string { return string([]byte{byte(frameACK), number, 0, 0, 0}) }

// long is a packet with a long header that stays closed.
func long(v Version, typ packetType, dcid, scid string, size int) string {
	b := appendIDs([]byte{0xc0 | typeBits(v, typ)<<4}, v, dcid, scid)
	b = appendVarint(b, uint64(size))
	return string(b) + strings.Repeat("\xa5", size)
}

// short is a packet with a short header.
func short(dcid string, size int) string { return "\x41" + dcid + strings.Repeat("\x5a", size) }

// sideSecret is the secret that one side's keys are made of.
func sideSecret(t testing.TB, s *scheme, label string) []byte {
	t.Helper()
	secret, err := hkdf.Extract(sha256.New, unhex(t, vectorDCID), s.salt)
	if err != nil {
		t.Fatal(err)
	}
	return expand(secret, label, sha256.Size)
}

func unhexString(t testing.TB, digits string) cryptobyte.String { return unhex(t, digits) }
