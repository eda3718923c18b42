package quicwire

import (
	"testing"

	"eavesdrop/decode/decodetest"
)

// FuzzDatagrams plays two datagrams of a fuzzer's after a client's Initial, as a client's and a server's: nothing
// panics, and the fields of all messages cover their bytes.
func FuzzDatagrams(f *testing.F) {
	begin := decodetest.Client(fromClient(f, 0, crypto(0, say("client"))))
	script := usual(f)
	for i := range script[1:] {
		f.Add(script[i].Data, script[i+1].Data)
	}
	f.Fuzz(func(t *testing.T, a, b []byte) {
		one, two := decodetest.Client(string(a)), decodetest.Server(string(b))
		play(t, begin, one, two)
		play(t, two, one)
	})
}

// FuzzFrames plays frames of a fuzzer's in an Initial that opens.
func FuzzFrames(f *testing.F) {
	f.Add(crypto(0, say("client"))+ack(1), crypto(2, "x"))
	f.Add("\x1c\x00\x00\x02no", "\x03\x05\x00\x01\x00\x01\x01\x07\x08\x09")
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a) > 1200 || len(b) > 1200 {
			return
		}
		play(t, decodetest.Client(fromClient(t, 0, a)), decodetest.Server(fromServer(t, 0, b)), decodetest.Client(fromClient(t, 1, b)))
	})
}
