package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/cmd/demo/internal/pki"
)

// A fact takes as many lines as the terminal needs, and its note stands beside it only where there is room.
func TestFactsKeepToTheWidth(t *testing.T) {
	facts := []pki.Fact{
		{Name: "to", Value: "2026-12-23 14:02:51 UTC", Note: "notAfter: 30 days left"},
		{Name: "fingerprint", Value: strings.Repeat("0e754030", 8), Note: "SHA-256 of the whole certificate"},
	}
	for width, want := range map[int]string{
		100: `
  to            2026-12-23 14:02:51 UTC              notAfter: 30 days left
  fingerprint   0e7540300e7540300e7540300e7540300e7540300e7540300e7540300e754030
                SHA-256 of the whole certificate
`,
		60: `
  to            2026-12-23 14:02:51 UTC
                notAfter: 30 days left
  fingerprint   0e7540300e7540300e7540300e7540300e7540300e75
                40300e7540300e754030
                SHA-256 of the whole certificate
`,
	} {
		var b strings.Builder
		for _, f := range facts {
			printFact(&b, f, len("fingerprint"), width)
		}
		if d := cmp.Diff(want, "\n"+b.String()); d != "" {
			t.Errorf("%d columns (-want +got):\n%s", width, d)
		}
	}
}
