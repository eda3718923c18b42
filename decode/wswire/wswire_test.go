package wswire_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	. "eavesdrop/decode/decodetest"
	"eavesdrop/decode/decodetest/golden"
	"eavesdrop/decode/httpwire"
	"eavesdrop/decode/wswire"
)

// options make an inspector that knows WebSocket with compression agreed upon.
func options() decode.Options {
	return decode.Options{Protocols: []decode.Protocol{wswire.Protocol(wswire.Options{Extensions: "permessage-deflate"})}, Digest: true}
}

// frame makes a frame as a server sends it.
func frame(first byte, payload string) string {
	switch n := len(payload); {
	case n < 126:
		return string([]byte{first, byte(n)}) + payload
	case n < 1<<16:
		return string([]byte{first, 126, byte(n >> 8), byte(n)}) + payload
	default:
		return string([]byte{first, 127, 0, 0, 0, 0, byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}) + payload
	}
}

// masked makes of a server's frame one of a client, with the key of the RFC's example.
func masked(frame string) string {
	key := "\x37\xfa\x21\x3d"
	size := 2
	switch frame[1] {
	case 126:
		size = 4
	case 127:
		size = 10
	}
	b := []byte(frame[:size] + key + frame[size:])
	b[1] |= 0x80
	for i := range b[size+4:] {
		b[size+4+i] ^= key[i&3]
	}
	return string(b)
}

// conversations are how WebSocket is spoken, by the rules and against them.
var conversations = []struct {
	name   string
	script []Say
}{
	{"rfc6455", []Say{ // section 5.7
		Server("\x81\x05Hello"),
		Client("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"),
		Server("\x01\x03Hel\x80\x02lo"),
		Server("\x89\x05Hello"), Client("\x8a\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"),
		Server("\x82\x7e\x01\x00" + strings.Repeat("\x00", 256)),
		Server("\x82\x7f\x00\x00\x00\x00\x00\x01\x00\x00" + strings.Repeat("\x01", 65536)),
	}},
	{"rfc7692", []Say{ // section 7.2.3, each "Hello"
		Server("\xc1\x07\xf2\x48\xcd\xc9\xc9\x07\x00"),                         // one frame
		Server("\x41\x03\xf2\x48\xcd\x80\x04\xc9\xc9\x07\x00"),                 // two frames
		Server("\xc1\x05\xf2\x00\x11\x00\x00"),                                 // referring to the last one
		Server("\xc1\x0b\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00"),         // a block without compression
		Server("\xc1\x08\xf3\x48\xcd\xc9\xc9\x07\x00\x00"),                     // a last block
		Server("\xc1\x0d\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00"), // two blocks
		Server("\xc1\x01\x00"),                                                 // nothing
	}},
	{"lesson", []Say{
		Client(masked(frame(0x81, "who asks?"))), Server(frame(0x81, "fluffy tail")),
		Client(masked(frame(0x01, "a long "))), Client(masked(frame(0x89, "amid"))), Client(masked(frame(0x80, "message"))),
		Client(masked(frame(0x88, "\x03\xe8bye"))), Server(frame(0x88, "\x03\xe8")),
	}},
	{"empty", []Say{Client(masked(frame(0x81, ""))), Server(frame(0x02, "")), Server(frame(0x80, "")), Server(frame(0x88, "")), Client(masked(frame(0x8a, "")))}},
	{"broken_rules", []Say{
		Client(frame(0x81, "not masked")), Server(masked(frame(0x82, "masked"))),
		Server(frame(0x80, "continues nothing")), Server(frame(0x01, "begun")), Server(frame(0x81, "anew")),
		Server(frame(0xa1, "reserved")), Server(frame(0xc9, "compressed ping")), Server(frame(0x09, "a ping in parts")),
		Server(frame(0xc1, "\xff\xff")), Server("\xc1\x05\xf2\x00\x11\x00\x00"),
		Server(frame(0x88, "\x0f\xa0")), Server(frame(0x81, "and on")), Server(frame(0x83, "what?")), Server(frame(0x81, "lost")),
	}},
	{"cut_short", []Say{Server("\x81\x0bfluffy"), Client("\x89\x85\x37\xfa")}},
	{"cut_control", []Say{
		Server("\x89\x05He"), Gap(decode.FromServer, 3), Server(frame(0x81, "behind")),
		Client("\x88\x87\x37\xfa\x21\x3d\x34\x12\x43"), Server("\x01\x0bfluffy"),
	}},
	{"gap", []Say{
		Server("\x81\x0bfluffy "), Gap(decode.FromServer, 2), Server("il" + frame(0x81, "next")),
		Server("\x81\x0bfluffy "), Gap(decode.FromServer, 20), Server(frame(0x81, "behind")),
		Server("\xc1\x07\xf2\x48"), Gap(decode.FromServer, 5), Server("\xc1\x05\xf2\x00\x11\x00\x00"),
	}},
}

