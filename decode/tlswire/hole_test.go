package tlswire

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// missing is how many bytes are said to be missing.
func missing(events []decodetest.Event) (n int) {
	for _, e := range events {
		if m, ok := e.Message.(*decode.Gap); ok {
			n += m.Bytes
		}
	}
	return n
}

// withoutLabels is a key log without the lines of some labels.
func withoutLabels(log string, labels ...string) string {
	var b strings.Builder
lines:
	for line := range strings.Lines(log) {
		for _, l := range labels {
			if strings.HasPrefix(line, l) {
				continue lines
			}
		}
		b.WriteString(line)
	}
	return b.String()
}

// TestNoHoles finds nothing missing of what is said inside when it is the handshake that stays closed.
func TestNoHoles(t *testing.T) {
	keys := readFile(t, "rfc8448-3.keys")
	for _, label := range []string{"CLIENT_HANDSHAKE", "SERVER_HANDSHAKE"} {
		events, asked, answered := opened(t, Options{KeyLog: keyLog(withoutLabels(keys, label))}, fixture(t, "rfc8448-3.txt"))
		if len(asked) != 50 || len(answered) != 50 || missing(events) != 0 {
			t.Errorf("without %s: opened %d and %d bytes; %d are said to be missing", label, len(asked), len(answered), missing(events))
		}
	}
}

// TestNoHoleOfRefused finds nothing missing when the server passes over early data whose key is not known.
func TestNoHoleOfRefused(t *testing.T) {
	var k talk13
	k.begin(7, "GET /early HTTP/1.0\r\n\r\n", false)
	k.ready()
	k.says(decode.FromClient, k.client.data(question))
	k.says(decode.FromServer, k.server.data(answer))
	events, asked, answered := opened(t, Options{KeyLog: keyLog(withoutLabels(keys13(7), labelEarly))}, k.finish())
	if asked != question || answered != answer || missing(events) != 0 {
		t.Errorf("opened %q and %q, %d bytes are said to be missing", asked, answered, missing(events))
	}
	if diff := cmp.Diff([]string{"label missing: CLIENT_EARLY_TRAFFIC_SECRET"}, slices.Compact(reasons(events))); diff != "" {
		t.Errorf("stayed closed because (-want +got):\n%s", diff)
	}
}

// TestEarlyDataWithALPS goes on with the conversation that early data began when the client sends encrypted_extensions of
// its own, as ALPS has it.
func TestEarlyDataWithALPS(t *testing.T) {
	var k talk13
	k.begin(7, "GET /early HTTP/1.0\r\n", true)
	k.ready(k.client.handshake(encryptedExtensions, 0, 0))
	k.says(decode.FromClient, k.client.data("\r\n"))
	events, said := openedEach(t, Options{KeyLog: keyLog(keys13(7))}, k.finish())
	if len(said) != 1 || said[0] != "GET /early HTTP/1.0\r\n\r\n" {
		t.Errorf("said inside: %q; stayed closed: %q", said, reasons(events))
	}
}
