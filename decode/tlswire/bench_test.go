package tlswire

import (
	"crypto/tls"
	"testing"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// BenchmarkHandshake measures what a connection of TLS 1.3 with a post-quantum share costs, its JSON written.
func BenchmarkHandshake(b *testing.B) {
	cert := identity(b, "ecdsa")
	benchmark(b, record(b, trusting(cert, tls.VersionTLS13), &tls.Config{Certificates: []tls.Certificate{cert}}))
}

// BenchmarkHandshake12 is BenchmarkHandshake for TLS 1.2, where the certificate can be read.
func BenchmarkHandshake12(b *testing.B) {
	cert := identity(b, "ecdsa")
	benchmark(b, record(b, trusting(cert, tls.VersionTLS12), &tls.Config{Certificates: []tls.Certificate{cert}}))
}

func benchmark(b *testing.B, script []decodetest.Say) {
	var o decode.Object
	var buf []byte
	in := decode.NewInspector(func(e *decode.Event) {
		o.Begin(buf[:0])
		e.Message.Members(&o)
		buf = o.End()
	}, options())
	b.ReportAllocs()
	for b.Loop() {
		f := decodetest.NewFlow("tcp", true)
		in.Open(f)
		for i := range script {
			s := &script[i]
			in.Feed(&decode.Segment{Flow: f, Dir: s.Dir, Time: decodetest.Start, Data: s.Data, Frame: i + 1, End: s.End})
		}
		in.Close(f)
	}
}

// BenchmarkSealed measures how fast sealed records are passed over, in segments as a network cuts them.
func BenchmarkSealed(b *testing.B) {
	rec := append([]byte{23, 3, 3, 0x40, 0x11}, make([]byte, 0x4011)...)
	var stream []byte
	for range 64 {
		stream = append(stream, rec...)
	}
	in := decode.NewInspector(func(*decode.Event) {}, options())
	f := decodetest.NewFlow("tcp", true)
	in.Open(f)
	seg := decode.Segment{Flow: f, Dir: decode.FromServer, Time: decodetest.Start}
	b.SetBytes(int64(len(stream)))
	b.ReportAllocs()
	for b.Loop() {
		for at := 0; at < len(stream); at += 1448 {
			seg.Data = stream[at:min(at+1448, len(stream))]
			seg.Frame++
			in.Feed(&seg)
		}
	}
}
