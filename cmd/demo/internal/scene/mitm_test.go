package scene

import (
	"net/netip"
	"slices"
	"testing"

	"eavesdrop/cmd/demo/internal/secret"
	"eavesdrop/decode"
)

// Where there is one address alone, the real server is at the next port.
func TestTwoServersAtOneAddress(t *testing.T) {
	p, _ := player(t)
	p.addresses = func(port uint16, n int) []netip.AddrPort { return slices.Repeat(Addresses(port, 1), n) }
	takes, err := p.Play(t.Context(), []Scene{MITM()})
	if err != nil {
		t.Fatal(err)
	}
	if take := &takes[0]; take.Lost() || take.Outcome.Secret != secret.Default || take.Ledger.Answer(decode.Who).More != 1 {
		t.Errorf("%+v; heard %v of %v", take.Outcome, take.Heard, take.Said)
	}
}

func TestWhoIsBetweenHasItAll(t *testing.T) {
	takes := learned(t, MITM(), map[string][]want{
		"mitm": {
			{decode.Identity, decode.Sealed, "certificate sealed; the client accepted it"},
			{decode.Asked, decode.Sealed, "sealed"},
			{decode.Secret, decode.Sealed, "sealed"},
			{decode.Later, decode.Sealed, "ephemeral"},
		},
		"the attacker": {
			{decode.Identity, decode.Claimed, "I am CN=localhost according to CN=localhost (self-signed)"},
			{decode.Asked, decode.Readable, "GET /"},
			{decode.Secret, decode.Readable, "fluffy tail"},
			{decode.Changed, decode.Readable, "yes: it passes on what it likes"},
			{decode.Replayed, decode.Readable, "yes: it passes on what it likes"},
			{decode.Later, decode.Readable, "now"},
		},
		"mitm-checked": {
			{decode.Identity, decode.Derived, "refused"},
			{decode.Asked, decode.Absent, ""},
			{decode.Secret, decode.Absent, "not found"},
		},
	})
	if who := takes[0].Ledger.Answer(decode.Who); who.More != 1 {
		t.Errorf("the listener heard %d conversations, want 2", 1+who.More)
	}
	if who := takes[1].Ledger.Answer(decode.Who); who.More != 0 {
		t.Errorf("with a member that checks, the listener heard %d conversations, want 1", 1+who.More)
	}
}
