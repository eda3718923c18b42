package wiring

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// noise is n bytes that do not compress.
func noise(n int) []byte {
	b := make([]byte, n)
	r := rand.NewChaCha8([32]byte{})
	r.Read(b)
	return b
}

// A hoard is what both sides of a flow say so that its decoder has much to keep.
type hoard struct {
	name string
	said []decodetest.Say
}

func hoards(t *testing.T) []hoard {
	get := "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
	filler := strings.Repeat("X-Filler: "+strings.Repeat("y", 50)+"\r\n", 16)
	answer := "HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n"
	return []hoard{
		{"a head without an end", []decodetest.Say{decodetest.Client("GET / HTTP/1.1\r\n" + strings.Repeat(filler, 60))}},
		{"a head of many lines", []decodetest.Say{decodetest.Client("GET / HTTP/1.1\r\n" + strings.Repeat("a\n", 30000))}},
		{"requests without answers", []decodetest.Say{decodetest.Client(strings.Repeat("GET / HTTP/1.1\r\nHost: localhost\r\n"+filler+"\r\n", 250))}},
		{"a compressed body", []decodetest.Say{
			decodetest.Client(get), decodetest.Server(answer + "Content-Encoding: gzip\r\n\r\n" + string(noise(500_000))),
		}},
		{"a token without an end", []decodetest.Say{
			decodetest.Client(get), decodetest.Server(answer + "\r\n" + strings.Repeat("gAAAAA"+strings.Repeat("A", 58), 10_000)),
		}},
		{"a body in many pieces", append([]decodetest.Say{decodetest.Client(get), decodetest.Server(answer + "\r\n")}, crumbs(3000)...)},
		{"a certificate without an end", []decodetest.Say{decodetest.Server(string(handshakeRecords(200_000, 16_000)))}},
		{"a certificate in crumbs", []decodetest.Say{decodetest.Server(string(handshakeRecords(5_000, 1)))}},
		{"streams of HTTP/2", []decodetest.Say{decodetest.Client(string(openStreams(t, 300)))}},
		{"CONTINUATION frames of nothing", []decodetest.Say{decodetest.Client(string(continuations(t, 20_000)))}},
		{"a compressed message", webSocket(noise(500_000))},
	}
}

// crumbs are n segments of one byte.
func crumbs(n int) (said []decodetest.Say) {
	for range n {
		said = append(said, decodetest.Server("z"))
	}
	return said
}

// handshakeRecords are records of part bytes with the first n bytes of a certificate message that is longer.
func handshakeRecords(n, part int) (b []byte) {
	message := append([]byte{11, 0x03, 0xff, 0xff}, make([]byte, n)...)
	for len(message) > 0 {
		part := message[:min(part, len(message))]
		b = append(b, 22, 3, 3, byte(len(part)>>8), byte(len(part)))
		b = append(b, part...)
		message = message[len(part):]
	}
	return b
}

// openStreams are n requests whose bodies do not end.
func openStreams(t *testing.T, n int) []byte {
	var wire, block bytes.Buffer
	wire.WriteString(http2.ClientPreface)
	f, e := http2.NewFramer(&wire, nil), hpack.NewEncoder(&block)
	check := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	check(f.WriteSettings())
	for i := range n {
		block.Reset()
		for _, h := range []hpack.HeaderField{
			{Name: ":method", Value: "POST"}, {Name: ":scheme", Value: "http"}, {Name: ":path", Value: fmt.Sprint("/", i)},
			{Name: ":authority", Value: "localhost"}, {Name: "x", Value: strings.Repeat("y", 2000)},
		} {
			check(e.WriteField(h))
		}
		check(f.WriteHeaders(http2.HeadersFrameParam{StreamID: uint32(2*i + 1), BlockFragment: block.Bytes(), EndHeaders: true}))
		check(f.WriteData(uint32(2*i+1), false, []byte("begun")))
	}
	return wire.Bytes()
}

// continuations are n frames that add nothing to a header section.
func continuations(t *testing.T, n int) []byte {
	var wire bytes.Buffer
	wire.WriteString(http2.ClientPreface)
	f := http2.NewFramer(&wire, nil)
	if err := f.WriteSettings(); err != nil {
		t.Fatal(err)
	}
	if err := f.WriteHeaders(http2.HeadersFrameParam{StreamID: 1, BlockFragment: []byte{0x82}}); err != nil {
		t.Fatal(err)
	}
	for range n {
		if err := f.WriteContinuation(1, false, nil); err != nil {
			t.Fatal(err)
		}
	}
	return wire.Bytes()
}

// webSocket is an upgrade, and the beginning of a compressed message.
func webSocket(payload []byte) []decodetest.Say {
	var packed bytes.Buffer
	w, _ := flate.NewWriter(&packed, flate.BestSpeed)
	w.Write(payload)
	w.Flush()
	frame := binary.BigEndian.AppendUint64([]byte{0x42, 127}, uint64(packed.Len())) // not the last one of its message
	return []decodetest.Say{
		decodetest.Client("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"),
		decodetest.Server("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
			"Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n" + string(frame) + packed.String()),
	}
}

// heap is what is in use.
func heap() int {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// However much the decoders of many flows would like to keep, they keep no more than the bound, and each flow that
// is given up is told.
func TestMemoryOfManyFlows(t *testing.T) {
	const (
		bound = 8 << 20
		flows = 600
		each  = 12 << 10 // bytes that a flow takes besides, at most
	)
	for _, h := range hoards(t) {
		t.Run(h.name, func(t *testing.T) {
			limits, closed := 0, 0
			var held int
			before := heap()
			in := Inspector(func(e *decode.Event) {
				switch m := e.Message.(type) {
				case *decode.Limit:
					limits++
					held = max(held, m.Held)
				case *decode.FlowClose:
					closed++
				}
			}, &Options{memory: bound})
			var all []*decode.Flow
			for i := range flows {
				f := &decode.Flow{ID: i + 1, Network: "tcp", Sure: true, Client: netip.MustParseAddrPort("192.0.2.1:40000"), Server: netip.MustParseAddrPort("198.51.100.2:5683")}
				all = append(all, f)
				in.Open(f)
				said(in, f, h.said)
			}
			grown := heap() - before
			if limits == 0 {
				t.Errorf("nothing was given up, with %d bytes in use", grown)
			}
			if most := bound*5/4 + flows*each; grown > most {
				t.Errorf("%d bytes in use, more than %d; %d flows given up, of which one held %d", grown, most, limits, held)
			}
			for _, f := range all {
				in.Close(f)
			}
			if closed != flows {
				t.Errorf("%d flows closed, want %d", closed, flows)
			}
			t.Logf("%d bytes in use, %d flows given up, of which one held %d", grown, limits, held)
			runtime.KeepAlive(in)
		})
	}
}

// said feeds a script in segments as a network has them.
func said(in *decode.Inspector, f *decode.Flow, script []decodetest.Say) {
	frame := 0
	for _, s := range script {
		for data := s.Data; len(data) > 0; {
			n := min(1448, len(data))
			frame++
			in.Feed(&decode.Segment{Flow: f, Dir: s.Dir, Time: decodetest.Start, Data: data[:n], Frame: frame})
			data = data[n:]
		}
	}
}
