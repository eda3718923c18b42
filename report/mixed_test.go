package report_test

import (
	"testing"

	"eavesdrop/decode"
	"eavesdrop/report"
	rt "eavesdrop/report/reporttest"
)

// What can be read is not everything when a neighbour is sealed, or nobody knows what it said.
func TestVerdictOnMixedCaptures(t *testing.T) {
	open, ssh, other := rt.Flow(1), rt.Flow(2), rt.Flow(3)
	http := []*decode.Event{rt.Open(open), rt.Request(open), rt.Response(open, secret), rt.Close(open, 86, 104)}
	sealed := func(q decode.Question, dir decode.Direction) *decode.Event {
		return rt.Event(ssh, dir, 0, []string{"tcp", "ssh"}, 12, 0x42, 20, &rt.Message{
			Name: "text.line", Learnt: []decode.Fact{{Question: q, Sight: decode.Sealed, Text: "SSH, sealed"}},
		})
	}
	closed := []*decode.Event{rt.Open(ssh), sealed(decode.Body, decode.FromServer), sealed(decode.Asked, decode.FromClient), rt.Close(ssh, 900, 900)}
	strange := rt.Close(other, 0, 50_000)
	strange.Message.(*decode.FlowClose).Recognised = false
	unknown := []*decode.Event{rt.Open(other), strange}
	name := rt.Event(open, decode.FromClient, 0, []string{"udp", "dns"}, 1, 42, 30, &rt.Message{
		Name: "dns.message", Learnt: []decode.Fact{{Question: decode.Asked, Sight: decode.Readable, Text: "DNS A example.net"}},
	})
	for _, test := range []struct {
		name   string
		o      report.LedgerOptions
		events [][]*decode.Event
		want   string
	}{
		{"all open", report.LedgerOptions{}, [][]*decode.Event{http}, "Everything is readable. Whoever can listen knows what was said."},
		{"sealed beside it", report.LedgerOptions{}, [][]*decode.Event{http, closed}, "Part of what was said is readable, part of it is sealed."},
		{"unknown beside it", report.LedgerOptions{}, [][]*decode.Event{http, unknown}, "Part of what was said is readable; the rest was not recognised."},
		{"both", report.LedgerOptions{}, [][]*decode.Event{http, closed, unknown}, "Part of what was said is readable; the rest is sealed or was not recognised."},
		{"the secret, unknown beside it", looking, [][]*decode.Event{http, unknown},
			"The secret is readable, though not all that was said was recognised. Whoever can listen can attend the meeting."},
		{"TLS beside it", report.LedgerOptions{}, [][]*decode.Event{http, rt.TLS(other)}, "Part of what was said is readable, part of it is sealed."},
		{"a name, and TLS", report.LedgerOptions{}, [][]*decode.Event{{rt.Open(open), name}, rt.TLS(other)}, "Part of what was said is readable, part of it is sealed."},
		{"sealed alone", report.LedgerOptions{}, [][]*decode.Event{closed}, "Only who, when and how much."},
	} {
		var events []*decode.Event
		for _, e := range test.events {
			events = append(events, e...)
		}
		if got := learned(test.o, events...).Verdict(); got != test.want {
			t.Errorf("%s: verdict %q, want %q", test.name, got, test.want)
		}
	}
}

// What holds of the part in the clear is not said of the rest.
func TestConclusionsOnMixedCaptures(t *testing.T) {
	open, closed := rt.Flow(1), rt.Flow(2)
	clear := []*decode.Event{rt.Open(open), rt.Request(open)}
	both := append(append(clear, rt.Open(closed)), rt.TLS(closed)...)
	for _, test := range []struct {
		question    decode.Question
		clear, both string
	}{
		{decode.Changed, "readable: yes #4", "readable: yes, part of it #4"},
		{decode.Replayed, "readable: yes #4", "readable: yes, part of it #4"},
		{decode.Later, "readable: now #4", "readable: now, part of it #4"},
	} {
		if got := line(learned(looking, clear...).Answer(test.question)); got != test.clear {
			t.Errorf("%s: %q, want %q", test.question, got, test.clear)
		}
		if got := line(learned(looking, both...).Answer(test.question)); got != test.both {
			t.Errorf("%s beside TLS: %q, want %q", test.question, got, test.both)
		}
	}
}

// What stands beside a sealed conversation is not all of what was said, even where nothing was said of it itself.
func TestConclusionsBesideASealedNeighbour(t *testing.T) {
	open, ssh := rt.Flow(1), rt.Flow(2)
	sealed := rt.Event(ssh, decode.FromClient, 0, []string{"tcp", "ssh"}, 12, 0x42, 20, &rt.Message{
		Name: "text.line", Learnt: []decode.Fact{{Question: decode.Asked, Sight: decode.Sealed, Text: "SSH, sealed"}},
	})
	l := learned(report.LedgerOptions{}, rt.Open(open), rt.Request(open), rt.Open(ssh), sealed)
	if got, want := line(l.Answer(decode.Later)), "readable: now, part of it #4"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// A secret is not said to be sealed when what was answered is open, and no word to look for was given.
func TestSecretInWhatAKeyOpened(t *testing.T) {
	f := rt.Flow(1)
	events := append([]*decode.Event{rt.Open(f)}, rt.TLS(f)...)
	answer := rt.Event(f, decode.FromServer, 0, []string{"tcp", "tls", "http"}, 11, 0x42, 100, &rt.Message{
		Name: "http.response", Reply: true, Learnt: []decode.Fact{{Question: decode.Body, Sight: decode.Readable, Text: "text/plain, 11 bytes"}},
	})
	answer.Opened = decode.KeyLog
	for i := range events {
		for fact := range events[i].Message.Facts() {
			if fact.Question == decode.Secret {
				answer.Trace, answer.Frames = events[i].Trace, events[i].Frames
			}
		}
	}
	events = append(events, answer)
	for _, test := range []struct {
		o    report.LedgerOptions
		want string
	}{
		{report.LedgerOptions{Observer: report.Holding(decode.KeyLog)}, "absent: no word to look for was given"},
		{report.LedgerOptions{Observer: report.Holding(decode.KeyLog), Secrets: []string{"x"}}, "absent: not found"},
	} {
		l := learned(test.o, events...)
		if got := line(l.Answer(decode.Secret)); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
		if got, want := line(l.Answer(decode.Made)), "absent: not said"; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
