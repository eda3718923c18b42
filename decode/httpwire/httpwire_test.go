package httpwire_test

import (
	"path/filepath"
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
