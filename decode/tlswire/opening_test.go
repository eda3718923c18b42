package tlswire

import (
	"bytes"
	"crypto"
	"crypto/tls"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// A sink takes whatever is said inside a connection.
type sink struct{ said [2]bytes.Buffer }

func (*sink) Name() string { return "sink" }
func (*sink) Sniff(_ decode.Direction, head []byte) decode.Verdict {
	switch {
	case head[0] >= 20 && head[0] <= 23:
		return decode.No // the outer stream
	case len(head) < headerSize+6:
		return decode.Maybe // or the rest of what it begins with
	}
	return decode.Yes
}
func (s *sink) Decoder(*decode.Conversation) decode.Decoder  { return s }
func (s *sink) Decode(dir decode.Direction, data []byte) int { return must(s.said[dir].Write(data)) }
func (s *sink) Gap(decode.Direction, []byte, int)            {}
func (s *sink) End(decode.Direction, []byte, decode.How)     {}
func (s *sink) reset()                                       { s.said[0].Reset(); s.said[1].Reset() }
func (s *sink) text() (client, server string)                { return s.said[0].String(), s.said[1].String() }
func must(n int, err error) int                              { return n }

// opened decodes a script with keys, and returns what was said inside.
func opened(t testing.TB, o Options, script []decodetest.Say) (events []decodetest.Event, client, server string) {
	t.Helper()
	inside := &sink{}
	events = decodetest.Run(t, decode.Options{Protocols: []decode.Protocol{Protocol(o), inside}}, script...)
	client, server = inside.text()
	return events, client, server
}

// keyLog is a key log with the lines of text.
func keyLog(text string) *KeyLog {
	k := NewKeyLog()
	k.Add([]byte(text))
	return k
}

// kindsOpened are the titles of the events that took a key.
func kindsOpened(events []decodetest.Event) (list []string) {
	all := titles(events)
	for i, e := range events {
		if e.Opened != "" {
			list = append(list, all[i])
		}
	}
	return list
}

// reasons are why records stayed closed.
func reasons(events []decodetest.Event) (list []string) {
	for _, e := range events {
		if m, ok := e.Message.(*Unopened); ok {
			list = append(list, m.Reason)
		}
	}
	return list
}

// TestOpenVersions opens what crypto/tls says, version by version and suite by suite.
func TestOpenVersions(t *testing.T) {
	ec, rsa := identity(t, "ecdsa"), identity(t, "rsa")
	for _, test := range []struct {
		name    string
		cert    tls.Certificate
		version uint16
		suite   uint16
	}{
		{"1.3", ec, tls.VersionTLS13, 0},
		{"1.2 GCM", ec, tls.VersionTLS12, tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256},
		{"1.2 GCM 256", ec, tls.VersionTLS12, tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384},
		{"1.2 ChaCha", ec, tls.VersionTLS12, tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256},
		{"1.2 CBC", rsa, tls.VersionTLS12, tls.TLS_RSA_WITH_AES_256_CBC_SHA},
		{"1.2 CBC SHA256", rsa, tls.VersionTLS12, tls.TLS_RSA_WITH_AES_128_CBC_SHA256},
		{"1.2 RC4", rsa, tls.VersionTLS12, tls.TLS_RSA_WITH_RC4_128_SHA},
		{"1.1 CBC", rsa, tls.VersionTLS11, tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA},
		{"1.1 3DES", rsa, tls.VersionTLS11, tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA},
		{"1.0 CBC", rsa, tls.VersionTLS10, tls.TLS_RSA_WITH_AES_128_CBC_SHA},
		{"1.0 RC4", rsa, tls.VersionTLS10, tls.TLS_ECDHE_RSA_WITH_RC4_128_SHA},
	} {
		t.Run(test.name, func(t *testing.T) {
			var log bytes.Buffer
			client, server := trusting(test.cert, test.version), &tls.Config{Certificates: []tls.Certificate{test.cert}, MinVersion: tls.VersionTLS10}
			client.KeyLogWriter = &log
			if test.suite != 0 {
				client.CipherSuites, server.CipherSuites = []uint16{test.suite}, []uint16{test.suite}
			}
			script := record(t, client, server)
			o := Options{KeyLog: keyLog(log.String())}
			events, asked, answered := opened(t, o, script)
			if asked != question || answered != answer {
				t.Errorf("opened %q and %q", asked, answered)
			}
			if r := reasons(events); r != nil {
				t.Errorf("stayed closed: %q", r)
			}
			if n := strings.Count(strings.Join(kindsOpened(events), "\n"), "tls.alert close_notify"); n != 2 {
				t.Errorf("%d alerts were opened, want 2:\n%s", n, strings.Join(kindsOpened(events), "\n"))
			}
			for _, cuts := range [][]byte{{0}, {6}, {255}} {
				decodetest.Same(t, func() decode.Options {
					return decode.Options{Protocols: []decode.Protocol{Protocol(o), &sink{}}}
				}, script, cuts)
			}
		})
	}
}

// TestServerKey opens an RSA exchange with the server's private key, and says why it opens no other.
func TestServerKey(t *testing.T) {
	ours, other := identity(t, "rsa"), identity(t, "rsa")
	for _, test := range []struct {
		name   string
		suite  uint16 // 0: TLS 1.3
		keys   []crypto.PrivateKey
		reason string
	}{
		{"RSA exchange", tls.TLS_RSA_WITH_AES_128_GCM_SHA256, []crypto.PrivateKey{other.PrivateKey, ours.PrivateKey}, ""},
		{"RSA exchange, CBC", tls.TLS_RSA_WITH_AES_128_CBC_SHA, []crypto.PrivateKey{ours.PrivateKey}, ""},
		{"another server's key", tls.TLS_RSA_WITH_AES_128_GCM_SHA256, []crypto.PrivateKey{other.PrivateKey}, "the private key is not this server's"},
		{
			"ephemeral exchange", tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, []crypto.PrivateKey{ours.PrivateKey},
			"the keys were ephemeral (ECDHE_RSA): the server's private key does not open them",
		},
		{
			"TLS 1.3", 0, []crypto.PrivateKey{ours.PrivateKey},
			"the keys were ephemeral: the server's private key does not open them",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			client := trusting(ours, tls.VersionTLS12)
			server := &tls.Config{Certificates: []tls.Certificate{ours}}
			if client.CipherSuites, server.CipherSuites = []uint16{test.suite}, []uint16{test.suite}; test.suite == 0 {
				client.MinVersion, client.MaxVersion = tls.VersionTLS13, tls.VersionTLS13
			}
			events, asked, answered := opened(t, Options{ServerKeys: test.keys}, record(t, client, server))
			if test.reason == "" {
				if asked != question || answered != answer {
					t.Errorf("opened %q and %q; stayed closed: %q", asked, answered, reasons(events))
				}
				for _, e := range events {
					if e.Opened != "" && e.Opened != decode.ServerKey {
						t.Errorf("%s was opened by %s", e.Kind, e.Opened)
					}
				}
				return
			}
			if asked != "" || answered != "" {
				t.Errorf("opened %q and %q", asked, answered)
			}
			for _, r := range reasons(events) {
				if r != test.reason {
					t.Errorf("stayed closed because %q, want %q", r, test.reason)
				}
			}
			if len(reasons(events)) == 0 {
				t.Error("no reason is given")
			}
		})
	}
}

