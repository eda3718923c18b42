package jsonl_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"net/netip"
	"strings"
	"syscall"
	"testing"
	"time"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest/golden"
	"eavesdrop/report/jsonl"
)

// request is a message as a decoder would make it.
type request struct {
	method, target, host string
	headers              [][2]string
}

func (*request) Kind() string                   { return "http.request" }
func (*request) Brief() decode.Brief            { return decode.Brief{} }
func (*request) Fields() iter.Seq[decode.Field] { return func(func(decode.Field) bool) {} }
func (*request) Facts() iter.Seq[decode.Fact]   { return func(func(decode.Fact) bool) {} }
func (m *request) Members(o *decode.Object) {
	o.Str("method", m.method)
	o.Str("target", m.target)
	o.Str("version", "1.1")
	o.Str("host", m.host)
	o.Array("headers")
	for _, h := range m.headers {
		o.Array("")
		o.Str("", h[0])
		o.Str("", h[1])
		o.Close(']')
	}
	o.Close(']')
	o.Object("body")
	o.Int("length", 0)
	o.Close('}')
}

// found is a message whose object is not named like its protocol.
type found struct{ request }

func (*found) Kind() string             { return "secret.found" }
func (*found) Members(o *decode.Object) { o.Str("form", "base64") }

func flow(id int, client, server string) *decode.Flow {
	return &decode.Flow{ID: id, Network: "tcp", Client: netip.MustParseAddrPort(client), Server: netip.MustParseAddrPort(server), Sure: true}
}

var noon = time.Date(2025, 3, 4, 12, 0, 0, 0, time.UTC)

func curl() *request {
	return &request{"GET", "/", "localhost:5683", [][2]string{
		{"Host", "localhost:5683"}, {"User-Agent", "curl/7.88.1"}, {"Accept", "*/*"},
		{"X-Hostile", "a\x1b[2J\u202e\x00\xff\"\\"},
	}}
}

func TestGolden(t *testing.T) {
	f := flow(1, "127.0.0.1:41822", "127.0.0.1:5683")
	six := flow(2, "[::1]:50000", "[::1]:443")
	tcp, http := []string{"tcp"}, []string{"tcp", "http"}
	var out bytes.Buffer
	w := jsonl.New(&out)
	for _, e := range []*decode.Event{
		{Time: noon, Flow: f, Layers: tcp, Message: &decode.FlowOpen{Flow: f}},
		{Time: noon.Add(123456789), Flow: f, Layers: http, Frames: []int{4}, Message: curl()},
		{Time: noon.Add(time.Millisecond), Flow: f, Dir: decode.FromServer, Layers: http, Frames: []int{6, 8}, Omitted: 3, Message: &found{}},
		{Time: noon.Add(time.Second), Flow: six, Layers: []string{"tcp", "tls", "http"}, Frames: []int{9}, Opened: decode.KeyLog, Message: curl()},
		{Time: noon.Add(59*time.Second + 120*time.Microsecond), Flow: f, Dir: decode.FromServer, Layers: tcp, Message: &decode.Gap{Offset: 7, Bytes: 1448}},
		{Time: noon, Flow: f, Layers: http, Frames: []int{9}, Message: &decode.Malformed{Layer: "http", Offset: 3, Why: "no \x9b start line"}},
		{Time: noon.Add(-time.Nanosecond), Flow: f, Layers: tcp, Message: &decode.FlowClose{Flow: f, Bytes: [2]uint64{86, 140}}},
	} {
		w.Event(e)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		if !json.Valid([]byte(line)) {
			t.Errorf("not JSON: %s", line)
		}
	}
	golden.Check(t, "testdata/events.jsonl", out.String())
}

