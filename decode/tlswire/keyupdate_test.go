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
