package scene

import (
	"strings"
	"testing"

	"eavesdrop/decode"
)

func TestOnlyTheCoverNameIsReadable(t *testing.T) {
	takes := learned(t, ECH(), map[string][]want{"ech": {
		{decode.ServerName, decode.Claimed, "cover.example"},
		{decode.Identity, decode.Sealed, "certificate sealed"},
		{decode.Asked, decode.Sealed, "sealed"},
		{decode.Secret, decode.Sealed, "sealed"},
	}})
	for _, a := range takes[0].Ledger.Answers() {
		if strings.Contains(a.Text, "localhost") {
			t.Errorf("%s tells the name that was to be hidden: %q", a.Question, a.Text)
		}
	}
}
