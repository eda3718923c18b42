package httpwire_test

import (
	"strings"
	"testing"

	"eavesdrop/decode"
	. "eavesdrop/decode/decodetest"
)

// FuzzSplit holds that the events are the same however the streams are cut, and that fields cover every message.
func FuzzSplit(f *testing.F) {
	for _, c := range conversations {
		var client, server []byte
		for _, s := range c.script {
			if s.Dir == decode.FromClient {
				client = append(client, s.Data...)
			} else {
				server = append(server, s.Data...)
			}
		}
		f.Add(client, server, []byte{0}, uint16(0), uint16(0))
		f.Add(client, server, []byte{6, 40}, uint16(30), uint16(100))
	}
	f.Fuzz(func(t *testing.T, client, server, cuts []byte, lost, at uint16) {
		http := options().Protocols[0]
		if http.Sniff(decode.FromClient, client) <= decode.Maybe || http.Sniff(decode.FromServer, server) == decode.No {
			return // what is not recognised, the inspector looks at anew with every segment
		}
		script := []Say{{Dir: decode.FromClient, Data: client}}
		if n := min(int(at), len(server)); lost > 0 {
			script = append(script, Say{Data: server[:n], Dir: decode.FromServer}, Say{Data: server[n:], Dir: decode.FromServer, Lost: int(lost)})
		} else {
			script = append(script, Say{Data: server, Dir: decode.FromServer})
		}
		script = append(script, clientEnds, serverEnds)
		for _, e := range Run(t, options(), script...) {
			CheckFields(t, e)
			if strings.Contains(e.JSON, `"status":101`) || strings.Contains(e.JSON, `"request_method":"CONNECT"`) {
				return // what is handed over may not be recognised either
			}
		}
		Same(t, options, script, cuts)
	})
}

// FuzzWatched holds that watchers are shown content in order, however broken the stream is.
func FuzzWatched(f *testing.F) {
	for _, c := range conversations {
		for _, s := range c.script {
			if s.Dir == decode.FromServer && len(s.Data) > 0 {
				f.Add(s.Data, []byte{3})
			}
		}
	}
	f.Fuzz(func(t *testing.T, server, cuts []byte) {
		RunWatched(t, digesting(), Resplit([]Say{{Dir: decode.FromServer, Data: server}, serverEnds}, cuts)...)
	})
}
