package tlswire

import (
	"testing"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// TestAwaitedEarlyData opens early data whose secret comes late, also behind the change_cipher_spec that is kept for old
// equipment (RFC 8446, appendix D.4).
func TestAwaitedEarlyData(t *testing.T) {
	var k talk13
	k.begin(7, "GET /early HTTP/1.0\r\n", true)
	k.ready()
	k.says(decode.FromClient, k.client.data("\r\n"))
	for at := range k.script {
		log := NewKeyLog()
		log.Await()
		inside := &sink{}
		in := decode.NewInspector(func(*decode.Event) {}, decode.Options{Protocols: []decode.Protocol{Protocol(Options{KeyLog: log}), inside}})
		f := decodetest.NewFlow("tcp", true)
		in.Open(f)
		for i, s := range k.script {
			if i == at {
				log.Add([]byte(keys13(7)))
			}
			in.Feed(&decode.Segment{Flow: f, Dir: s.Dir, Time: decodetest.Start, Data: s.Data, Frame: i + 1})
		}
		in.Close(f)
		if asked, _ := inside.text(); asked != "GET /early HTTP/1.0\r\n\r\n" {
			t.Errorf("keys before step %d: opened %q", at+1, asked)
		}
	}
}