// TestConversations holds what comes of each conversation against testdata, whole, cut anywhere, cut short.
func TestConversations(t *testing.T) {
	for _, c := range conversations {
		t.Run(c.name, func(t *testing.T) {
			events := Run(t, options(), c.script...)
			for _, e := range events {
				CheckFields(t, e)
			}
			golden.Check(t, filepath.Join("testdata", c.name+".txt"), Dump(events))
			SplitAnywhere(t, options, c.script...)
			Truncations(t, options, c.script, func(_ int, events []Event) {
				for _, e := range events {
					CheckFields(t, e)
				}
			})
		})
	}
}

// TestUpgrade goes from HTTP/1.1 to WebSocket (RFC 6455 section 1.3), with what the response says about compression.
func TestUpgrade(t *testing.T) {
	both := func() decode.Options {
		upgraded := func(u httpwire.Upgrade) []decode.Protocol {
			return []decode.Protocol{wswire.Protocol(wswire.Options{Extensions: u.Response.Headers.Get("Sec-WebSocket-Extensions")})}
		}
		return decode.Options{Protocols: []decode.Protocol{httpwire.Protocol(httpwire.Options{Upgraded: upgraded})}}
	}
	script := []Say{
		Client("GET /chat HTTP/1.1\r\nHost: example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"),
		Server("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" +
			"Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n\r\n" + "\xc1\x07\xf2\x48\xcd\xc9\xc9\x07\x00\xc1\x05\xf2\x00\x11\x00\x00"),
		Client(masked(frame(0x81, "who asks?"))),
	}
	events := Run(t, both(), script...)
	want := `client readable GET /chat HTTP/1.1 | example.com | ""
server readable 101 Switching Protocols |  | ""
server readable WebSocket text | 5 bytes | "Hello"
server readable WebSocket text | 5 bytes   breaks the rules of its compression | "H"
client readable WebSocket text | 9 bytes | "who asks?"
`
	if diff := cmp.Diff(want, Lines(events)); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	if got := strings.Join(events[4].Layers, "/"); got != "tcp/http/websocket" {
		t.Errorf("layers %s", got)
	}
	SplitAnywhere(t, both, script...)
}

func TestContent(t *testing.T) {
	want := []Content{
		{Dir: decode.FromClient, Where: "WebSocket message", Data: strings.Repeat("who asks? ", 1000), Done: true},
		{Dir: decode.FromServer, Where: "WebSocket message", Data: "fluffy tail", Done: true},
		{Dir: decode.FromServer, Where: "WebSocket message", Depth: 1, Data: "Hello", Done: true},
	}
	_, got := RunWatched(t, options(),
		Client(masked(frame(0x81, strings.Repeat("who asks? ", 1000)))),
		Server("\x01\x07fluffy \x80\x04tail"), Server("\xc1\x07\xf2\x48\xcd\xc9\xc9\x07\x00"))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("contents (-want +got):\n%s", diff)
	}
}

func TestManyFrames(t *testing.T) {
	events := Run(t, options(), Server("\x01\x01x"+strings.Repeat("\x00\x01x", 3000)+"\x80\x00"))
	CheckFields(t, events[0])
	if want := `"length":3001,`; !strings.Contains(events[0].JSON, want) {
		t.Errorf("%.200s", events[0].JSON)
	}
}

// FuzzSplit holds that the events are the same however the stream is cut, and that fields cover every message.
func FuzzSplit(f *testing.F) {
	for _, c := range conversations {
		for _, s := range c.script {
			f.Add(s.Data, []byte{1, 50}, s.Dir == decode.FromServer)
		}
	}
	f.Fuzz(func(t *testing.T, data, cuts []byte, server bool) {
		const most = 16 << 10 // of frames of two bytes, all that is printed of more takes seconds
		if len(data) == 0 || len(data) > most || options().Protocols[0].Sniff(decode.FromClient, data) == decode.No {
			return
		}
		script := []Say{{Data: data}}
		if server {
			script[0].Dir = decode.FromServer
		}
		for _, e := range Run(t, options(), script...) {
			CheckFields(t, e)
		}
		Same(t, options, script, cuts)
		RunWatched(t, options(), Resplit(append(script, Gap(script[0].Dir, len(data))), cuts)...)
	})
}

// What was cut off says so, for conclusions to be qualified.
func TestPartial(t *testing.T) {
	for _, c := range conversations {
		if c.name != "cut_control" {
			continue
		}
		var got []string
		for _, e := range Run(t, options(), c.script...) {
			if p, ok := e.Message.(interface{ Partial() bool }); ok && p.Partial() {
				got = append(got, e.Kind)
			}
		}
		if diff := cmp.Diff([]string{"websocket.ping", "websocket.close", "websocket.message"}, got); diff != "" {
			t.Errorf("cut off (-want +got):\n%s", diff)
		}
	}
}
