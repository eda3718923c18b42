package term_test

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest/golden"
	"eavesdrop/report"
	rt "eavesdrop/report/reporttest"
	"eavesdrop/report/term"
)

const secret = "fluffy tail"

// looks are the ways in which everything is printed.
var looks = []struct {
	name string
	opts term.Options
}{
	{"plain", term.Options{}},
	{"ascii", term.Options{ASCII: true}},
	{"color", term.Options{Color: true}},
	{"narrow", term.Options{Width: 60}},
	{"wide", term.Options{Width: 160}},
}

// printed is what a function prints.
func printed(o term.Options, f func(p *term.Printer)) string {
	var out bytes.Buffer
	f(term.New(&out, o))
	return out.String()
}

// scenes are the three conversations of the lesson.
func scenes() map[string][]*decode.Event {
	f := rt.Flow(1)
	const token = "gAAAAABnxu3AAAECAwQFBgcICQoLDA0ODy0w3XqjV6GmQ3wDOsnRZ4wXQxXx9TtT5V8hW4TqG0rQ3Q6K2GfY1n0Xn5m4f3Zk2Q=="
	return map[string][]*decode.Event{
		"http":   {rt.Open(f), rt.Request(f), rt.Found(f, secret), rt.Response(f, secret), rt.Close(f, 86, 104)},
		"fernet": {rt.Open(f), rt.Request(f), rt.Token(f, ""), rt.Response(f, token), rt.Close(f, 86, 193)},
		"tls":    append(append([]*decode.Event{rt.Open(f)}, rt.TLS(f)...), rt.Close(f, 1742, 2110)),
	}
}

func ledger(name string, events []*decode.Event) *report.Ledger {
	l := report.NewLedger(report.LedgerOptions{Name: name, Secrets: []string{secret}, Forms: []string{"in the clear", "base64", "hex"}})
	for _, e := range events {
		l.Add(e)
	}
	l.Finish(report.Counts{Seen: 10, Decoded: 10, KernelKnown: true})
	return l
}

func TestTable(t *testing.T) {
	s := scenes()
	table := report.Compare(ledger("http", s["http"]), ledger("fernet", s["fernet"]), ledger("tls", s["tls"]))
	for _, look := range looks {
		t.Run(look.name, func(t *testing.T) {
			golden.Check(t, "testdata/table_"+look.name+".txt", printed(look.opts, func(p *term.Printer) { p.Table(table) }))
		})
	}
}

// Where there is room for three columns, they stand side by side; and evidence keeps to what it proves.
func TestTableStaysTogether(t *testing.T) {
	s := scenes()
	table := report.Compare(ledger("http", s["http"]), ledger("fernet", s["fernet"]), ledger("tls", s["tls"]))
	for width := 80; width < 170; width++ {
		got := printed(term.Options{Width: width}, func(p *term.Printer) { p.Table(table) })
		if n := strings.Count(got, "What the"); n != 1 {
			t.Errorf("%d columns: the table is in %d parts:\n%s", width, n, got)
		}
		if !strings.Contains(got, "● fluffy tail") {
			t.Errorf("%d columns: the secret is broken:\n%s", width, got)
		}
		if width < 100 {
			continue
		}
		if !strings.Contains(got, "What the listener learned ") || !strings.Contains(got, "● fluffy tail #6 @0x9f") && !strings.Contains(got, "● fluffy tail  ") {
			t.Errorf("%d columns: the heading or the secret is broken:\n%s", width, got)
		}
		for line := range strings.Lines(got) {
			if width > 104 && strings.HasPrefix(strings.TrimSpace(line), "#") {
				t.Errorf("%d columns: evidence stands alone: %q", width, line)
			}
		}
	}
}

func TestLedger(t *testing.T) {
	l := ledger("", scenes()["fernet"])
	for _, look := range looks {
		t.Run(look.name, func(t *testing.T) {
			golden.Check(t, "testdata/ledger_"+look.name+".txt", printed(look.opts, func(p *term.Printer) {
				p.Ledger(l)
				p.Counts(l.Counts())
			}))
		})
	}
}

func TestLiveAndScene(t *testing.T) {
	for _, look := range looks {
		t.Run(look.name, func(t *testing.T) {
			got := printed(look.opts, func(p *term.Printer) {
				for _, name := range []string{"http", "fernet", "tls"} {
					for _, e := range scenes()[name] {
						p.Live(e)
					}
				}
				for _, name := range []string{"http", "fernet", "tls"} {
					scene := p.Scene(name + ", as it went over the wire")
					for _, e := range scenes()[name] {
						scene.Event(e)
					}
				}
			})
			golden.Check(t, "testdata/events_"+look.name+".txt", got)
		})
	}
}

