package secret

import (
	"context"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"net/http"
)

// A Group is where a Diffie-Hellman exchange takes place.
type Group interface {
	// Name is what it is called on the wire.
	Name() string
	// Describe adds to an offer what the other side needs to know of the group.
	Describe(o *Offer)
	// New makes a private value, and the public value that belongs to it, in JSON.
	New() (Private, json.RawMessage, error)
}

// A Private is a private value: with the public value of the other side it gives what both share, and nobody else has.
type Private func(public json.RawMessage) (shared []byte, err error)

// An Offer is what the client sends.
type Offer struct {
	Group string          `json:"group"`
	P     uint64          `json:"p,omitempty"`
	G     uint64          `json:"g,omitempty"`
	A     json.RawMessage `json:"A"`
}

// An Agreement is what the server answers: its own public value, and the secret under the key that both have now.
type Agreement struct {
	B     json.RawMessage `json:"B"`
	KDF   string          `json:"kdf"`
	Token string          `json:"token"`
}

// Modp is the group of the powers of G modulo the prime P, which must be small: a uint64 holds its square.
type Modp struct{ P, G uint64 }

// Small is a group of 20 bits: large enough not to be solved in one's head. (P-1)/2 is a prime too, and G generates
// the whole group.
var Small = Modp{P: 1048343, G: 5}

// Name is "modp".
func (Modp) Name() string { return "modp" }

// Describe says P and G.
func (m Modp) Describe(o *Offer) { o.P, o.G = m.P, m.G }

// New makes a private number between 2 and P-2.
func (m Modp) New() (Private, json.RawMessage, error) {
	p := new(big.Int).SetUint64(m.P)
	private, err := rand.Int(rand.Reader, new(big.Int).SetUint64(m.P-3))
	if err != nil {
		return nil, nil, err
	}
	private.Add(private, big.NewInt(2))
	public := new(big.Int).Exp(new(big.Int).SetUint64(m.G), private, p)
	return func(raw json.RawMessage) ([]byte, error) {
		other := new(big.Int)
		if err := json.Unmarshal(raw, other); err != nil || other.Cmp(big.NewInt(1)) <= 0 || other.Cmp(p) >= 0 {
			return nil, errors.New("not a public value of this group")
		}
		return other.Exp(other, private, p).FillBytes(make([]byte, (p.BitLen()+7)/8)), nil
	}, json.RawMessage(public.String()), nil
}

// X25519 is the group of RFC 7748 that most TLS connections use.
type X25519 struct{}

// Name is "x25519".
func (X25519) Name() string { return "x25519" }

// Describe has nothing to add: the name says it all.
func (X25519) Describe(*Offer) {}

// New makes a private key.
func (X25519) New() (Private, json.RawMessage, error) {
	key, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	public, err := json.Marshal(base64.StdEncoding.EncodeToString(key.PublicKey().Bytes()))
	return func(raw json.RawMessage) ([]byte, error) {
		var text []byte // base64 in JSON
		if err := json.Unmarshal(raw, &text); err != nil {
			return nil, err
		}
		other, err := ecdh.X25519().NewPublicKey(text)
		if err != nil {
			return nil, err
		}
		return key.ECDH(other)
	}, public, err
}

// kdf is how the key comes out of what is shared: HKDF-SHA-256 (RFC 5869) without salt and info.
const kdf = "HKDF-SHA256"

// agreedKey is the Fernet key of those who share this.
func agreedKey(shared []byte) (*FernetKey, error) {
	key := new(FernetKey)
	derived, err := hkdf.Key(sha256.New, shared, nil, "", len(key))
	if err != nil {
		return nil, err
	}
	copy(key[:], derived)
	return key, nil
}

// Agree answers POST / in the group: the secret, under a key that is agreed on for this one answer.
func Agree(secret string, g Group) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /{$}", func(w http.ResponseWriter, r *http.Request) {
		var o Offer
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxAnswer)).Decode(&o); err != nil || o.Group != g.Name() {
			http.Error(w, "offer a public value of the group "+g.Name(), http.StatusBadRequest)
			return
		}
		a, err := agree(secret, g, o)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Write(a)
	})
	return mux
}

// agree is the answer to an offer.
func agree(secret string, g Group, o Offer) ([]byte, error) {
	private, public, err := g.New()
	if err != nil {
		return nil, err
	}
	shared, err := private(o.A)
	if err != nil {
		return nil, err
	}
	key, err := agreedKey(shared)
	if err != nil {
		return nil, err
	}
	token, err := Fernet(key).Seal(secret)
	if err != nil {
		return nil, err
	}
	return json.Marshal(Agreement{B: public, KDF: kdf, Token: string(token)})
}

// AskAgreeing asks the server at url for the secret, and agrees with it on a key first.
func (c *Client) AskAgreeing(ctx context.Context, url string, g Group) (string, error) {
	private, public, err := g.New()
	if err != nil {
		return "", err
	}
	o := Offer{Group: g.Name(), A: public}
	g.Describe(&o)
	body, err := json.Marshal(o)
	if err != nil {
		return "", err
	}
	answer, err := c.Send(ctx, http.MethodPost, url, http.Header{"Content-Type": {"application/json"}}, string(body))
	if err != nil {
		return "", err
	}
	var a Agreement
	if answer.Status != http.StatusOK || json.Unmarshal(answer.Body, &a) != nil {
		return "", fmt.Errorf("the server answered %d, and no public value", answer.Status)
	}
	shared, err := private(a.B)
	if err != nil {
		return "", err
	}
	key, err := agreedKey(shared)
	if err != nil {
		return "", err
	}
	opened, err := OpenToken([]byte(a.Token), key)
	return string(opened), err
}
