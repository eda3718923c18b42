package httpwire_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	. "eavesdrop/decode/decodetest"
	"eavesdrop/decode/httpwire"
)

var update = flag.Bool("update", false, "write what comes out into testdata")

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
			golden(t, filepath.Join("testdata", c.name+".txt"), Dump(events))
			SplitAnywhere(t, digesting, c.script...)
			Truncations(t, digesting, c.script, func(_ int, events []Event) {
				for _, e := range events {
					CheckFields(t, e)
				}
			})
		})
	}
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}