// frame4 is the frame of the request, with its headers.
func frame4(n int) (*decode.Packet, bool) {
	raw := append(make([]byte, 0x42), "GET / HTTP/1.1\r\nHost: localhost:5683\r\nUser-Agent: Go-http-client/1.1\r\nAccept: */*\r\n\r\n"...)
	raw = append(raw, 0, 0)
	return &decode.Packet{
		Number: n, Time: rt.Noon.Add(212 * time.Microsecond), Interface: "lo", Length: len(raw), Raw: raw,
		Layers: []decode.PacketLayer{
			{Name: "Frame", Title: "4, 153 bytes on the wire"},
			{Name: "Ethernet II", Title: "00:00:00:00:00:00 → 00:00:00:00:00:00", Span: decode.Span{Start: 0, End: 14}, Fields: []decode.Field{
				{Name: "destination", Value: "00:00:00:00:00:00", Span: decode.Span{Start: 0, End: 6}, Sight: decode.Readable, Note: "The address of a network card; the loopback interface has none, so zeros."},
				{Name: "source", Value: "00:00:00:00:00:00", Span: decode.Span{Start: 6, End: 12}, Sight: decode.Readable},
			}},
			{Name: "Internet Protocol Version 4", Title: "127.0.0.1 → 127.0.0.1", Span: decode.Span{Start: 14, End: 34}},
		},
	}, n == 4
}

func TestTreeAndHex(t *testing.T) {
	for _, look := range looks {
		t.Run(look.name, func(t *testing.T) {
			got := printed(look.opts, func(p *term.Printer) {
				e := rt.Request(rt.Flow(1))
				p.Live(e)
				p.Tree(e, frame4)
				p.Hex(e, frame4)
			})
			golden.Check(t, "testdata/tree_"+look.name+".txt", got)
		})
	}
}

// Without colours nothing but text and line feeds comes out, whatever was captured.
func TestHostileBytes(t *testing.T) {
	const evil = "\x1b[2J\x1b]0;owned\x07\u009b31m\u202egnp.exe\u200b\xff\r\nnew line\x00"
	f := rt.Flow(1)
	e := rt.Event(f, decode.FromServer, 0, []string{"tcp", "http"}, 6, 0, 40, &rt.Message{
		Name:   "http.response",
		Line:   decode.Brief{Sight: decode.Readable, Title: evil, Detail: evil, Quote: evil},
		Parts:  []decode.Field{{Name: evil, Value: evil, Note: evil, Span: decode.Span{Start: 0, End: 9}}},
		Learnt: []decode.Fact{{Question: decode.Body, Sight: decode.Readable, Text: evil, Note: evil}, {Question: decode.Headers, Sight: decode.Readable, Text: evil}},
	})
	packets := func(n int) (*decode.Packet, bool) {
		return &decode.Packet{Number: n, Raw: []byte(evil), Interface: evil, Layers: []decode.PacketLayer{
			{Name: "Frame", Title: evil}, {Name: evil, Title: evil, Fields: []decode.Field{{Name: evil, Value: evil, Note: evil}}},
		}}, true
	}
	l := ledger(evil, []*decode.Event{rt.Open(f), e, rt.Event(f, 0, 0, []string{"tcp"}, 6, 0, 1, &decode.Malformed{Layer: evil, Why: evil})})
	l.Finish(report.Counts{Seen: 1, Torn: evil, Skipped: map[string]int{evil: 1}, Limits: map[string]int{evil: 2}})
	for _, width := range []int{1, 10, 40, 100, 1000} {
		got := printed(term.Options{Width: width}, func(p *term.Printer) {
			p.Live(e)
			p.Scene(evil).Event(e)
			p.Tree(e, packets)
			p.Hex(e, packets)
			p.Table(report.Compare(l, l))
			p.Ledger(l)
			p.Counts(l.Counts())
		})
		for _, r := range got {
			if r != '\n' && (decode.Unprintable(r) || r == '\ufffd') {
				t.Fatalf("width %d: %U in the output:\n%q", width, r, got)
			}
		}
		if strings.Contains(got, "\nnew line") {
			t.Errorf("width %d: captured text began a line", width)
		}
	}
}

