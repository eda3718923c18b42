package http2wire_test

import (
	"path/filepath"
	"testing"

	"eavesdrop/decode"
	. "eavesdrop/decode/decodetest"
	"eavesdrop/decode/decodetest/golden"
	"eavesdrop/decode/http2wire"
)

// options make an inspector that knows HTTP/2 alone.
func options() decode.Options {
	return decode.Options{Protocols: []decode.Protocol{http2wire.Protocol(http2wire.Options{})}, Digest: true}
}

// script is what both peers say.
func (c conversation) say() []Say {
	return c.script(newPeer(decode.FromClient), newPeer(decode.FromServer))
}

// TestConversations holds what comes of each conversation against testdata, whole, cut anywhere, cut short.
func TestConversations(t *testing.T) {
	for _, c := range conversations {
		t.Run(c.name, func(t *testing.T) {
			script := c.say()
			events := Run(t, options(), script...)
			for _, e := range events {
				CheckFields(t, e)
			}
			golden.Check(t, filepath.Join("testdata", c.name+".txt"), Dump(events))
			SplitAnywhere(t, options, script...)
			Truncations(t, options, script, func(_ int, events []Event) {
				for _, e := range events {
					CheckFields(t, e)
				}
			})
		})
	}
}

// TestMiddle holds what comes of connections of which not all was captured against testdata.
func TestMiddle(t *testing.T) {
	for _, c := range middle {
		t.Run(c.name, func(t *testing.T) {
			script := c.say()
			events := RunFlow(t, options(), NewFlow("tcp", false), script...)
			for _, e := range events {
				CheckFields(t, e)
			}
			golden.Check(t, filepath.Join("testdata", c.name+".txt"), Dump(events))
			Truncations(t, options, script, nil)
		})
	}
}
