package httpwire_test

import (
	"path/filepath"
	"strings"
	"testing"

	"eavesdrop/decode"
	. "eavesdrop/decode/decodetest"
	"eavesdrop/decode/decodetest/golden"
	"eavesdrop/decode/httpwire"
)

// options make an inspector that knows HTTP/1 alone.
func options() decode.Options {
	return decode.Options{Protocols: []decode.Protocol{httpwire.Protocol(httpwire.Options{})}}
}

// digesting asks for digests too.
func digesting() decode.Options {
	o := options()
	o.Digest = true
	return o
}

// TestConversations holds what comes of each conversation against testdata, whole, cut anywhere, cut short.
func TestConversations(t *testing.T) {
	for _, c := range conversations {
		t.Run(c.name, func(t *testing.T) {
			events := Run(t, digesting(), c.script...)
			for _, e := range events {
				CheckFields(t, e)
			}
			golden.Check(t, filepath.Join("testdata", c.name+".txt"), Dump(events))
			SplitAnywhere(t, digesting, c.script...)
			Truncations(t, digesting, c.script, func(_ int, events []Event) {
				for _, e := range events {
					CheckFields(t, e)
				}
			})
		})
	}
}

// TestMiddleOfAMessage: who joined late hears the end of an answer first, and blames nobody for it.
func TestMiddleOfAMessage(t *testing.T) {
	script := []Say{Client(ask), Server("the end of a page</html>"), Client(ask), Server(answer + "Content-Length: 0\r\n\r\n")}
	for sure, want := range map[bool]string{
		false: "server readable incomplete http | the middle of a message, whose beginning was not captured; passed over until one begins",
		true:  "server readable malformed http | an answer without a status line; taken for one of HTTP/0.9",
	} {
		lines := Lines(RunFlow(t, options(), NewFlow("tcp", sure), script...))
		if !strings.Contains(lines, want) {
			t.Errorf("with the SYN captured: %v\n%s\nwant %s", sure, lines, want)
		}
	}
}
