package report_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	"eavesdrop/report"
	rt "eavesdrop/report/reporttest"
)

const (
	secret = "fluffy tail"
	token  = "gAAAAABnxu3AAAECAwQFBgcICQoLDA0ODy0w3XqjV6GmQ3wDOsnRZ4wXQxXx9TtT5V8hW4TqG0rQ3Q6K2GfY1n0Xn5m4f3Zk2Q=="
)

// learned is the finished ledger of some events.
func learned(o report.LedgerOptions, events ...*decode.Event) *report.Ledger {
	l := report.NewLedger(o)
	for _, e := range events {
		l.Add(e)
	}
	l.Finish(report.Counts{Seen: 10, Decoded: 10, KernelKnown: true})
	return l
}

// looking is a ledger that looks for the secret.
var looking = report.LedgerOptions{Secrets: []string{secret}, Forms: []string{"in the clear", "hex"}}

// line is an answer in one line: its sight, its text, its frames.
func line(a report.Answer) string {
	s := a.Sight.String() + ": " + a.Text
	if a.More > 0 {
		s += fmt.Sprintf(" +%d", a.More)
	}
	for _, e := range a.Evidence {
		s += fmt.Sprintf(" #%d", e.Frame)
		if e.Len > 0 {
			s += fmt.Sprintf("@%#x+%d", e.At, e.Len)
		}
	}
	return s
}

func lines(l *report.Ledger) map[decode.Question]string {
	m := map[decode.Question]string{}
	for _, a := range l.Answers() {
		m[a.Question] = line(a)
	}
	return m
}

func TestThreeScenes(t *testing.T) {
	f := rt.Flow(1)
	for _, test := range []struct {
		name    string
		events  []*decode.Event
		want    map[decode.Question]string
		verdict string
	}{
		{
			"http",
			[]*decode.Event{rt.Open(f), rt.Request(f), rt.Found(f, secret), rt.Response(f, secret), rt.Close(f, 86, 104)},
			map[decode.Question]string{
				decode.Who:         "readable: 127.0.0.1 → :5683",
				decode.When:        "readable: 12:00:00 UTC",
				decode.HowMuch:     "readable: 86 + 104 bytes",
				decode.ServerName:  "claimed: localhost:5683 #4@0x58+14",
				decode.Identity:    "absent: nobody checked",
				decode.Asked:       "readable: GET / #4@0x42+14",
				decode.Headers:     "readable: 4 + 3 #4@0x52+68 #6",
				decode.Credentials: "absent: none seen",
				decode.Body:        "readable: fluffy tail #6@0x9f+11",
				decode.Secret:      "readable: fluffy tail #6@0x9f+11",
				decode.Length:      "readable: 11 bytes #6@0x9f+11",
				decode.Made:        "readable: 12:00:00 UTC, Date header #6",
				decode.Software:    "claimed: Go-http-client/1.1 #4@0x68+30",
				decode.Changed:     "readable: yes #4",
				decode.Replayed:    "readable: yes #4",
				decode.KeyExchange: "absent: not over this wire",
				decode.Linked:      "absent: nothing links it",
				decode.Later:       "readable: now #4",
			},
			"Everything is readable. Whoever can listen can attend the meeting.",
		},
		{
			"fernet",
			[]*decode.Event{rt.Open(f), rt.Request(f), rt.Token(f, ""), rt.Response(f, token), rt.Token(f, secret), rt.Close(f, 86, 193)},
			map[decode.Question]string{
				decode.Who:         "readable: 127.0.0.1 → :5683",
				decode.When:        "readable: 12:00:00 UTC",
				decode.HowMuch:     "readable: 86 + 193 bytes",
				decode.ServerName:  "claimed: localhost:5683 #4@0x58+14",
				decode.Identity:    "absent: nobody checked",
				decode.Asked:       "readable: GET / #4@0x42+14",
				decode.Headers:     "readable: 4 + 3 #4@0x52+68 #6",
				decode.Credentials: "absent: none seen",
				decode.Body:        "sealed: a Fernet token, 100 characters #6",
				decode.Secret:      "sealed: in a Fernet token #6",
				decode.Length:      "derived: 0 to 15 bytes #6",
				decode.Made:        "derived: 12:00:00 UTC, token #6",
				decode.Software:    "claimed: Go-http-client/1.1 #4@0x68+30",
				decode.Changed:     "sealed: no: HMAC #6",
				decode.Replayed:    "readable: yes #4",
				decode.KeyExchange: "absent: not over this wire",
				decode.Linked:      "absent: nothing links it",
				decode.Later:       "derived: if the key ever leaks #6",
			},
			"The body is closed; who asked for what, when, and how long the answer is stays open. And how did the key get there?",
		},
		{
			"tls",
			append(append([]*decode.Event{rt.Open(f)}, rt.TLS(f)...), rt.Close(f, 1742, 2110)),
			map[decode.Question]string{
				decode.Who:         "readable: 127.0.0.1 → :5683",
				decode.When:        "readable: 12:00:00 UTC",
				decode.HowMuch:     "readable: 1,742 + 2,110 bytes",
				decode.ServerName:  "claimed: localhost (SNI) #4@0xba+9",
				decode.Identity:    "sealed: certificate sealed; the client checked it #6",
				decode.Asked:       "sealed: 86 bytes, sealed #9",
				decode.Headers:     "sealed: sealed #9 #11",
				decode.Credentials: "absent: none seen",
				decode.Body:        "sealed: sealed #11",
				decode.Secret:      "sealed: sealed #11",
				decode.Length:      "derived: at most 134 bytes #11",
				decode.Made:        "sealed: sealed #11",
				decode.Software:    "derived: JA4 t13d1312h2_f57a46bbacb6_ab7e3b40a677 #4",
				decode.Changed:     "sealed: no: AEAD #6",
				decode.Replayed:    "sealed: no: fresh keys each time #6",
				decode.KeyExchange: "absent: not over this wire",
				decode.Linked:      "absent: nothing links it",
				decode.Later:       "sealed: no: keys were ephemeral (X25519MLKEM768) #6",
			},
			"Only who, when and how much.",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := learned(looking, test.events...)
			if d := cmp.Diff(test.want, lines(l)); d != "" {
				t.Error(d)
			}
			if got := l.Verdict(); got != test.verdict {
				t.Errorf("verdict %q, want %q", got, test.verdict)
			}
			if q := l.Qualifications(); q != nil {
				t.Errorf("qualified without a reason: %q", q)
			}
		})
	}
}

