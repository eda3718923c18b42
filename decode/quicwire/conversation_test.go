package quicwire

import (
	"fmt"
	"iter"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// hello stands for the decoder of the handshake: a message is a length in one byte and so many bytes.
type hello struct{ c *decode.Conversation }

func (hello) Name() string                                             { return "tls" }
func (hello) Sniff(decode.Direction, []byte) decode.Verdict            { return decode.Yes }
func (hello) Decoder(c *decode.Conversation) decode.Decoder            { return hello{c} }
func (h hello) Gap(dir decode.Direction, pending []byte, _ int)        { h.cut(dir, pending) }
func (h hello) End(dir decode.Direction, pending []byte, _ decode.How) { h.cut(dir, pending) }

func (h hello) Decode(dir decode.Direction, data []byte) int {
	n := 1 + int(data[0])
	if len(data) < n {
		return 0
	}
	at := h.c.Offset(dir)
	h.c.Emit(dir, at, at+uint64(n), said(data[1:n]))
	return n
}

func (h hello) cut(dir decode.Direction, pending []byte) {
	if at := h.c.Offset(dir); len(pending) > 0 {
		h.c.Emit(dir, at, at, said("cut: "+string(pending)))
	}
}

// said is a message of the handshake.
type said string

func (said) Kind() string                 { return "tls.said" }
func (m said) Brief() decode.Brief        { return decode.Brief{Title: string(m)} }
func (m said) Members(o *decode.Object)   { o.Str("text", string(m)) }
func (said) Facts() iter.Seq[decode.Fact] { return func(func(decode.Fact) bool) {} }
func (m said) Fields() iter.Seq[decode.Field] {
	return func(yield func(decode.Field) bool) {
		if !strings.HasPrefix(string(m), "cut: ") {
			yield(decode.Field{Name: "said", Span: decode.Span{Start: 0, End: len(m) + 1}})
		}
	}
}

func options() decode.Options {
	return decode.Options{Protocols: []decode.Protocol{Protocol(Options{Handshake: hello{}})}}
}

// say is a message of the handshake as it stands in the stream.
func say(text string) string { return string(rune(len(text))) + text }

// play runs datagrams through an inspector and returns one line an event. Every event's fields must cover its
// bytes.
func play(t testing.TB, script ...decodetest.Say) []string {
	t.Helper()
	var lines []string
	for _, e := range decodetest.RunFlow(t, options(), decodetest.NewFlow("udp", false), script...) {
		decodetest.CheckFields(t, e)
		line := fmt.Sprintf("%s %s %s", e.Dir, strings.Join(e.Layers, "/"), strings.TrimPrefix(e.Kind, "quic."))
		switch m := e.Message.(type) {
		case *Initial:
			line += fmt.Sprintf(" %d %s", m.Number, strings.Join(m.Frames, "+"))
			if m.Close != nil {
				line += " " + errorName(m.Close.Code) + " " + m.Close.Reason
			}
		case *Data:
			line += fmt.Sprintf(" %s %d packets %d bytes", m.Phase, m.Packets, m.Bytes)
		case *Retry:
			line += fmt.Sprintf(" %v", m.Genuine)
		default:
			line += " " + m.Brief().Title + m.Brief().Detail
		}
		if e.Opened != decode.InTheClear {
			t.Errorf("%s: took the key %q", line, e.Opened)
		}
		lines = append(lines, fmt.Sprintf("%s %v", line, e.Frames))
	}
	return lines
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

// The connection ids of the tests: what the client makes up for the server, its own, and the server's.
const (
	first    = "firstid8"
	ofClient = "cl"
	ofServer = "srv4"
)

// fromClient and fromServer are Initial packets of the usual connection.
func fromClient(t testing.TB, number uint32, frames string) string {
	return initialPlan{dcid: first, scid: ofClient, number: number, frames: frames, pad: 1100}.seal(t)
}

func fromServer(t testing.TB, number uint32, frames string) string {
	return initialPlan{keyID: first, fromServer: true, dcid: ofClient, scid: ofServer, number: number, numberSize: 1, frames: frames}.seal(t)
}

// A whole connection: hellos, what is sealed, coalesced packets, acknowledgements that interrupt nobody.
func TestConnection(t *testing.T) {
	got := play(t,
		decodetest.Client(fromClient(t, 0, crypto(0, say("client")))),
		decodetest.Server(fromServer(t, 0, ack(0)+crypto(0, say("server")))+long(V1, handshakePacket, ofClient, ofServer, 900)),
		decodetest.Server(long(V1, handshakePacket, ofClient, ofServer, 300)+short(ofClient, 50)),
		decodetest.Client(initialPlan{keyID: first, dcid: ofServer, scid: ofClient, number: 1, frames: ack(0)}.seal(t)+long(V1, handshakePacket, ofServer, ofClient, 70)),
		decodetest.Client(short(ofServer, 400)), // asks
		decodetest.Server(short(ofClient, 1200)),
		decodetest.Server(short(ofClient, 1200)),
		decodetest.Client(short(ofServer, 25)), // acknowledges
		decodetest.Server(short(ofClient, 700)),
		decodetest.Client(short(ofServer, 25)),
		decodetest.Client(short(ofServer, 300)), // asks again
	)
	expect(t, got,
		"client udp/quic initial 0 CRYPTO+PADDING [1]",
		"client udp/quic/tls tls.said client [1]",
		"server udp/quic initial 0 ACK+CRYPTO [2]",
		"server udp/quic/tls tls.said server [2]",
		"server udp/quic data handshake 2 packets 1230 bytes [2 3]",
		"server udp/quic data application 1 packets 53 bytes [3]",
		"client udp/quic initial 1 ACK [4]",
		"client udp/quic data handshake 1 packets 85 bytes [4]",
		"client udp/quic data application 1 packets 405 bytes [5]",
		"server udp/quic data application 3 packets 3109 bytes [6 7 9]",
		"client udp/quic data application 2 packets 60 bytes [8 10]",
		"client udp/quic data application 1 packets 305 bytes [11]",
	)
}

// What a listener learns of a connection whose handshake nobody looks into.
func TestFacts(t *testing.T) {
	script := []decodetest.Say{
		decodetest.Client(fromClient(t, 0, crypto(0, say("client")))),
		decodetest.Server(fromServer(t, 0, crypto(0, say("server"))) + long(V1, handshakePacket, ofClient, ofServer, 900)),
		decodetest.Client(short(ofServer, 400)),
		decodetest.Server(short(ofClient, 1000)),
	}
	var facts []string
	for _, e := range decodetest.RunFlow(t, options(), decodetest.NewFlow("udp", false), script...) {
		for _, f := range e.Facts {
			fact, _, _ := strings.Cut(f, " 0-0")
			facts = append(facts, fact)
		}
	}
	expect(t, facts,
		`server_identity sealed "certificate sealed"`,
		`asked sealed "at most 383 bytes, sealed"`,
		`headers sealed "sealed"`, `credentials sealed "sealed"`, `changed sealed "no: AEAD"`, `replayed sealed "no"`,
		`body sealed "sealed"`, `secret sealed "sealed"`, `made sealed "sealed"`, `secret_length derived "at most 983 bytes"`,
	)
}

// Keys are of no use here, which is said once for each side, and to whom they would be.
func TestWithKeys(t *testing.T) {
	hello := say(strings.Repeat("client", 10))
	script := []decodetest.Say{
		decodetest.Client(fromClient(t, 0, crypto(0, hello))),
		decodetest.Server(fromServer(t, 0, crypto(0, say("server"))) + long(V1, handshakePacket, ofClient, ofServer, 900)),
		decodetest.Client(short(ofServer, 400)),
		decodetest.Server(short(ofClient, 1000)),
		decodetest.Client(short(ofServer, 400)),
	}
	for _, some := range []bool{false, true} {
		opts := options()
		opts.Protocols[0].(*protocol).options.Keys = func(random []byte) (bool, bool) { return some, string(random) == hello[6:38] }
		var told []string
		for _, e := range decodetest.RunFlow(t, opts, decodetest.NewFlow("udp", false), script...) {
			if e.Kind == "tls.unopened" {
				decodetest.CheckFields(t, e)
				told = append(told, fmt.Sprint(e.Dir, " ", e.JSON, " ", len(e.Facts)))
			}
		}
		if !some {
			expect(t, told)
			continue
		}
		expect(t, told,
			`server {"reason":"QUIC is not opened with keys","records":1,"bytes":915} 1`,
			`client {"reason":"QUIC is not opened with keys","records":1,"bytes":405} 1`,
		)
	}
}

// A hello of several datagrams, however its frames are cut, mixed up, sent twice, and however the datagrams
// overtake each other.
func TestHelloInPieces(t *testing.T) {
	stream := say(strings.Repeat("h", 100)) + say(strings.Repeat("i", 20))
	for seed := range int64(200) {
		r := rand.New(rand.NewSource(seed))
		type cut struct{ from, to int }
		var cuts []cut
		for at := 0; at < len(stream); {
			n := min(1+r.Intn(40), len(stream)-at)
			cuts = append(cuts, cut{max(0, at-r.Intn(5)), at + n})
			at += n
		}
		cuts = append(cuts, cuts[r.Intn(len(cuts))])
		r.Shuffle(len(cuts), func(i, j int) { cuts[i], cuts[j] = cuts[j], cuts[i] })
		var script []decodetest.Say
		for len(cuts) > 0 {
			n := 1 + r.Intn(min(3, len(cuts)))
			frames := ""
			for _, c := range cuts[:n] {
				frames += crypto(c.from, stream[c.from:c.to]) + "\x01\x00"
			}
			cuts = cuts[n:]
			script = append(script, decodetest.Client(fromClient(t, uint32(len(script)), frames)))
		}
		var got []string
		for _, line := range play(t, script...) {
			if strings.Contains(line, "tls.said") {
				line, _, _ = strings.Cut(line, " [")
				got = append(got, line)
			}
		}
		want := []string{"client udp/quic/tls tls.said " + stream[1:101], "client udp/quic/tls tls.said " + stream[102:]}
		if !slices.Equal(got, want) {
			t.Fatalf("seed %d: %q", seed, got)
		}
	}
}

// Where a datagram is missing, what came before the hole is told at the end.
func TestHelloWithAHole(t *testing.T) {
	text := say(strings.Repeat("a", 30))
	got := play(t,
		decodetest.Client(fromClient(t, 0, crypto(0, text[:10]))),
		decodetest.Client(fromClient(t, 2, crypto(20, text[20:]))),
	)
	expect(t, got,
		"client udp/quic initial 0 CRYPTO+PADDING [1]",
		"client udp/quic initial 2 CRYPTO+PADDING [2]",
		"client udp/quic/tls gap 10 bytes missing from the capture []",
		"client udp/quic/tls tls.said cut: "+text[:10]+" []",
		"client udp/quic/tls tls.said cut: "+text[20:]+" []",
	)
}
