package quicwire

import (
	"strings"
	"testing"
	"time"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// BenchmarkConnection is a connection of 20 datagrams with a hello in each direction.
func BenchmarkConnection(b *testing.B) {
	script := []decodetest.Say{
		decodetest.Client(fromClient(b, 0, crypto(0, say(strings.Repeat("h", 120))))),
		decodetest.Server(fromServer(b, 0, ack(0)+crypto(0, say("server"))) + long(V1, handshakePacket, ofClient, ofServer, 900)),
		decodetest.Client(short(ofServer, 400)),
	}
	for range 16 {
		script = append(script, decodetest.Server(short(ofClient, 1200)))
	}
	script = append(script, decodetest.Client(short(ofServer, 25)))
	b.SetBytes(int64(decodetest.Size(script)))
	b.ReportAllocs()
	in := decode.NewInspector(func(*decode.Event) {}, options())
	for b.Loop() {
		through(in, script)
	}
}

// BenchmarkSealed is one more datagram of a connection that goes on: nothing is allocated but what its runs keep.
func BenchmarkSealed(b *testing.B) {
	in := decode.NewInspector(func(*decode.Event) {}, options())
	flow := decodetest.NewFlow("udp", false)
	in.Open(flow)
	feed(in, flow, 0, decodetest.Client(fromClient(b, 0, crypto(0, say("client")))))
	data := decodetest.Server(short(ofClient, 1200))
	b.SetBytes(int64(len(data.Data)))
	b.ReportAllocs()
	for b.Loop() {
		feed(in, flow, 0, data)
	}
}

func through(in *decode.Inspector, script []decodetest.Say) {
	flow := decodetest.NewFlow("udp", false)
	in.Open(flow)
	for i, s := range script {
		feed(in, flow, i, s)
	}
	in.Close(flow)
}

func feed(in *decode.Inspector, flow *decode.Flow, i int, s decodetest.Say) {
	in.Feed(&decode.Segment{Flow: flow, Dir: s.Dir, Time: decodetest.Start.Add(time.Duration(i) * time.Millisecond), Data: s.Data, Frame: i + 1})
}