// The carrier may be told before or after what was found in it.
func TestOrderOfLayersDoesNotMatter(t *testing.T) {
	f := rt.Flow(1)
	before := learned(looking, rt.Open(f), rt.Request(f), rt.Token(f, ""), rt.Response(f, token))
	after := learned(looking, rt.Open(f), rt.Request(f), rt.Response(f, token), rt.Token(f, ""))
	if d := cmp.Diff(lines(before), lines(after)); d != "" {
		t.Error(d)
	}
}

func TestHolderOfTheFernetKey(t *testing.T) {
	f := rt.Flow(1)
	o := report.LedgerOptions{Observer: report.Holding(decode.FernetKey)}
	l := learned(o, rt.Open(f), rt.Request(f), rt.Token(f, ""), rt.Token(f, secret), rt.Response(f, token))
	got := lines(l)
	for q, want := range map[decode.Question]string{
		decode.Body:    "readable: fluffy tail #6",
		decode.Secret:  "readable: fluffy tail #6",
		decode.Length:  "readable: 11 bytes #6",
		decode.Made:    "derived: 12:00:00 UTC, token #6",
		decode.Changed: "readable: yes: the key makes a new one #6",
		decode.Later:   "readable: now: the key is known #6",
	} {
		if got[q] != want {
			t.Errorf("%s: got %q, want %q", q, got[q], want)
		}
	}
	if a := l.Answer(decode.Secret); a.Opened != decode.FernetKey {
		t.Errorf("the secret was opened by %q, want the Fernet key", a.Opened)
	}
	if got, want := l.Verdict(), "With the Fernet key, the secret is readable."; got != want {
		t.Errorf("verdict %q, want %q", got, want)
	}
}

// A key that does not fit has opened nothing: nothing can be read with it now.
func TestHolderOfAnotherFernetKey(t *testing.T) {
	f := rt.Flow(1)
	closed, tried := rt.Token(f, ""), rt.Token(f, "")
	tried.Opened = decode.FernetKey
	tried.Message = &rt.Message{Name: "fernet.token", Line: decode.Brief{Sight: decode.Sealed, Title: "the key does not fit"}}
	l := learned(report.LedgerOptions{Observer: report.Holding(decode.FernetKey)}, rt.Open(f), rt.Request(f), closed, tried, rt.Response(f, token))
	if got, want := lines(l)[decode.Later], "derived: if the key ever leaks #6"; got != want {
		t.Errorf("can it be read later: %q, want %q", got, want)
	}
}