// No line is wider than the terminal.
func TestWidth(t *testing.T) {
	s := scenes()
	s["http"][1].Message.(*rt.Message).Line.Quote = strings.Repeat("日本語 text ", 40)
	s["http"][1].Message.(*rt.Message).Line.Detail = strings.Repeat("długi ", 40)
	table := report.Compare(ledger("http", s["http"]), ledger("a name of a file that is rather long.pcapng", s["fernet"]), ledger("tls", s["tls"]))
	for _, ascii := range []bool{false, true} {
		for width := 60; width < 170; width++ {
			got := printed(term.Options{Width: width, ASCII: ascii}, func(p *term.Printer) {
				p.Table(table)
				p.Ledger(ledger("", s["tls"]))
				scene := p.Scene("x")
				for _, name := range []string{"http", "fernet", "tls"} {
					for _, e := range s[name] {
						p.Live(e)
						scene.Event(e)
						p.Tree(e, frame4)
					}
				}
			})
			for line := range strings.Lines(got) {
				if n := report.Width(strings.TrimSuffix(line, "\n")); n > width {
					t.Fatalf("ascii %v: a line of %d columns where there are %d:\n%s", ascii, n, width, line)
				}
			}
		}
	}
}

// ASCII output is ASCII, as far as it is ours.
func TestASCII(t *testing.T) {
	s := scenes()
	got := printed(term.Options{ASCII: true}, func(p *term.Printer) {
		p.Table(report.Compare(ledger("http", s["http"]), ledger("tls", s["tls"])))
		p.Ledger(ledger("", s["fernet"]))
		for _, e := range s["tls"] {
			p.Live(e)
			p.Tree(e, frame4)
			p.Hex(e, frame4)
		}
	})
	for i := range len(got) {
		if got[i] >= 0x80 {
			t.Fatalf("not ASCII: %q", got[max(0, i-40):min(len(got), i+10)])
		}
	}
}

// Further connections of a scene have numbers, or names in a cast; unusual ends are told, and what a key opened names the key.
func TestSeveralFlows(t *testing.T) {
	one, two := rt.Flow(1), rt.Flow(1042)
	two.Stats.State = decode.StateReset
	opened := rt.Token(two, secret)
	opened.Opened = decode.FernetKey
	events := []*decode.Event{
		rt.Open(one), rt.Open(two), rt.Request(one), rt.Request(two), opened,
		rt.Event(two, decode.FromServer, time.Second, []string{"tcp"}, 0, 0, 0, &decode.Gap{Offset: 3, Bytes: 1448}),
		rt.Close(one, 86, 0), rt.Close(two, 86, 100),
	}
	golden.Check(t, "testdata/several.txt", printed(term.Options{}, func(p *term.Printer) {
		for _, e := range events {
			p.Live(e)
		}
		for _, cast := range [][]term.Ends{nil, {{Client: "client", Server: "attacker"}, {Client: "attacker", Server: "server"}}} {
			scene := p.Scene("two at once", cast...)
			for _, e := range events {
				scene.Event(e)
			}
		}
	}))
}

// The first error of the writer is kept, and nothing is written after it.
func TestFirstErrorIsKept(t *testing.T) {
	w := &broken{}
	p := term.New(w, term.Options{})
	for range 3 {
		p.Live(rt.Request(rt.Flow(1)))
	}
	if p.Err() == nil || w.writes != 1 {
		t.Errorf("error %v after %d writes, want one after the first", p.Err(), w.writes)
	}
}

type broken struct{ writes int }

func (b *broken) Write([]byte) (int, error) { b.writes++; return 0, os.ErrClosed }

func BenchmarkLive(b *testing.B) {
	e := rt.Request(rt.Flow(1))
	p := term.New(io.Discard, term.Options{Color: true})
	b.ReportAllocs()
	for b.Loop() {
		p.Live(e)
	}
}

// What fragments were put together into is marked nowhere, and has no offset.
func TestFragmentsAreNotMarked(t *testing.T) {
	e := rt.Request(rt.Flow(1))
	e.Trace[0].At = -1
	got := printed(term.Options{}, func(p *term.Printer) {
		p.Hex(e, frame4)
		p.Ledger(ledger("", []*decode.Event{rt.Open(e.Flow), e}))
	})
	for _, bad := range []string{"marked", "[", "@0x"} {
		if strings.Contains(got, bad) {
			t.Errorf("%q in\n%s", bad, got)
		}
	}
}