// TestServerKeyResumption opens a session that goes on from one whose RSA exchange was opened.
func TestServerKeyResumption(t *testing.T) {
	cert := identity(t, "rsa")
	client := trusting(cert, tls.VersionTLS12)
	client.ClientSessionCache = tls.NewLRUClientSessionCache(1)
	server := &tls.Config{Certificates: []tls.Certificate{cert}}
	client.CipherSuites = []uint16{tls.TLS_RSA_WITH_AES_128_GCM_SHA256}
	server.CipherSuites = client.CipherSuites
	first, second := record(t, client, server), record(t, client, server)

	inside := &sink{}
	protocols := []decode.Protocol{Protocol(Options{ServerKeys: []crypto.PrivateKey{cert.PrivateKey}}), inside}
	decodetest.Run(t, decode.Options{Protocols: protocols}, first...)
	inside.reset()
	events := decodetest.Run(t, decode.Options{Protocols: protocols}, second...)
	if !strings.Contains(strings.Join(titles(events), "\n"), "resumed") {
		t.Fatal("the second session is not resumed")
	}
	if asked, answered := inside.text(); asked != question || answered != answer {
		t.Errorf("opened %q and %q; stayed closed: %q", asked, answered, reasons(events))
	}
}

// TestOpenRFC8448 opens the example of the RFC, and all the messages in it.
func TestOpenRFC8448(t *testing.T) {
	keys := readFile(t, "rfc8448-3.keys")
	events, asked, answered := opened(t, Options{KeyLog: keyLog(keys)}, fixture(t, "rfc8448-3.txt"))
	var want strings.Builder
	for i := range 50 {
		want.WriteByte(byte(i))
	}
	if asked != want.String() || answered != want.String() {
		t.Errorf("opened %x and %x", asked, answered)
	}
	matches(t, "rfc8448-3.opened.golden", events)
}

