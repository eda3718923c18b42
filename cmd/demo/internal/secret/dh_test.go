package secret

import (
	"encoding/json"
	"math/big"
	"net/http/httptest"
	"testing"
)

func TestBothSidesAgree(t *testing.T) {
	for _, g := range []Group{Small, X25519{}} {
		ours, public, err := g.New()
		if err != nil {
			t.Fatal(err)
		}
		theirs, otherPublic, err := g.New()
		if err != nil {
			t.Fatal(err)
		}
		a, err := ours(otherPublic)
		if err != nil {
			t.Fatal(err)
		}
		b, err := theirs(public)
		if err != nil {
			t.Fatal(err)
		}
		if string(a) != string(b) || len(a) == 0 {
			t.Errorf("%s: %x and %x", g.Name(), a, b)
		}
		for _, bad := range []string{`0`, `1`, `"x"`, `-1`, `99999999`, `{}`, `""`} {
			if shared, err := ours(json.RawMessage(bad)); err == nil {
				t.Errorf("%s: public value %s gives %x", g.Name(), bad, shared)
			}
		}
	}
}

func TestSmallGroupIsAsDescribed(t *testing.T) {
	p := new(big.Int).SetUint64(Small.P)
	half := new(big.Int).SetUint64((Small.P - 1) / 2)
	if !p.ProbablyPrime(20) || !half.ProbablyPrime(20) || p.BitLen() != 20 {
		t.Errorf("%d is no safe prime of 20 bits", p)
	}
	if g := new(big.Int).SetUint64(Small.G); g.Exp(g, half, p).Cmp(big.NewInt(1)) == 0 {
		t.Errorf("%d generates only half of the group", Small.G)
	}
}

func TestAgree(t *testing.T) {
	for _, g := range []Group{Small, X25519{}} {
		server := httptest.NewServer(Agree("meet at the oak", g))
		defer server.Close()
		c := NewClient(ClientOptions{})
		defer c.Close()
		if got, err := c.AskAgreeing(t.Context(), server.URL+"/", g); err != nil || got != "meet at the oak" {
			t.Errorf("%s: %q, %v", g.Name(), got, err)
		}
	}
	server := httptest.NewServer(Agree("meet at the oak", Small))
	defer server.Close()
	c := NewClient(ClientOptions{})
	defer c.Close()
	if got, err := c.AskAgreeing(t.Context(), server.URL+"/", X25519{}); err == nil {
		t.Errorf("in another group: %q", got)
	}
}
