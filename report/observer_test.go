package report_test

import (
	"testing"

	"eavesdrop/decode"
	"eavesdrop/report"
	rt "eavesdrop/report/reporttest"
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

// Who is an end of every conversation can change what is said, whatever the wire says of it, once its keys opened some.
func TestInTheMiddle(t *testing.T) {
	f := rt.Flow(1)
	sealed := func() *decode.Event {
		return rt.Event(f, decode.FromServer, 0, []string{"tcp", "tls"}, 6, 0x42, 40, &rt.Message{Name: "tls.server_hello", Learnt: []decode.Fact{
			{Question: decode.Changed, Sight: decode.Sealed, Text: "no: AEAD"},
			{Question: decode.Replayed, Sight: decode.Sealed, Text: "no"},
		}})
	}
	found := rt.Found(f, secret)
	found.Opened = decode.KeyLog
	between := report.LedgerOptions{Secrets: []string{secret}, Observer: report.Holding(decode.KeyLog).InTheMiddle()}
	for _, q := range []decode.Question{decode.Changed, decode.Replayed} {
		if a := learned(between, rt.Open(f), sealed(), found).Answer(q); a.Sight != decode.Readable || a.Text != "yes: it passes on what it likes" || a.Opened != decode.KeyLog || len(a.Evidence) > 0 {
			t.Errorf("%s: %+v", q, a)
		}
		if a := learned(between, rt.Open(f), sealed()).Answer(q); a.Sight != decode.Sealed {
			t.Errorf("%s: %+v, though no key opened anything", q, a)
		}
	}
}

func TestSees(t *testing.T) {
	o := report.Holding(decode.KeyLog)
	if !o.Sees(decode.InTheClear) || !o.Sees(decode.KeyLog) || o.Sees(decode.FernetKey) || report.Passive.Sees(decode.KeyLog) {
		t.Error("an observer sees what is in the clear and what its own keys open, and nothing else")
	}
}