// The times are those that encoding/json would write.
func TestTimes(t *testing.T) {
	f := flow(1, "127.0.0.1:1", "127.0.0.1:2")
	zone := time.FixedZone("", -5*3600)
	for _, when := range []time.Time{
		noon, noon.Add(1), noon.Add(10), noon.Add(999999999), noon.Add(1e8), time.Unix(0, 0), time.Unix(-1, 5),
		time.Date(2025, 12, 31, 23, 59, 59, 7e6, zone), {}, time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC),
	} {
		var out bytes.Buffer
		w := jsonl.New(&out)
		w.Event(&decode.Event{Time: when, Flow: f, Message: curl()})
		w.Flush()
		want, _ := when.UTC().MarshalJSON()
		if got, prefix := out.String(), `{"time":`+string(want)+`,`; !strings.HasPrefix(got, prefix) {
			t.Errorf("%v: got %.50s, want %s", when, got, prefix)
		}
	}
}

// The ends of a flow may turn out to be the other way round, and its number may be seen again elsewhere.
func TestTurnedFlow(t *testing.T) {
	f := flow(1, "10.0.0.1:80", "10.0.0.2:40000")
	var out bytes.Buffer
	w := jsonl.New(&out)
	e := &decode.Event{Time: noon, Flow: f, Message: curl()}
	w.Event(e)
	f.Client, f.Server = f.Server, f.Client
	w.Event(e)
	w.Flush()
	lines := strings.Split(out.String(), "\n")
	if !strings.Contains(lines[0], `"client":"10.0.0.1:80","server":"10.0.0.2:40000"`) ||
		!strings.Contains(lines[1], `"client":"10.0.0.2:40000","server":"10.0.0.1:80"`) {
		t.Error(out.String())
	}
}

// broken is a pipe whose reader goes away after n writes.
type broken struct{ n, writes int }

func (b *broken) Write(p []byte) (int, error) {
	b.writes++
	if b.n--; b.n < 0 {
		return 0, syscall.EPIPE
	}
	return len(p), nil
}

func TestFirstErrorIsKept(t *testing.T) {
	pipe := &broken{n: 1}
	w := jsonl.New(pipe)
	e := &decode.Event{Time: noon, Flow: flow(1, "127.0.0.1:1", "127.0.0.1:2"), Message: curl()}
	for range 5000 {
		w.Event(e)
	}
	if !errors.Is(w.Err(), syscall.EPIPE) || !errors.Is(w.Flush(), syscall.EPIPE) {
		t.Errorf("got %v and %v, want EPIPE", w.Err(), w.Flush())
	}
	if pipe.writes != 2 {
		t.Errorf("wrote %d times, want 2: nothing after the error", pipe.writes)
	}
}

func BenchmarkEvent(b *testing.B) {
	m := &request{"GET", "/index.html?q=some-words-to-find", "www.example.com", [][2]string{
		{"Host", "www.example.com"}, {"User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0)"},
		{"Accept", "text/html,application/xhtml+xml"}, {"Accept-Encoding", "gzip, deflate, br"}, {"Connection", "keep-alive"},
	}}
	flows := make([]*decode.Flow, 100)
	for i := range flows {
		flows[i] = flow(i+1, "10.0.0.1:40000", "10.0.0.2:80")
	}
	w := jsonl.New(io.Discard)
	e := &decode.Event{Time: noon, Layers: []string{"tcp", "http"}, Frames: []int{123456}, Message: m}
	var size bytes.Buffer
	one := jsonl.New(&size)
	e.Flow = flows[0]
	one.Event(e)
	one.Flush()
	b.SetBytes(int64(size.Len()))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		e.Time = e.Time.Add(12345678 * time.Nanosecond)
		e.Flow = flows[i%len(flows)]
		w.Event(e)
	}
}

func TestNoAllocationPerEvent(t *testing.T) {
	w := jsonl.New(io.Discard)
	e := &decode.Event{Time: noon, Flow: flow(1, "127.0.0.1:1", "127.0.0.1:2"), Layers: []string{"tcp", "http"}, Frames: []int{4}, Message: curl()}
	if n := testing.AllocsPerRun(5000, func() { w.Event(e) }); n > 0 {
		t.Errorf("%v allocations per event, want none", n)
	}
}
