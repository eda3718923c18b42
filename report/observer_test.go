package report_test

import (
	"slices"
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

// closed tells that what is sealed stays so here, though the key log would open it.
type closed struct{ rt.Message }

func (*closed) Brief() decode.Brief { return decode.Brief{Detail: "DTLS is not opened with keys"} }

// Who has the keys, and could read it elsewhere, is not told that it can't be read.
func TestLaterElsewhere(t *testing.T) {
	f := rt.Flow(1)
	layers := []string{"udp", "dtls"}
	for _, sight := range []decode.Sight{decode.Sealed, decode.Derived} {
		events := []*decode.Event{
			rt.Open(f),
			rt.Event(f, decode.FromServer, 0, layers, 4, 42, 90, &rt.Message{Name: "tls.server_hello", Learnt: []decode.Fact{{Question: decode.Later, Sight: sight, Text: "no, or if a key leaks"}}}),
			rt.Event(f, decode.FromClient, 0, layers, 5, 42, 50, &closed{rt.Message{Name: "tls.unopened", Learnt: []decode.Fact{{Question: decode.Later, Sight: decode.Derived, Text: "yes, with the key log"}}}}),
		}
		l := learned(report.LedgerOptions{Observer: report.Holding(decode.KeyLog)}, events...)
		if got := line(l.Answer(decode.Later)); got != "derived: yes, with the key log #5" {
			t.Errorf("the holder: %s", got)
		}
		if got := l.Qualifications(); !slices.Contains(got, "Keys were given, and yet it stayed sealed: DTLS is not opened with keys.") {
			t.Errorf("the holder is told %q", got)
		}
		if got := line(learned(report.LedgerOptions{}, events...).Answer(decode.Later)); got != sight.String()+": no, or if a key leaks #4" {
			t.Errorf("the listener: %s", got)
		}
	}
}
