package decode_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// locked is a protocol that a key opens: what stands behind a '~'.
type locked struct {
	key     decode.Key
	guarded bool // what no key opens carries a MAC
}

func (locked) Name() string { return "locked" }

func (locked) Sniff(_ decode.Direction, head []byte) decode.Verdict {
	if head[0] == '~' {
		return decode.Yes
	}
	return decode.No
}

func (l locked) Decoder(c *decode.Conversation) decode.Decoder {
	inner := c.Inner(l.key, answers{})
	if l.guarded {
		inner.Guard()
	}
	return &unlocked{c, inner}
}

type unlocked struct{ c, inner *decode.Conversation }

func (d *unlocked) Decode(dir decode.Direction, data []byte) int {
	at := d.c.Offset(dir)
	d.inner.Feed(dir, data[1:], d.c.Trace(nil, dir, at+1, at+uint64(len(data)), 0))
	return len(data)
}

func (d *unlocked) Gap(decode.Direction, []byte, int) {}

func (d *unlocked) End(dir decode.Direction, _ []byte, how decode.How) { d.inner.End(dir, how) }

// TestPlaintext: what a key opened is told, whatever it is, and of what is in the clear what is text.
func TestPlaintext(t *testing.T) {
	script := []decodetest.Say{
		decodetest.Client("~\x00\x00\x00\x05hello"), decodetest.Server("~\x01\x02\x03"), decodetest.Client("~schön\n"),
		decodetest.Client("~" + strings.Repeat("x", 20<<10)), decodetest.Client("~no more"),
		decodetest.Server("~<a"), decodetest.End(decode.FromServer, decode.Finished),
	}
	long := strings.Repeat("x", 1024)
	for key, want := range map[decode.Key]string{
		decode.KeyLog: `client readable unrecognised | 9 bytes | "\x00\x00\x00\x05hello"
server readable unrecognised | 3 bytes | ""
client readable unrecognised | 7 bytes | "schön"
client readable unrecognised | 20,480 bytes | "` + long + `"
server readable unrecognised | 2 bytes | "<a"
`,
		decode.InTheClear: `client readable text | 7 bytes | "schön"
client readable text | 20,480 bytes | "` + long + `"
`,
	} {
		events := decodetest.Run(t, decode.Options{Protocols: []decode.Protocol{locked{key: key}}}, script...)
		if diff := cmp.Diff(want, decodetest.Lines(events)); diff != "" {
			t.Errorf("with key %v (-want +got)\n%s", key, diff)
		}
		for _, e := range events {
			decodetest.CheckFields(t, e)
			if e.Opened != key {
				t.Errorf("opened by %v", e.Opened)
			}
		}
	}
}

// TestText: what is text, and nothing else, is told as it comes, with the segment that it came in.
func TestText(t *testing.T) {
	for said, want := range map[string]bool{
		"hello, who is there?\n":       true,
		"hi":                           true,
		"Größe: 3 m²\t✓\r\n":           true,
		"\xb6\xc3\x9fe, cut before":    true,
		"cut behind \xc3":              true,
		"":                             false,
		"q":                            false, // a key that was pressed
		"\r\n\r\n":                     false,
		"\x1b[31mred":                  false,
		"text and a zero\x00":          false,
		"c1 \xc2\x9b2J":                false,
		"not UTF-8: \xff\xfe text":     false,
		"bidi \u202e override":         false,
		"\x16\x03\x01 a record, maybe": false,
	} {
		events := decodetest.Run(t, decode.Options{Protocols: []decode.Protocol{answers{}}}, decodetest.Client(said))
		if told := len(events) == 1 && events[0].Kind == "plaintext" && string(events[0].Raw) == said; told != want {
			t.Errorf("%q: told %v, want %v\n%s", said, told, want, decodetest.Lines(events))
		}
	}
}

// What was taken out of TLS is counted and digested, whether that took a key or not.
func TestOpenedBytes(t *testing.T) {
	for _, c := range []struct {
		p    locked
		want uint64
	}{{locked{key: decode.KeyLog}, 5}, {locked{guarded: true}, 5}, {locked{}, 0}} {
		var closed *decode.FlowClose
		in := decode.NewInspector(func(e *decode.Event) { closed, _ = e.Message.(*decode.FlowClose) }, decode.Options{Digest: true, Protocols: []decode.Protocol{c.p}})
		f := decodetest.NewFlow("tcp", true)
		in.Open(f)
		in.Feed(&decode.Segment{Flow: f, Time: decodetest.Start, Data: []byte("~hello"), Frame: 1})
		in.Close(f)
		if closed == nil || closed.OpenedBytes[0] != c.want || (closed.OpenedDigest[0] != nil) != (c.want > 0) {
			t.Errorf("%+v: %+v", c.p, closed)
		}
	}
}
