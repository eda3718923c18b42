package scene

import (
	"strings"
	"testing"

	"eavesdrop/decode"
)

func TestNameIsReadableInQUIC(t *testing.T) {
	takes := learned(t, QUIC(), map[string][]want{"quic": {
		{decode.ServerName, decode.Claimed, "localhost"},
		{decode.Software, decode.Derived, "JA4 q13"},
		{decode.Identity, decode.Sealed, "certificate sealed"},
		{decode.Asked, decode.Sealed, "sealed"},
		{decode.Secret, decode.Sealed, "sealed"},
		{decode.Later, decode.Sealed, "ephemeral"},
	}})
	if a := takes[0].Ledger.Answer(decode.ServerName); !strings.Contains(a.Note, "everybody can compute") {
		t.Errorf("why the name is readable is not said: %q", a.Note)
	}
}
