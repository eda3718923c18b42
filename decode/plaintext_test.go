package decode_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// locked is a protocol that a key opens: what stands behind a '~'.
type locked struct{ key decode.Key }

func (locked) Name() string { return "locked" }

func (locked) Sniff(_ decode.Direction, head []byte) decode.Verdict {
	if head[0] == '~' {
		return decode.Yes
	}
	return decode.No
}

func (l locked) Decoder(c *decode.Conversation) decode.Decoder {
	return &unlocked{c, c.Inner(l.key, answers{})}
}

type unlocked struct{ c, inner *decode.Conversation }

func (d *unlocked) Decode(dir decode.Direction, data []byte) int {
	at := d.c.Offset(dir)
	d.inner.Feed(dir, data[1:], d.c.Trace(nil, dir, at+1, at+uint64(len(data)), 0))
	return len(data)
}

func (d *unlocked) Gap(decode.Direction, []byte, int) {}

func (d *unlocked) End(dir decode.Direction, _ []byte, how decode.How) { d.inner.End(dir, how) }

// TestPlaintext: what a key opened is told, whatever it is.
func TestPlaintext(t *testing.T) {
	script := []decodetest.Say{
		decodetest.Client("~\x00\x00\x00\x05hello"), decodetest.Server("~\x01\x02\x03"), decodetest.Client("~" + strings.Repeat("x", 20<<10)), decodetest.Client("~no more"),
		decodetest.Server("~<a"), decodetest.End(decode.FromServer, decode.Finished),
	}
	for key, want := range map[decode.Key]string{
		decode.KeyLog: "client readable unrecognised | 9 bytes | \"\\x00\\x00\\x00\\x05hello\"\n" +
			"server readable unrecognised | 3 bytes | \"\"\n" +
			"client readable unrecognised | 20,480 bytes | \"" + strings.Repeat("x", 1024) + "\"\n" +
			"server readable unrecognised | 2 bytes | \"<a\"\n",
		decode.InTheClear: "", // who listens to a chat in the clear sees the bytes anyway
	} {
		events := decodetest.Run(t, decode.Options{Protocols: []decode.Protocol{locked{key}}}, script...)
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
