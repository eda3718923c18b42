package decode_test

import (
	"slices"
	"strings"
	"testing"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// Bytes that nobody recognises are passed over, so that what comes behind them is heard. That has an end, a later one
// where they may be the rest of something that began before the capture.
func TestStrange(t *testing.T) {
	const segment = 1 << 10
	for _, test := range []struct {
		name     string
		network  string
		sure     bool
		segments int
		gap      bool
		want     bool
	}{
		{"the beginning was heard", "tcp", true, 64, false, true},
		{"the beginning was heard long ago", "tcp", true, 65, false, false},
		{"the beginning was heard long ago, and a gap", "tcp", true, 65, true, true},
		{"older than the capture", "tcp", false, 16 << 10, false, true},
		{"much older than the capture", "tcp", false, 16<<10 + 1, false, false},
		{"datagrams", "udp", false, 65, false, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			script := slices.Repeat([]decodetest.Say{decodetest.Server(strings.Repeat("?", segment))}, test.segments)
			if test.gap {
				script = append(script, decodetest.Gap(decode.FromServer, 9))
			}
			script = append(script, decodetest.Server("a"))
			found := false
			for _, e := range decodetest.RunFlow(t, decode.Options{Protocols: []decode.Protocol{said{}}}, decodetest.NewFlow(test.network, test.sure), script...) {
				found = found || e.Kind == "found"
			}
			if found != test.want {
				t.Errorf("what follows was found: %v, want %v", found, test.want)
			}
		})
	}
}
