package tlswire

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"eavesdrop/decode"
)

// sizes are the facts about the sizes of what was asked and answered, each with its part and the bytes that it counts.
func sizes(t *testing.T, k *talk13) (got []string) {
	events, _, _ := opened(t, Options{}, k.finish())
	for _, e := range events {
		for f := range e.Message.Facts() {
			if f.Question == decode.Asked || f.Question == decode.Length {
				got = append(got, fmt.Sprintf("%s %q part %d, %d", f.Question, f.Text, f.Part, f.Bytes))
			}
		}
	}
	return got
}

// TestParts tells the size of each part, whatever it may be: an interim answer, as to "Expect: 100-continue", looks like a
// final one (RFC 9110, section 15.2).
func TestParts(t *testing.T) {
	var k talk13
	k.begin(7, "", false)
	k.ready()
	k.says(decode.FromClient, k.client.data(strings.Repeat("h", 172)))
	k.says(decode.FromServer, k.server.data(strings.Repeat("1", 25)))
	k.says(decode.FromClient, k.client.data(strings.Repeat("b", 100)), k.client.data(strings.Repeat("b", 50)))
	k.says(decode.FromServer, k.server.data(strings.Repeat("2", 200)))
	want := []string{
		`asked "at most 172 bytes, sealed" part 1, 172`,
		`secret_length "at most 25 bytes" part 1, 25`,
		`asked "at most 150 bytes, sealed" part 2, 150`,
		`secret_length "at most 200 bytes" part 2, 200`,
	}
	if got := sizes(t, &k); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestEarlyPart counts early data in: what the client says then belongs to what it asks. Before the server's hello the
// offered suites say how long it is.
func TestEarlyPart(t *testing.T) {
	var k talk13
	k.begin(7, "GET / HTTP/1.0\r\n", true)
	k.ready()
	k.says(decode.FromServer, k.server.handshake(newSessionTicket, make([]byte, 40)...))
	k.says(decode.FromClient, k.client.data("and eighteen bytes"))
	want := []string{
		`asked "at most 16 bytes, sealed" part 1, 16`,
		`asked "at most 18 bytes, sealed" part 2, 18`,
	}
	if got := sizes(t, &k); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestAcknowledgedSettings is no further part, in HTTP/2.
func TestAcknowledgedSettings(t *testing.T) {
	for alpn, want := range map[string]string{
		"000302 6832":              `asked "at most 9 bytes, sealed" part 1, 9`, // h2
		"0009 08 687474702f312e31": `asked "at most 9 bytes, sealed" part 2, 9`, // http/1.1
	} {
		k := talk13{}
		k.says(decode.FromClient, hello13(clientHello, 7, map[ExtensionType]string{extSupportedVersions: versions13[clientHello], extALPN: alpn}))
		k.server.change(serverHandshakeSecret)
		k.says(decode.FromServer, hello13(serverHello, 8, map[ExtensionType]string{extSupportedVersions: versions13[serverHello]}), k.server.handshake(finished, make([]byte, 32)...))
		k.server.change(serverTrafficSecret)
		k.client.change(clientHandshakeSecret)
		k.ready()
		k.says(decode.FromClient, k.client.data("a question"))
		k.says(decode.FromServer, k.server.data("an answer"))
		k.says(decode.FromClient, k.client.data("123456789"))
		if got := sizes(t, &k); !slices.Contains(got, want) {
			t.Errorf("%s: %q, want %s among them", alpn, got, want)
		}
	}
}
