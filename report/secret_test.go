package report_test

import (
	"testing"

	"eavesdrop/decode"
	"eavesdrop/report"
	rt "eavesdrop/report/reporttest"
)

// The length is that of the secret, not that of whatever else was said.
func TestLengthIsThatOfTheSecret(t *testing.T) {
	f := rt.Flow(1)
	page := rt.Event(f, decode.FromServer, 0, []string{"tcp", "http"}, 6, 0x42, 593, &rt.Message{
		Name:   "http.response",
		Learnt: []decode.Fact{{Question: decode.Length, Sight: decode.Readable, Text: "500 bytes"}},
	})
	sealed := rt.Event(f, decode.FromServer, 0, []string{"tcp", "tls"}, 8, 0x42, 150, &rt.Message{
		Name: "tls.data",
		Learnt: []decode.Fact{
			{Question: decode.Secret, Sight: decode.Sealed, Text: "sealed"},
			{Question: decode.Length, Sight: decode.Derived, Text: "at most 128 bytes"},
		},
	})
	for _, test := range []struct {
		name    string
		options report.LedgerOptions
		events  []*decode.Event
		want    string
	}{
		{"nothing is looked for", report.LedgerOptions{}, []*decode.Event{page}, "readable: 500 bytes #6"},
		{"it is not in there", looking, []*decode.Event{page}, "absent: not known"},
		{"it is a part of the page", looking, []*decode.Event{page, rt.Found(f, secret)}, "readable: 11 bytes #6@0x9f+11"},
		{"it may be in what is sealed", looking, []*decode.Event{page, sealed}, "derived: at most 128 bytes #8"},
	} {
		if got := line(learned(test.options, append([]*decode.Event{rt.Open(f)}, test.events...)...).Answer(decode.Length)); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

// The second half of an exchange completes what was told with the first; another exchange is another answer.
func TestKeyExchangeIsCompleted(t *testing.T) {
	f := rt.Flow(1)
	told := func(dir decode.Direction, frame int, text string) *decode.Event {
		return rt.Event(f, dir, 0, []string{"tcp", "tls"}, frame, 0x42, 40, &rt.Message{
			Name: "tls.handshake", Learnt: []decode.Fact{{Question: decode.KeyExchange, Sight: decode.Readable, Text: text}},
		})
	}
	half, whole := told(decode.FromServer, 6, "x25519: one value"), told(decode.FromClient, 8, "x25519: both values, in the open")
	other := told(decode.FromServer, 12, "secp256r1: one value")
	for want, events := range map[string][]*decode.Event{
		"readable: x25519: one value #6":                   {half},
		"readable: x25519: both values, in the open #8":    {half, whole},
		"readable: x25519: both values, in the open +1 #8": {half, whole, other},
	} {
		if got := line(learned(looking, append([]*decode.Event{rt.Open(f)}, events...)...).Answer(decode.KeyExchange)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// An observer may say in words of its own what it has.
func TestObserverSaysWhatItHas(t *testing.T) {
	f := rt.Flow(1)
	found := rt.Found(f, secret)
	found.Opened = decode.KeyLog
	o := looking
	o.Observer = report.Holding(decode.KeyLog).Saying("the keys of both conversations")
	l := learned(o, rt.Open(f), found)
	if got, want := l.Verdict(), "With the keys of both conversations, the secret is readable."; got != want {
		t.Errorf("verdict %q, want %q", got, want)
	}
	if got, want := l.Answer(decode.Later).Text, "now, with the keys of both conversations"; got != want {
		t.Errorf("later: %q, want %q", got, want)
	}
}
