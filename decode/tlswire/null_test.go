package tlswire

import (
	"slices"
	"strings"
	"testing"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// nullScript is a connection whose suite hides nothing (RFC 5246, section 6.2.3.1), with MACs of as many bytes.
func nullScript(suite [2]byte, mac int) []decodetest.Say {
	record := func(t contentType, body string) []byte {
		body += strings.Repeat("m", mac)
		return append([]byte{byte(t), 3, 3, 0, byte(len(body))}, body...)
	}
	hello := hello13(serverHello, 8, nil)
	copy(hello[headerSize+4+2+32+1:], suite[:])
	ccs := []byte{byte(typeChangeCipherSpec), 3, 3, 0, 1, 1}
	done := record(typeHandshake, string(handshakeMessage(finished, make([]byte, 12))))
	goodbye := record(typeAlert, "\x01\x00")
	k := talk13{}
	k.says(decode.FromClient, hello13(clientHello, 7, nil))
	k.says(decode.FromServer, hello, clear13(serverHelloDone, nil))
	k.says(decode.FromClient, clear13(clientKeyExchange, []byte{0, 1, 2}), ccs, done)
	k.says(decode.FromServer, ccs, done)
	k.says(decode.FromClient, record(typeApplicationData, "what is the secret?"), goodbye)
	k.says(decode.FromServer, record(typeApplicationData, "fluffy tail"), goodbye)
	return k.finish()
}

// TestNothingHidden tells records that are not encrypted once, as what they say, whoever has the keys, and that nobody can
// change what they carry where they have a MAC.
func TestNothingHidden(t *testing.T) {
	keys := "CLIENT_RANDOM " + strings.Repeat("07", 32) + " " + strings.Repeat("ab", 48)
	for _, test := range []struct {
		name    string
		suite   [2]byte
		mac     int
		onwards string
		facts   []string
	}{
		{"MAC", [2]byte{0, 0x3b}, 32, "from here on with a MAC, but not encrypted", []string{`changed sealed "no: HMAC"`, `replayed sealed "no"`}},
		{"nothing at all", [2]byte{0, 0}, 0, "from here on as before: the suite does nothing", []string{`changed readable "yes: no MAC"`, `replayed readable "yes: no MAC"`}},
	} {
		var told, facts []string
		for _, e := range decodetest.Run(t, options(), nullScript(test.suite, test.mac)...) {
			if e.Opened != "" {
				t.Errorf("%s: %s took a key", test.name, e.Kind)
			}
			if want := test.mac > 0 && e.Kind == "plaintext"; e.Guarded != want {
				t.Errorf("%s: %s is guarded: %v", test.name, e.Kind, e.Guarded)
			}
			if _, line, _ := strings.Cut(e.Line, " "); e.Kind != "tls.data" && (strings.Contains(line, "sealed") || strings.Contains(line, "finished") || strings.Contains(line, "alert") || strings.Contains(line, "change_cipher")) {
				told = append(told, line)
			}
			for _, f := range e.Facts {
				if (e.Kind == "tls.server_hello") && (strings.HasPrefix(f, "changed") || strings.HasPrefix(f, "replayed")) {
					facts = append(facts, f[:strings.LastIndex(f, `"`)+1])
				}
			}
		}
		want := []string{
			`readable change_cipher_spec | ` + test.onwards + ` | ""`, `readable finished | 12 bytes | ""`,
			`readable change_cipher_spec | ` + test.onwards + ` | ""`, `readable finished | 12 bytes | ""`,
			`readable alert close_notify | warning: nothing more will be sent | ""`, `readable alert close_notify | warning: nothing more will be sent | ""`,
		}
		if !slices.Equal(told, want) {
			t.Errorf("%s: told %q, want %q", test.name, told, want)
		}
		if !slices.Equal(facts, test.facts) {
			t.Errorf("%s: facts %q, want %q", test.name, facts, test.facts)
		}
	}
	// The MACs are wrong here: who could check them notices.
	events, asked, _ := opened(t, Options{KeyLog: keyLog(keys)}, nullScript([2]byte{0, 0x3b}, 32))
	if asked != "" || !slices.Contains(reasons(events), "the MAC is wrong") || len(kindsOpened(events)) > 0 {
		t.Errorf("read %q, stayed closed: %q, took a key: %q", asked, reasons(events), kindsOpened(events))
	}
}
