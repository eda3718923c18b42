package httpwire_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"testing"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
	"eavesdrop/decode/httpwire"
)

// segment is the payload of a full frame on Ethernet, in bytes.
const segment = 1448

// Requests and responses as wrk and nginx exchange them.
const (
	benchRequest  = "GET /index.html HTTP/1.1\r\nHost: 127.0.0.1:5683\r\n\r\n"
	benchResponse = "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nContent-Type: text/plain\r\n" +
		"Content-Length: %d\r\nLast-Modified: Thu, 01 Jan 2026 00:00:00 GMT\r\nConnection: keep-alive\r\nETag: \"69559d80-10e\"\r\nAccept-Ranges: bytes\r\n\r\n"
)

// benchBody is text in lines, as base64 is printed.
func benchBody(size int) string {
	return strings.Repeat(strings.Repeat("abcdefghijklmnopqrs", 4)+"\n", size/77+1)[:size]
}

// exchange decodes one request and its response over and over on one flow, in segments.
func exchange(b *testing.B, o decode.Options, request, response string) {
	o.Protocols = []decode.Protocol{httpwire.Protocol(httpwire.Options{})}
	var buf []byte
	var object decode.Object
	events := 0
	in := decode.NewInspector(func(e *decode.Event) {
		events++
		if o.Digest { // as for JSON
			object.Begin(buf[:0])
			e.Message.Members(&object)
			buf = object.End()
		}
	}, o)
	f := decodetest.NewFlow("tcp", true)
	in.Open(f)
	feed := func(dir decode.Direction, data []byte) {
		for len(data) > 0 {
			n := min(segment, len(data))
			in.Feed(&decode.Segment{Flow: f, Dir: dir, Time: decodetest.Start, Data: data[:n], Frame: 1})
			data = data[n:]
		}
	}
	ask, answer := []byte(request), []byte(response)
	b.SetBytes(int64(len(ask) + len(answer)))
	b.ReportAllocs()
	for b.Loop() {
		feed(decode.FromClient, ask)
		feed(decode.FromServer, answer)
	}
	if events != 2*b.N+1 {
		b.Errorf("%d events of %d exchanges", events, b.N)
	}
}

// BenchmarkExchange is one request with its response, decoded; both count as one operation.
func BenchmarkExchange(b *testing.B) {
	for _, size := range []int{0, 270, 2700, 40000} {
		response := fmt.Sprintf(benchResponse, size) + benchBody(size)
		b.Run(fmt.Sprintf("%dB", size), func(b *testing.B) { exchange(b, decode.Options{}, benchRequest, response) })
		b.Run(fmt.Sprintf("%dB/json+digest", size), func(b *testing.B) { exchange(b, decode.Options{Digest: true}, benchRequest, response) })
	}
}

// BenchmarkChunked is a body in chunks as servers send them.
func BenchmarkChunked(b *testing.B) {
	var body strings.Builder
	for range 10 {
		fmt.Fprintf(&body, "%x\r\n%s\r\n", 4000, benchBody(4000))
	}
	body.WriteString("0\r\n\r\n")
	exchange(b, decode.Options{}, benchRequest, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"+body.String())
}

// BenchmarkGzip is a compressed body.
func BenchmarkGzip(b *testing.B) {
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	w.Write([]byte(benchBody(40000)))
	w.Close()
	exchange(b, decode.Options{}, benchRequest, fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n", z.Len())+z.String())
}
