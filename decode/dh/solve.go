package dh

import (
	"crypto/aes"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"math/big"

	fernetgo "github.com/fernet/fernet-go"
)

// maxTries is how many private numbers are tried for one exchange, and allTries for all that an inspector sees: enough
// for a class, and nothing that a hostile capture could keep a machine busy with.
const (
	maxTries = 1 << 22
	allTries = 1 << 26
)

// A solution is a private number that was found.
type solution struct {
	private uint64
	shared  *big.Int
	tries   int // it took so many
}

// solve looks for the client's private number by trying one after the other, at most budget of them, which it is
// taken from.
func (o *offer) solve(b public, budget *int) (s *solution, ok bool) {
	if o.group != modp || !o.p.IsUint64() || o.p.Uint64() > maxTries {
		return nil, false
	}
	p, g, a := o.p.Uint64(), new(big.Int).Mod(o.g, o.p).Uint64(), o.a.number.Uint64()
	power := uint64(1)
	for x := uint64(1); x < p && *budget > 0; x++ {
		*budget--
		power = power * g % p
		if power == a {
			private := new(big.Int).SetUint64(x)
			return &solution{x, new(big.Int).Exp(b.number, private, o.p), int(x)}, true
		}
		if power <= 1 {
			break // from here on it begins again, or stays 0
		}
	}
	return nil, false
}

// open opens a Fernet token with the key that comes out of the shared number.
func (o *offer) open(s *solution, token string) (opened []byte, ok bool) {
	// Version, time, IV, whole blocks, HMAC (Fernet spec, token format): what the library takes for granted.
	const around = 1 + 8 + aes.BlockSize + sha256.Size
	raw, err := base64.URLEncoding.DecodeString(token)
	if err != nil || len(raw) < around+aes.BlockSize || (len(raw)-around)%aes.BlockSize != 0 {
		return nil, false
	}
	shared := make([]byte, (o.p.BitLen()+7)/8)
	s.shared.FillBytes(shared)
	var key fernetgo.Key
	derived, err := hkdf.Key(sha256.New, shared, nil, "", len(key))
	if err != nil {
		return nil, false // not with this length
	}
	copy(key[:], derived)
	const anyAge = 0 // the reader's clock is none of the capture's business
	opened = fernetgo.VerifyAndDecrypt([]byte(token), anyAge, []*fernetgo.Key{&key})
	return opened, opened != nil
}