// What the key log opened is the holder's alone, and doesn't say that the wire could be changed.
func TestHolderOfTheKeyLog(t *testing.T) {
	f := rt.Flow(1)
	events := append([]*decode.Event{rt.Open(f)}, rt.TLS(f)...)
	for _, e := range []*decode.Event{rt.Request(f), rt.Found(f, secret), rt.Response(f, secret)} {
		e.Opened, e.Layers = decode.KeyLog, []string{"tcp", "tls", "http"}
		e.Frames[0] += 5 // the frames of the sealed records
		e.Trace[0].Frame += 5
		events = append(events, e)
	}
	passive := learned(looking, events...)
	if got := line(passive.Answer(decode.Secret)); got != "sealed: sealed #11" {
		t.Errorf("the listener has the secret: %q", got)
	}
	o := looking
	o.Observer = report.Holding(decode.KeyLog)
	holder := learned(o, events...)
	got := lines(holder)
	for q, want := range map[decode.Question]string{
		decode.Asked:      "readable: GET / #9@0x42+14",
		decode.Headers:    "readable: 4 + 3 #9@0x52+68 #11",
		decode.Secret:     "readable: fluffy tail #11@0x9f+11",
		decode.Length:     "readable: 11 bytes #11@0x9f+11",
		decode.ServerName: "claimed: localhost:5683 #9@0x58+14",
		decode.Changed:    "sealed: no: AEAD #6",
		decode.Later:      "readable: now #9",
	} {
		if got[q] != want {
			t.Errorf("%s: got %q, want %q", q, got[q], want)
		}
	}
	if got, want := holder.Verdict(), "With the key log, the secret is readable."; got != want {
		t.Errorf("verdict %q, want %q", got, want)
	}
}

// What a suite of TLS without encryption carries can be read, and not be changed.
func TestGuarded(t *testing.T) {
	f := rt.Flow(1)
	events := append([]*decode.Event{rt.Open(f)}, rt.TLS(f)...)
	for _, e := range []*decode.Event{rt.Request(f), rt.Response(f, secret)} {
		e.Guarded, e.Layers = true, []string{"tcp", "tls", "http"}
		events = append(events, e)
	}
	got := lines(learned(looking, events...))
	for q, want := range map[decode.Question]string{
		decode.Asked:   "readable: GET / #4@0x42+14",
		decode.Changed: "sealed: no: AEAD #6", // of the TLS that is at hand
	} {
		if got[q] != want {
			t.Errorf("%s: got %q, want %q", q, got[q], want)
		}
	}
}

// A leak in one conversation is not made good by another conversation's protection, nor by a later message's.
func TestLeaksAreNotHiddenByNeighbours(t *testing.T) {
	open, closed := rt.Flow(1), rt.Flow(2)
	l := learned(report.LedgerOptions{}, append(append([]*decode.Event{rt.Open(open), rt.Open(closed)}, rt.TLS(closed)...),
		rt.Request(open), rt.Response(open, "hello"))...)
	if got := line(l.Answer(decode.Body)); got != "readable: hello #6@0x9f+5" {
		t.Errorf("body: %q", got)
	}
	if got, want := l.Verdict(), "Part of what was said is readable, part of it is sealed."; got != want {
		t.Errorf("verdict %q, want %q", got, want)
	}

	later := rt.Token(open, "")
	later.Frames, later.Trace = []int{16}, decode.Trace{{Len: 100, Frame: 16, At: 0x9f}}
	l = learned(report.LedgerOptions{}, rt.Open(open), rt.Request(open), rt.Response(open, "hello"), later)
	if got := line(l.Answer(decode.Body)); got != "readable: hello #6@0x9f+5" {
		t.Errorf("body after a token in another message: %q", got)
	}
}

func TestFurtherAnswersAreCounted(t *testing.T) {
	f := rt.Flow(1)
	events := []*decode.Event{rt.Open(f)}
	for i := range 300 {
		e := rt.Response(f, fmt.Sprintf("page %d", i%100))
		e.Frames, e.Trace = []int{10 + i}, decode.Trace{{Len: 200, Frame: 10 + i, At: 0x42}}
		events = append(events, e)
	}
	if got := line(learned(report.LedgerOptions{}, events...).Answer(decode.Body)); got != "readable: page 0 +99 #10@0x9f+6" {
		t.Errorf("got %q", got)
	}
}

