package dh

import (
	"encoding/base64"
	"encoding/json"
	"math/big"
	"strings"
)

// The groups that are known.
const (
	modp   = "modp"   // numbers modulo a prime
	x25519 = "x25519" // RFC 7748
)

const (
	maxBits   = 8192 // of p: larger ones are in no use
	pointSize = 32   // bytes of a public value of X25519
)

// An offer is the client's half of an exchange.
type offer struct {
	group string
	p, g  *big.Int // of modp
	a     public
}

// A public is one side's public value.
type public struct {
	number *big.Int // of modp
	point  []byte   // of X25519
}

// String is the value in decimal digits, or in base64 as it came.
func (v public) String() string {
	if v.number != nil {
		return v.number.String()
	}
	return base64.StdEncoding.EncodeToString(v.point)
}

// bits is the size of the group.
func (o *offer) bits() int {
	if o.group == x25519 {
		return 255
	}
	return o.p.BitLen()
}

// parseOffer reads the client's half. ok is false when the body is none.
func parseOffer(body []byte) (o *offer, ok bool) {
	m, ok := object(body, "group", "A")
	if !ok {
		return nil, false
	}
	o = &offer{group: text(m["group"])}
	if o.group == modp {
		if o.p, ok = number(m["p"]); !ok || o.p.BitLen() > maxBits || o.p.BitLen() < 3 {
			return nil, false
		}
		if o.g, ok = number(m["g"]); !ok {
			return nil, false
		}
	}
	o.a, ok = o.value(m["A"])
	return o, ok
}

// An answer is the server's half, with what was sealed.
type answer struct {
	b     public
	token string // of Fernet; "" when there is none, or the way to its key is not known
}

// hkdfSHA256 is the only way from the shared value to a key that is known.
const hkdfSHA256 = "HKDF-SHA256"

// parseAnswer reads the server's half of an exchange that the client began with o.
func (o *offer) parseAnswer(body []byte) (a *answer, ok bool) {
	m, ok := object(body, "B")
	if !ok {
		return nil, false
	}
	a = &answer{}
	if a.b, ok = o.value(m["B"]); ok && text(m["kdf"]) == hkdfSHA256 {
		a.token = text(m["token"])
	}
	return a, ok
}

// value reads a public value of the offer's group.
func (o *offer) value(raw json.RawMessage) (v public, ok bool) {
	switch o.group {
	case modp:
		v.number, ok = number(raw)
		return v, ok && v.number.Cmp(o.p) < 0
	case x25519:
		point, err := base64.StdEncoding.DecodeString(text(raw))
		return public{point: point}, err == nil && len(point) == pointSize
	}
	return v, false
}

// object reads a JSON object that has all these members.
func object(body []byte, names ...string) (m map[string]json.RawMessage, ok bool) {
	for _, name := range names {
		if !strings.Contains(string(body), `"`+name+`"`) { // most JSON is not ours: don't read it
			return nil, false
		}
	}
	if json.Unmarshal(body, &m) != nil {
		return nil, false
	}
	for _, name := range names {
		if len(m[name]) == 0 {
			return nil, false
		}
	}
	return m, true
}

// text is a JSON string, "" when raw is none.
func text(raw json.RawMessage) (s string) {
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// number reads a positive whole number, written as a JSON number or as a string of decimal digits.
func number(raw json.RawMessage) (*big.Int, bool) {
	digits := string(raw)
	if s := text(raw); s != "" {
		digits = s
	}
	const bitsPerDigit = 3 // at least
	if len(digits) > maxBits/bitsPerDigit || strings.Trim(digits, "0123456789") != "" {
		return nil, false
	}
	n, ok := new(big.Int).SetString(digits, 10)
	return n, ok && n.Sign() > 0
}
