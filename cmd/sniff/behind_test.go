package main

import (
	"bytes"
	"io"
	"net/netip"
	"strings"
	"testing"

	"eavesdrop/decode"
	"eavesdrop/decode/http2wire"
	"eavesdrop/report"
	"eavesdrop/report/jsonl"
)

// What was told before a flow turned round names its ends as they were thought to be then, however late it is written.
func TestWrittenAsItWasTold(t *testing.T) {
	var out bytes.Buffer
	b := writeBehind(&jsonOutput{w: jsonl.New(&out), err: io.Discard})
	in := decode.NewInspector(b.event, decode.Options{Protocols: []decode.Protocol{http2wire.Protocol(http2wire.Options{})}})
	f := &decode.Flow{ID: 1, Network: "tcp", Client: netip.MustParseAddrPort("192.0.2.1:5683"), Server: netip.MustParseAddrPort("192.0.2.2:40000")}
	ping := "\x00\x00\x08\x06\x00\x00\x00\x00\x0012345678"
	trailers := "\x00\x00\x05\x01\x05\x00\x00\x00\x01\x00\x01x\x01y" // x: y
	request := "\x00\x00\x03\x01\x05\x00\x00\x00\x03\x82\x84\x86"    // GET, /, http
	in.Feed(&decode.Segment{Flow: f, Data: []byte(ping + trailers), Frame: 1})
	in.Feed(&decode.Segment{Flow: f, Dir: decode.FromServer, Data: []byte(request), Frame: 2})
	in.Close(f)
	if err := b.finish(report.Counts{}); err != nil {
		t.Fatal(err)
	}
	want := []string{
		`"flow.open","flow":1,"client":"192.0.2.1:5683"`, `"http.message","flow":1,"from":"client","client":"192.0.2.1:5683"`,
		`"flow.reversed","flow":1,"from":"client","client":"192.0.2.2:40000"`, `"http.request","flow":1,"from":"client","client":"192.0.2.2:40000"`,
		`"flow.close","flow":1,"client":"192.0.2.2:40000"`,
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	for i := range max(len(lines), len(want)) {
		if i >= len(lines) || i >= len(want) || !strings.Contains(lines[i], want[i]) {
			t.Fatalf("got\n%s\nwant\n%s", out.String(), strings.Join(want, "\n"))
		}
	}
}