// TestReasons says why records stay closed.
func TestReasons(t *testing.T) {
	keys := readFile(t, "rfc8448-3.keys")
	script := fixture(t, "rfc8448-3.txt")
	without := func(label string) string {
		var b strings.Builder
		for line := range strings.Lines(keys) {
			if !strings.HasPrefix(line, label) {
				b.WriteString(line)
			}
		}
		return b.String()
	}
	changed := fixture(t, "rfc8448-3.txt")
	changed[6].Data[20] ^= 1
	for _, test := range []struct {
		name   string
		log    string
		script []decodetest.Say
		want   []string
	}{
		{"another session's log", strings.ReplaceAll(keys, "cb34ec", "cb34ed"), script, []string{"no line for this client random"}},
		{"no handshake secret", without("SERVER_HANDSHAKE"), script, []string{"label missing: SERVER_HANDSHAKE_TRAFFIC_SECRET"}},
		{"no traffic secret", without("CLIENT_TRAFFIC"), script, []string{"label missing: CLIENT_TRAFFIC_SECRET_0"}},
		{"changed on the way", keys, changed, []string{"the tag is wrong"}},
		{"hellos not captured", keys, script[2:], []string{"handshake not captured"}},
		{"client's hello not captured", keys, script[1:], []string{"the client random was not captured"}},
		{"gap", keys, append(append(append([]decodetest.Say{}, script[:4]...), decodetest.Gap(decode.FromServer, len(script[4].Data))), script[5:]...), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			events, _, _ := opened(t, Options{KeyLog: keyLog(test.log)}, test.script)
			got := reasons(events)
			for _, r := range got {
				if len(test.want) == 0 || r != test.want[0] {
					t.Errorf("stayed closed because %q", r)
				}
			}
			if len(test.want) > 0 && len(got) == 0 {
				t.Error("no reason is given")
			}
			for _, e := range events {
				if e.Kind == "tls.unopened" && test.name != "hellos not captured" {
					decodetest.CheckFields(t, e)
				}
			}
		})
	}
}

// TestNoClientRandom says of TLS 1.2, too, that the client random is missing, without which not even the master secret helps.
func TestNoClientRandom(t *testing.T) {
	cert := identity(t, "rsa")
	other := identity(t, "rsa")
	for _, test := range []struct {
		name  string
		suite uint16
		o     Options
		want  string
	}{
		{"key log", tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, Options{KeyLog: keyLog(readFile(t, "rfc8448-3.keys"))}, "the client random was not captured"},
		{"server's key", tls.TLS_RSA_WITH_AES_128_GCM_SHA256, Options{ServerKeys: []crypto.PrivateKey{cert.PrivateKey}}, "the client random was not captured"},
		{"another server's key", tls.TLS_RSA_WITH_AES_128_GCM_SHA256, Options{ServerKeys: []crypto.PrivateKey{other.PrivateKey}}, "the private key is not this server's"},
	} {
		t.Run(test.name, func(t *testing.T) {
			client := trusting(cert, tls.VersionTLS12)
			client.CipherSuites = []uint16{test.suite}
			script := record(t, client, &tls.Config{Certificates: []tls.Certificate{cert}, CipherSuites: client.CipherSuites})
			events, _, _ := opened(t, test.o, script[1:])
			if got := reasons(events); len(got) == 0 || slices.ContainsFunc(got, func(r string) bool { return r != test.want }) {
				t.Errorf("stayed closed because %q, want %q", got, test.want)
			}
		})
	}
}

// TestLateKeys opens what comes after the keys came in, whether they were awaited or not.
func TestLateKeys(t *testing.T) {
	for _, awaited := range []bool{false, true} {
		if l := late(t, awaited, 5); len(l.asked) != 50 || len(l.answered) != 50 {
			t.Errorf("awaited %v: opened %x and %x", awaited, l.asked, l.answered)
		}
	}
}

// TestAwaitedKeys opens all, however late the keys come, when they are awaited: with the frames and the times of what
// was sealed. What stays closed in the end is told.
func TestAwaitedKeys(t *testing.T) {
	script := fixture(t, "rfc8448-3.txt")
	want := late(t, true, 0)
	if len(want.opened) != 8 || want.closed != nil {
		t.Fatalf("opened %q, stayed closed %q", want.opened, want.closed)
	}
	for i := range len(script) - 1 { // when the first side has ended it is too late
		got := late(t, true, i)
		if got.asked != want.asked || got.answered != want.answered || got.closed != nil {
			t.Errorf("keys before step %d: opened %q and %q, stayed closed: %q", i+1, got.asked, got.answered, got.closed)
		}
		slices.Sort(got.opened)
		slices.Sort(want.opened)
		if diff := cmp.Diff(want.opened, got.opened); diff != "" {
			t.Errorf("keys before step %d (-early +late):\n%s", i+1, diff)
		}
	}
	never := late(t, true, len(script))
	if len(never.opened) > 0 || !slices.Contains(never.closed, "server no line for this client random: 4 in [3 5 7 9]") {
		t.Errorf("opened %q; stayed closed %q", never.opened, never.closed)
	}
}