func TestSecretNotFound(t *testing.T) {
	f := rt.Flow(1)
	for _, test := range []struct{ name, body, want, note string }{
		{"open", "nothing here", "absent: not found", "Looked for in these forms: in the clear, hex."},
		{"sealed", "", "sealed: in a Fernet token #6", "Looked for in these forms: in the clear, hex."},
	} {
		events := []*decode.Event{rt.Open(f), rt.Request(f)}
		if test.body != "" {
			events = append(events, rt.Response(f, test.body))
		} else {
			events = append(events, rt.Token(f, ""))
		}
		a := learned(looking, events...).Answer(decode.Secret)
		if line(a) != test.want || a.Note != test.note {
			t.Errorf("%s: got %q (%s), want %q (%s)", test.name, line(a), a.Note, test.want, test.note)
		}
	}
}

func TestTheSecretThatWasSought(t *testing.T) {
	f := rt.Flow(1)
	holder := looking
	holder.Observer = report.Holding(decode.FernetKey)
	guess := rt.Event(f, decode.FromServer, 0, []string{"tcp", "http"}, 6, 0x9f, 11, &rt.Message{
		Name:   "caesar.guess",
		Learnt: []decode.Fact{{Question: decode.Secret, Sight: decode.Derived, Text: "fluffy tail, shifted by 1"}},
	})
	for _, test := range []struct {
		name    string
		options report.LedgerOptions
		event   *decode.Event
		want    string
	}{
		{"in the clear, as the message says itself", looking, rt.Response(f, "so "+secret+"."), "readable: so fluffy tail. #6@0x9f+15"},
		{"something else that the message takes for it", looking, rt.Response(f, "another"), "absent: not found"},
		{"opened", holder, rt.Token(f, secret), "readable: fluffy tail #6"},
		{"opened by a key that the observer lacks", looking, rt.Token(f, secret), "absent: not found"},
		{"worked out", looking, guess, "derived: fluffy tail, shifted by 1 #6"},
	} {
		if got := line(learned(test.options, rt.Open(f), test.event).Answer(decode.Secret)); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestEvidenceEndsWithItsFrame(t *testing.T) {
	f := rt.Flow(1)
	e := rt.Response(f, secret)
	e.Frames = []int{6, 7}
	e.Trace = decode.Trace{{Len: 97, Frame: 6, At: 0x42}, {Off: 97, Len: 7, Frame: 7, At: 0x36}}
	if got := line(learned(report.LedgerOptions{}, rt.Open(f), e).Answer(decode.Body)); got != "readable: fluffy tail #6@0x9f+4" {
		t.Errorf("got %q", got)
	}
}

func TestNothing(t *testing.T) {
	for _, test := range []struct {
		counts        report.Counts
		text, verdict string
	}{
		{report.Counts{}, "nothing captured", "Nothing was captured. That is not to say that nothing was said."},
		{report.Counts{Seen: 3, Skipped: map[string]int{"ARP": 3}}, "nothing seen", "3 packets were captured, but no conversation among them."},
	} {
		l := report.NewLedger(report.LedgerOptions{})
		l.Finish(test.counts)
		if !l.Empty() {
			t.Errorf("%s: not empty", test.text)
		}
		for _, a := range l.Answers() {
			if a.Sight != decode.Absent || a.Text != test.text {
				t.Errorf("%s: %s: %q", test.text, a.Question, line(a))
			}
		}
		if l.Verdict() != test.verdict {
			t.Errorf("%s: verdict %q", test.text, l.Verdict())
		}
	}
}

func TestSeveralPairs(t *testing.T) {
	a, b, c := rt.Flow(1), rt.Flow(2), rt.Flow(3)
	b.Client = rt.Flow(1).Server // another port of the same client: the same pair
	c.Client, c.Server = rt.Addr("[2001:db8::1]:5000"), rt.Addr("[2001:db8::2]:443")
	if got := line(learned(report.LedgerOptions{}, rt.Open(a), rt.Open(b), rt.Open(c)).Answer(decode.Who)); got != "readable: 127.0.0.1 → :5683 +1" {
		t.Errorf("got %q", got)
	}
	if got := line(learned(report.LedgerOptions{}, rt.Open(c)).Answer(decode.Who)); got != "readable: 2001:db8::1 → [2001:db8::2]:443" {
		t.Errorf("got %q", got)
	}
}

// What was compressed below IP does not stand in its frame as it is.
func TestEvidenceWithoutPlace(t *testing.T) {
	f := rt.Flow(1)
	e := rt.Response(f, secret)
	e.Trace[0].At = -1
	a := learned(report.LedgerOptions{}, rt.Open(f), e).Answer(decode.Body)
	if d := cmp.Diff([]report.Evidence{{Flow: 1, Frame: 6}}, a.Evidence); d != "" {
		t.Error(d)
	}
}
