package report_test

import (
	"testing"

	"eavesdrop/decode"
	"eavesdrop/report"
)

func TestParseObserver(t *testing.T) {
	for _, test := range []struct{ in, name, with string }{
		{"passive", "passive", ""},
		{"Passive", "passive", ""},
		{"keylog", "keylog", "the key log"},
		{"server-key", "server_key", "the server's private key"},
		{"fernet_key,keylog", "keylog+fernet_key", "the key log and the Fernet key"},
		{"keylog+keylog", "keylog", "the key log"},
	} {
		o, err := report.ParseObserver(test.in)
		if err != nil || o.String() != test.name || o.With() != test.with {
			t.Errorf("%q: got %v, %q, %v", test.in, o, o.With(), err)
		}
	}
	for _, in := range []string{"", "+", "everybody", "keylog+me"} {
		if o, err := report.ParseObserver(in); err == nil {
			t.Errorf("%q: got %v, want an error", in, o)
		}
	}
}

func TestSees(t *testing.T) {
	o := report.Holding(decode.KeyLog)
	if !o.Sees(decode.InTheClear) || !o.Sees(decode.KeyLog) || o.Sees(decode.FernetKey) || report.Passive.Sees(decode.KeyLog) {
		t.Error("an observer sees what is in the clear and what its own keys open, and nothing else")
	}
}
