package tlswire

import (
	"slices"
	"strings"
	"testing"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// FuzzSplit cuts a conversation anywhere: the events must be the same. The first byte of where says after how
// many bytes the server takes the word.
func FuzzSplit(f *testing.F) {
	keys := readFile(f, "rfc8448-3.keys")
	var client, server []byte
	for _, s := range fixture(f, "rfc8448-3.txt") {
		if s.Dir == decode.FromClient {
			client = append(client, s.Data...)
		} else {
			server = append(server, s.Data...)
		}
	}
	f.Add(client, server, []byte{0, 7, 100})
	f.Add(client[:200], server[:300], []byte{3})
	keyed := rawKeys12(f, bothRaw)
	f.Add(slices.Concat(keyed[0].Data, keyed[4].Data), slices.Concat(keyed[1].Data, keyed[2].Data, keyed[3].Data), []byte{9, 40})
	f.Add([]byte("\x80\x2e\x01\x03\x01\x00\x15\x00\x00\x00\x10"), []byte{}, []byte{1})
	f.Add([]byte("\x18\x03\x02\x00\x03\x01\x40\x00"), []byte("\x15\x03\x01\x00\x02\x02\x28"), []byte{0})
	f.Fuzz(func(t *testing.T, client, server, cuts []byte) {
		if len(client)+len(server) > 8<<10 || len(cuts) > 64 {
			return
		}
		for _, b := range [][]byte{client, server} {
			// What does not begin like TLS may be found to go on like it, at the start of some segment.
			if len(b) > 0 && Protocol(Options{}).Sniff(decode.FromClient, b) <= decode.Maybe {
				return
			}
		}
		script := []decodetest.Say{
			{Dir: decode.FromClient, Data: client}, {Dir: decode.FromServer, Data: server},
			decodetest.End(decode.FromClient, decode.Finished), decodetest.End(decode.FromServer, decode.Cut),
		}
		with := func() decode.Options {
			return decode.Options{Protocols: []decode.Protocol{Protocol(Options{KeyLog: keyLog(keys)})}}
		}
		searched := false
		for _, e := range decodetest.Run(t, with(), script...) {
			if e.Kind != "malformed" && e.Opened == decode.InTheClear {
				decodetest.CheckFields(t, e)
			}
			searched = searched || strings.Contains(e.Line, "looking for the next one")
		}
		if !searched { // a record that ends with its segment is believed sooner
			decodetest.Same(t, with, script, cuts)
		}
	})
}

// FuzzGap loses bytes anywhere: nothing may break.
func FuzzGap(f *testing.F) {
	script := fixture(f, "rfc8448-3.txt")
	keys := readFile(f, "rfc8448-3.keys")
	f.Add(uint16(30), uint16(40), false)
	f.Add(uint16(201), uint16(1), true)
	f.Fuzz(func(t *testing.T, at, lost uint16, withKeys bool) {
		var o Options
		if withKeys {
			o.KeyLog = keyLog(keys)
		}
		decodetest.Run(t, decode.Options{Protocols: []decode.Protocol{Protocol(o)}}, lose(script, int(at), int(lost))...)
	})
}

// lose takes lost bytes out of a script from byte at on, within one step.
func lose(script []decodetest.Say, at, lost int) (out []decodetest.Say) {
	for _, s := range script {
		if at >= 0 && at < len(s.Data) {
			n := min(lost, len(s.Data)-at)
			out = append(out, decodetest.Say{Dir: s.Dir, Data: s.Data[:at]}, decodetest.Say{Dir: s.Dir, Lost: n, Data: s.Data[at+n:], End: s.End})
		} else {
			out = append(out, s)
		}
		at -= len(s.Data)
	}
	return out
}

// TestGaps loses bytes at every place: what stands whole behind the gap is found again.
func TestGaps(t *testing.T) {
	script := fixture(t, "rfc8448-3.txt")
	keys := readFile(t, "rfc8448-3.keys")
	for at := 0; at < decodetest.Size(script); at += 3 {
		for _, lost := range []int{1, 40, 5000} {
			events, asked, _ := opened(t, Options{KeyLog: keyLog(keys)}, lose(script, at, lost))
			for _, e := range events {
				if _, sealed := e.Message.(*SealedHandshake); sealed {
					t.Fatalf("with %d bytes lost at %d, TLS 1.3 has %s", lost, at, e.Line)
				}
			}
			hello := at < len(script[0].Data)+len(script[1].Data) // without the hellos there are no keys
			spoilt := at >= decodetest.Size(script[:5]) && at < decodetest.Size(script[:6])
			if !hello && !spoilt && len(asked) != 50 {
				t.Fatalf("with %d bytes lost at %d, %d of the client's bytes are opened", lost, at, len(asked))
			}
		}
	}
}
