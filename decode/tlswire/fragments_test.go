package tlswire

import (
	"bytes"
	"crypto/tls"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// handshakeRun is handshake messages that one side sends in a row, in the clear.
type handshakeRun struct {
	dir      decode.Direction
	messages []byte
	after    []byte // what that side sends behind them, before the other speaks
}

// runs takes the readable handshake messages of a script out of their records.
func runs(script []decodetest.Say) (list []handshakeRun) {
	var said [2][]byte
	sealed := [2]bool{}
	for _, s := range script {
		said[s.Dir] = append(said[s.Dir], s.Data...)
		run := handshakeRun{dir: s.Dir}
		b := said[s.Dir]
		for len(b) >= headerSize && len(b) >= headerSize+parseHeader(b).length {
			n := headerSize + parseHeader(b).length
			if parseHeader(b).typ == typeHandshake && !sealed[s.Dir] {
				run.messages = append(run.messages, b[headerSize:n]...)
			} else {
				sealed[s.Dir] = true
				run.after = append(run.after, b[:n]...)
			}
			b = b[n:]
		}
		said[s.Dir] = b
		list = append(list, run)
	}
	return list
}

// records puts messages into records of size bytes, with other records between them.
func records(messages []byte, size int, between string) (b []byte) {
	for part := range slices.Chunk(messages, size) {
		if len(b) > 0 {
			b = append(b, between...)
		}
		b = append(b, byte(typeHandshake), 3, 3, byte(len(part)>>8), byte(len(part)))
		b = append(b, part...)
	}
	return b
}

// However the messages of a handshake are cut into records, or put together in one, and whatever else stands between
// the records, they are the same messages, and what is sealed opens.
func TestFragments(t *testing.T) {
	var log bytes.Buffer
	cert := identity(t, "rsa")
	client := trusting(cert, tls.VersionTLS12)
	client.KeyLogWriter = &log
	script := record(t, client, &tls.Config{Certificates: []tls.Certificate{cert}, MaxVersion: tls.VersionTLS12})
	o := Options{KeyLog: keyLog(log.String())}
	handshake := func(events []decodetest.Event) (list []string) {
		for _, e := range events {
			if e.Kind != "tls.alert" {
				list = append(list, e.Dir.String()+" "+e.JSON)
			}
		}
		return list
	}
	events, asked, answered := opened(t, o, script)
	want := handshake(events)
	if asked != question || answered != answer {
		t.Fatalf("opened %q and %q", asked, answered)
	}
	const warning = "\x15\x03\x03\x00\x02\x01\x5a" // user_canceled
	for _, test := range []struct {
		name    string
		size    int
		between string
	}{
		{"one byte a record", 1, ""},
		{"three bytes a record", 3, ""},
		{"some messages together", 300, ""},
		{"all together", maxFragment, ""},
		{"alerts between", 17, warning},
	} {
		t.Run(test.name, func(t *testing.T) {
			var cut []decodetest.Say
			for i, r := range runs(script) {
				s := script[i]
				s.Data = append(records(r.messages, test.size, test.between), r.after...)
				cut = append(cut, s)
			}
			events, asked, answered := opened(t, o, cut)
			if asked != question || answered != answer {
				t.Errorf("opened %q and %q; stayed closed: %q", asked, answered, reasons(events))
			}
			got := handshake(events)
			for i := range got { // the version in the record's header may be another
				got[i] = strings.Replace(got[i], `"record_version":"TLS 1.2"`, `"record_version":"TLS 1.0"`, 1)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("messages (-as sent +cut):\n%s", diff)
			}
			for _, e := range events {
				if e.Kind != "malformed" && e.Opened == decode.InTheClear {
					decodetest.CheckFields(t, e)
				}
			}
		})
	}
}
