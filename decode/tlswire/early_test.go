package tlswire

import (
	"testing"

	"eavesdrop/decode"
)

// TestEarlyReplayed says that early data can be sent again (RFC 8446, section 8), where there is a server that may take it.
func TestEarlyReplayed(t *testing.T) {
	for _, test := range []struct {
		name, early string
		taken       bool
		want        string
	}{
		{"none", "", false, "no"},
		{"taken", "GET / HTTP/1.0\r\n\r\n", true, "early data: yes, unless the server remembers it"},
		{"refused", "GET / HTTP/1.0\r\n\r\n", false, "no"},
	} {
		var k talk13
		k.begin(7, test.early, test.taken)
		k.ready()
		events, _, _ := opened(t, Options{}, k.finish())
		for _, e := range events {
			for f := range e.Message.Facts() {
				if f.Question == decode.Replayed && f.Text != test.want {
					t.Errorf("%s: %q, want %q", test.name, f.Text, test.want)
				}
			}
		}
	}
}
