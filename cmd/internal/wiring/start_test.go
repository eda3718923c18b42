package wiring

import (
	"net/netip"
	"slices"
	"testing"

	"eavesdrop/decode"
)

// Where a capture begins in the middle of something, a message is found at the start of a later segment, also
// when the bytes before it look as if more of them were to come.
func TestMessageBehindTheEndOfSomething(t *testing.T) {
	var kinds []string
	in := Inspector(func(e *decode.Event) { kinds = append(kinds, e.Message.Kind()) }, &Options{})
	f := &decode.Flow{ID: 1, Network: "tcp", Client: netip.MustParseAddrPort("10.0.0.1:1000"), Server: netip.MustParseAddrPort("10.0.0.2:80")}
	in.Open(f)
	in.Feed(&decode.Segment{Flow: f, Data: []byte{0}, Frame: 1}) // a keep-alive, say
	in.Feed(&decode.Segment{Flow: f, Data: []byte("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), Frame: 2, Offset: 1})
	in.Close(f)
	if want := []string{"flow.open", "http.request", "flow.close"}; !slices.Equal(kinds, want) {
		t.Errorf("got %q, want %q", kinds, want)
	}
}
