package tlswire

import (
	"bytes"
	"testing"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// TestLostKeyUpdate opens what follows a change of keys that was not captured.
func TestLostKeyUpdate(t *testing.T) {
	var k talk13
	k.begin(7, "", false)
	k.ready()
	k.says(decode.FromClient, k.client.data("GET / HTTP/1.0\r\n"))
	lost := bytes.Join([][]byte{k.client.data("A: b\r\n"), k.client.handshake(keyUpdate, 0)}, nil)
	k.client.update()
	lost = append(lost, k.client.data("C: d\r\n")...)
	k.script = append(k.script, decodetest.Gap(decode.FromClient, len(lost)))
	k.says(decode.FromClient, k.client.data("E: f\r\n"), k.client.data("\r\n"))
	events, asked, _ := opened(t, Options{KeyLog: keyLog(keys13(7))}, k.finish())
	if want := "GET / HTTP/1.0\r\nE: f\r\n\r\n"; asked != want || reasons(events) != nil {
		t.Errorf("opened %q, want %q; stayed closed: %q", asked, want, reasons(events))
	}
}

// TestNewHandshake opens what follows a handshake that was captured, although what came before it stays closed.
func TestNewHandshake(t *testing.T) {
	var before, k talk13
	before.client.change(9)
	before.server.change(9)
	k.says(decode.FromClient, before.client.data(question))
	k.says(decode.FromServer, before.server.data(answer))
	k.begin(7, "", false)
	k.ready()
	k.says(decode.FromClient, k.client.data(question))
	k.says(decode.FromServer, k.server.data(answer))
	events, asked, answered := opened(t, Options{KeyLog: keyLog(keys13(7))}, k.finish())
	if asked != question || answered != answer {
		t.Errorf("opened %q and %q; stayed closed: %q", asked, answered, reasons(events))
	}
}

// TestRenegotiatedSession goes by the hello that was opened, not by the one that everybody saw.
func TestRenegotiatedSession(t *testing.T) {
	hello := func(kind HandshakeType, session byte, rest ...byte) []byte {
		body := append([]byte{3, 3}, make([]byte, 32)...)
		return handshakeMessage(kind, append(append(body, 1, session), rest...))
	}
	o := &opening{d: &decoder{p: &protocol{}}}
	o.parse(decode.FromClient, hello(clientHello, 7, 0, 2, 0, 0x2f, 1, 0, 0, 9, 0, 0, 0, 5, 0, 3, 0, 0, 0), 0)
	for session, resumed := range map[byte]bool{7: true, 8: false} {
		m, _ := o.parse(decode.FromServer, hello(serverHello, session, 0, 0x2f, 0), 0)
		if got := m.(*ServerHello); got.Bad != "" || got.Resumed != resumed {
			t.Errorf("session %d: resumed %v; %s", session, got.Resumed, got.Bad)
		}
	}
}
