package http2wire_test

import (
	"testing"

	"eavesdrop/decode"
	. "eavesdrop/decode/decodetest"
	"eavesdrop/decode/http2wire"
	"eavesdrop/decode/wswire"
)

// FuzzSplit holds that the events of a connection are the same however its streams are cut, and that fields cover
// every message.
func FuzzSplit(f *testing.F) {
	for _, c := range conversations {
		client, server := streams(c.say())
		f.Add(client, server, []byte{0})
		f.Add(client, server, []byte{8, 30, 2})
	}
	f.Fuzz(func(t *testing.T, client, server, cuts []byte) {
		if len(client) == 0 {
			return
		}
		for n := 1; n <= len(client); n++ {
			if v := options().Protocols[0].Sniff(decode.FromClient, client[:n]); v == decode.FromAClient {
				break
			} else if v != decode.Maybe || n == len(client) {
				return // what is not recognised at once, the inspector looks at anew with every segment
			}
		}
		script := []Say{{Dir: decode.FromClient, Data: client}, {Dir: decode.FromServer, Data: server}}
		for _, e := range Run(t, webSockets(), append(script, ends...)...) {
			CheckFields(t, e)
		}
		Same(t, webSockets, append(script, ends...), cuts)
	})
}

// FuzzMiddle holds that nothing fails when bytes are missing and the beginning too, whichever end is taken for the client.
func FuzzMiddle(f *testing.F) {
	for _, c := range append(conversations, middle...) {
		client, server := streams(c.say())
		f.Add(client, server, []byte{20}, uint16(9), uint16(40))
	}
	f.Fuzz(func(t *testing.T, client, server, cuts []byte, lost, at uint16) {
		n := min(int(at), len(server))
		script := []Say{
			{Dir: decode.FromClient, Data: client}, {Dir: decode.FromServer, Data: server[:n]},
			{Dir: decode.FromServer, Data: server[n:], Lost: int(lost)}, {Dir: decode.FromClient, Data: client, Lost: int(lost)},
		}
		RunWatched(t, options(), Resplit(script, cuts)...)
		RunFlowWatched(t, options(), NewFlow("tcp", false), Resplit(script, cuts)...)
		RunFlowWatched(t, options(), NewFlow("tcp", false), Resplit(otherWay(script), cuts)...)
	})
}

// streams are the two directions of a script.
func streams(script []Say) (client, server []byte) {
	for _, s := range script {
		if s.Dir == decode.FromClient {
			client = append(client, s.Data...)
		} else {
			server = append(server, s.Data...)
		}
	}
	return client, server
}

// webSockets make an inspector that takes whatever follows upon a CONNECT for WebSocket: what that is not breaks its rules, and
// so nothing depends on how it was cut.
func webSockets() decode.Options {
	connected := func(string, *http2wire.Response) []decode.Protocol {
		return []decode.Protocol{anything{wswire.Protocol(wswire.Options{})}}
	}
	return decode.Options{Protocols: []decode.Protocol{http2wire.Protocol(http2wire.Options{Connected: connected})}, Digest: true}
}

// anything takes all bytes for those of a protocol.
type anything struct{ decode.Protocol }

func (anything) Sniff(decode.Direction, []byte) decode.Verdict { return decode.Yes }
