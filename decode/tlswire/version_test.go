package tlswire

import (
	"strings"
	"testing"
)

// Drafts of TLS 1.3 have higher numbers than what they became, and are told only where there is nothing newer.
func TestHighestVersion(t *testing.T) {
	for _, test := range []struct {
		offered []Version
		want    string
		ja4     string
	}{
		{[]Version{0x7a7a, TLS13, TLS12}, "TLS 1.3", "t13"},
		{[]Version{TLS12, 0x7f1c, TLS13, 0x7f17}, "TLS 1.3", "t00"},
		{[]Version{TLS13, 0x7f1c}, "TLS 1.3", "t00"},
		{[]Version{0x7f17, 0x7f1c, TLS12}, "TLS 1.3 (draft 28)", "t00"},
		{[]Version{0x7f1c, 0x7f17, TLS12}, "TLS 1.3 (draft 28)", "t00"},
		{[]Version{0xfb1a, TLS13}, "TLS 1.3", "t00"},
		{[]Version{0xfb17, 0xfb1a}, "TLS 1.3 (Facebook draft 26)", "t00"},
		{[]Version{0xfefd, 0xfefc}, "DTLS 1.3", "td3"},
		{[]Version{0xfefc, 0xfefd, 0xfeff}, "DTLS 1.3", "td3"},
		{[]Version{TLS10, TLS11}, "TLS 1.1", "t11"},
		{[]Version{0x0a0a}, "TLS 1.2", "t12"},
	} {
		m := &ClientHello{Transport: TCP, LegacyVersion: TLS12, Versions: test.offered}
		if got := m.Version().String(); got != test.want {
			t.Errorf("%v: %s, want %s", test.offered, got, test.want)
		}
		if got := m.JA4(); !strings.HasPrefix(got, test.ja4) {
			t.Errorf("%v: JA4 %s, want %s…", test.offered, got, test.ja4)
		}
	}
}
