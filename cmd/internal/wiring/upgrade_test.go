package wiring

import (
	"bytes"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// block compresses the fields of a header section, names and values in turn.
func block(fields ...string) []byte {
	var b bytes.Buffer
	enc := hpack.NewEncoder(&b)
	for pair := range slices.Chunk(fields, 2) {
		enc.WriteField(hpack.HeaderField{Name: pair[0], Value: pair[1]})
	}
	return b.Bytes()
}

// frames are what write writes, behind settings.
func frames(write func(f *http2.Framer)) string {
	var wire bytes.Buffer
	f := http2.NewFramer(&wire, nil)
	f.WriteSettings()
	write(f)
	return wire.String()
}

// WebSocket is looked into where it follows upon an upgrade and in a stream of HTTP/2, with what several headers say about
// its compression.
func TestWebSocketInAStream(t *testing.T) {
	client := http2.ClientPreface + frames(func(f *http2.Framer) {
		f.WriteHeaders(http2.HeadersFrameParam{StreamID: 1, EndHeaders: true, BlockFragment: block(
			":method", "CONNECT", ":protocol", "websocket", ":scheme", "https", ":path", "/chat", ":authority", "example.com")})
	})
	server := frames(func(f *http2.Framer) {
		f.WriteHeaders(http2.HeadersFrameParam{StreamID: 1, EndHeaders: true, BlockFragment: block(
			":status", "200", "sec-websocket-extensions", "x-other", "sec-websocket-extensions", "permessage-deflate")})
		f.WriteData(1, false, []byte("\xc1\x07\xf2\x48\xcd\xc9\xc9\x07\x00")) // RFC 7692 section 7.2.3.1
	})
	var got []string
	in := Inspector(func(e *decode.Event) {
		got = append(got, strings.Join(e.Layers, "/")+" "+e.Message.Kind()+" "+e.Message.Brief().Quote)
	}, &Options{})
	f := &decode.Flow{ID: 1, Network: "tcp", Sure: true, Client: netip.MustParseAddrPort("192.0.2.1:40000"), Server: netip.MustParseAddrPort("198.51.100.2:5683")}
	in.Open(f)
	said(in, f, []decodetest.Say{decodetest.Client(client), decodetest.Server(server)})
	want := []string{
		"tcp flow.open ", "tcp/http2 http2.settings ", "tcp/http2 http2.settings ", "tcp/http2 http.request ", "tcp/http2 http.response ",
		"tcp/http2/websocket websocket.message Hello",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}