// A lateness is what came of a conversation whose keys came late.
type lateness struct {
	asked, answered string
	opened          []string // events, with their times and frames
	closed          []string // why records stayed closed, how many, and their frames
}

// late decodes a conversation whose keys come before step at.
func late(t *testing.T, awaited bool, at int) (l lateness) {
	log := NewKeyLog()
	if awaited {
		log.Await()
	}
	inside := &sink{}
	in := decode.NewInspector(func(e *decode.Event) {
		switch m := e.Message.(type) {
		case *Unopened:
			l.closed = append(l.closed, fmt.Sprintf("%s %s: %d in %d", e.Dir, m.Reason, m.Records, e.Frames))
		default:
			if e.Opened != decode.InTheClear {
				l.opened = append(l.opened, fmt.Sprintf("%s %s %s %d", e.Time.Format("05.000"), e.Dir, m.Brief().Title, e.Frames))
			}
		}
	}, decode.Options{Protocols: []decode.Protocol{Protocol(Options{KeyLog: log}), inside}})
	f := decodetest.NewFlow("tcp", true)
	in.Open(f)
	for i, s := range fixture(t, "rfc8448-3.txt") {
		if i == at {
			log.Add([]byte(readFile(t, "rfc8448-3.keys")))
		}
		when := decodetest.Start.Add(time.Duration(i) * time.Second)
		in.Feed(&decode.Segment{Flow: f, Dir: s.Dir, Time: when, Data: s.Data, Frame: i + 1, End: s.End})
	}
	in.Close(f)
	l.asked, l.answered = inside.text()
	return l
}

// TestHalfALine keeps a whole secret when half of it comes again, as when a log was copied while it was written.
func TestHalfALine(t *testing.T) {
	keys := readFile(t, "rfc8448-3.keys")
	half := keys
	for line := range strings.Lines(keys) {
		if strings.HasPrefix(line, labelClientTraffic) {
			half += line[:len(line)-20]
		}
	}
	if _, asked, answered := opened(t, Options{KeyLog: keyLog(half)}, fixture(t, "rfc8448-3.txt")); len(asked) != 50 || len(answered) != 50 {
		t.Errorf("opened %x and %x", asked, answered)
	}
}

func TestKeyLogLines(t *testing.T) {
	random := strings.Repeat("ab", 32)
	for _, test := range []struct {
		text             string
		secrets, strange int
	}{
		{"", 0, 0},
		{"# a comment\n\r\n", 0, 0},
		{"CLIENT_RANDOM " + random + " " + strings.Repeat("cd", 48) + "\r\n", 1, 0},
		{"CLIENT_RANDOM " + random + " " + strings.Repeat("cd", 48), 1, 0},
		{"CLIENT_RANDOM " + random + " " + strings.Repeat("cd", 47), 0, 1},
		{"CLIENT_RANDOM " + random[2:] + " " + strings.Repeat("cd", 48), 0, 1},
		{"CLIENT_RANDOM " + random, 0, 1},
		{"CLIENT_TRAFFIC_SECRET_0 " + random + " " + strings.Repeat("CD", 32), 1, 0},
		{"A_LABEL_OF_TOMORROW " + random + " " + strings.Repeat("cd", 32), 1, 0},
		{"ECH_CONFIG " + random + " " + strings.Repeat("cd", 300), 1, 0},
		{"PMS_CLIENT_RANDOM " + random + " " + strings.Repeat("cd", 256), 1, 0}, // of a Diffie-Hellman exchange
		{"CLIENT_TRAFFIC_SECRET_0 " + random + " " + strings.Repeat("cd", 31), 0, 1},
		{"RSA 0123456789abcdef " + strings.Repeat("cd", 48), 1, 0},
		{"RSA Session-ID:" + random + " Master-Key:" + strings.Repeat("cd", 48), 1, 0},
		{"RSA Session-ID: Master-Key:", 0, 1},
		{"-----BEGIN PRIVATE KEY-----\n", 0, 1},
	} {
		secrets, strange := NewKeyLog().Add([]byte(test.text))
		if secrets != test.secrets || strange != test.strange {
			t.Errorf("%q: %d secrets, %d strange lines; want %d, %d", test.text, secrets, strange, test.secrets, test.strange)
		}
	}
}
