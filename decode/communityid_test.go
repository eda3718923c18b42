package decode

import (
	"net/netip"
	"testing"
)

// The flows of the Community ID specification's baseline, seed 0.
func TestCommunityID(t *testing.T) {
	for _, test := range []struct{ network, a, b, want string }{
		{"tcp", "128.232.110.120:34855", "66.35.250.204:80", "1:LQU9qZlK+B5F3KDmev6m5PMibrg="},
		{"udp", "192.168.1.52:54585", "8.8.8.8:53", "1:d/FP5EW3wiY1vCndhwleRRKHowQ="},
	} {
		f := Flow{Network: test.network, Client: netip.MustParseAddrPort(test.a), Server: netip.MustParseAddrPort(test.b)}
		if got := f.CommunityID(); got != test.want {
			t.Errorf("%s %s %s: %s, want %s", test.network, test.a, test.b, got, test.want)
		}
		f.Client, f.Server = f.Server, f.Client
		if got := f.CommunityID(); got != test.want {
			t.Errorf("%s %s %s: %s, want %s: both directions have one", test.network, test.b, test.a, got, test.want)
		}
	}
}
