package tlswire

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

func dtlsOptions() decode.Options {
	return decode.Options{Protocols: []decode.Protocol{DTLSProtocol(Options{})}}
}

// dtlsRec is a record of DTLS 1.2.
func dtlsRec(typ contentType, epoch uint16, sequence uint64, fragment string) string {
	b := binary.BigEndian.AppendUint16([]byte{byte(typ), 0xfe, 0xfd}, epoch)
	b = append(b, binary.BigEndian.AppendUint64(nil, sequence)[2:]...)
	return string(binary.BigEndian.AppendUint16(b, uint16(len(fragment)))) + fragment
}

// dtlsFragment is bytes [from, to) of a handshake message's body.
func dtlsFragment(typ HandshakeType, sequence uint16, body string, from, to int) string {
	uint24 := func(n int) string { return string([]byte{byte(n >> 16), byte(n >> 8), byte(n)}) }
	return string(rune(typ)) + uint24(len(body)) + string(binary.BigEndian.AppendUint16(nil, sequence)) + uint24(from) + uint24(to-from) + body[from:to]
}

// dtlsMessage is a handshake message in one record.
func dtlsMessage(typ HandshakeType, sequence uint16, body string) string {
	return dtlsRec(typeHandshake, 0, uint64(sequence), dtlsFragment(typ, sequence, body, 0, len(body)))
}

// dtlsClientHello is the body of a hello of DTLS 1.2 for the name "example.com".
func dtlsClientHello(random byte, cookie string, extensions ...string) string {
	list := "\x00\x00\x00\x10\x00\x0e\x00\x00\x0bexample.com" + strings.Join(extensions, "")
	return "\xfe\xfd" + strings.Repeat(string(rune(random)), 32) + // version, random
		"\x00" + string(rune(len(cookie))) + cookie + // session id, cookie
		"\x00\x04\xc0\x2b\xc0\x2f" + "\x01\x00" + // cipher suites, compression methods
		string(binary.BigEndian.AppendUint16(nil, uint16(len(list)))) + list
}

// dtlsServerHello is the body of a hello that chooses TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256.
func dtlsServerHello(extensions string) string {
	return "\xfe\xfd" + strings.Repeat("s", 32) + "\x00" + "\xc0\x2b" + "\x00" +
		string(binary.BigEndian.AppendUint16(nil, uint16(len(extensions)))) + extensions
}

// playDTLS returns one line an event. Every event's fields must cover its bytes.
func playDTLS(t testing.TB, script ...decodetest.Say) (lines []string) {
	t.Helper()
	for _, e := range decodetest.RunFlow(t, dtlsOptions(), decodetest.NewFlow("udp", false), script...) {
		decodetest.CheckFields(t, e)
		line := fmt.Sprintf("%s %s", e.Dir, strings.TrimPrefix(e.Kind, "tls."))
		switch m := e.Message.(type) {
		case *ClientHello:
			line += fmt.Sprintf(" %s %q %d", m.ServerName, m.Cookie, m.Missing)
		case *Handshake:
			line += " " + m.Type.String()
		case *dtlsRecord:
			line += " " + m.Type.String()
		case *dtlsHandshake:
			line += fmt.Sprintf(" sealed %v", m.Type == "finished")
		case *dtlsData:
			line += fmt.Sprintf(" %s %d %d", m.Phase, m.Records, m.Plaintext)
		case *decode.Malformed:
			line += " " + m.Why
		}
		lines = append(lines, fmt.Sprintf("%s %v", line, e.Frames))
	}
	return lines
}

// dtlsScript is a whole connection: a cookie, a hello, one flight in one datagram, what is sealed.
func dtlsScript() []decodetest.Say {
	verify := "\xfe\xff\x04cook"
	return []decodetest.Say{
		decodetest.Client(dtlsMessage(clientHello, 0, dtlsClientHello('c', ""))),
		decodetest.Server(dtlsMessage(helloVerifyRequest, 0, verify)),
		decodetest.Client(dtlsMessage(clientHello, 1, dtlsClientHello('c', "cook"))),
		decodetest.Server(dtlsMessage(serverHello, 1, dtlsServerHello("")) + dtlsMessage(serverHelloDone, 2, "")),
		decodetest.Client(dtlsMessage(clientKeyExchange, 2, "\x20"+strings.Repeat("k", 32)) + dtlsRec(typeChangeCipherSpec, 0, 3, "\x01") +
			dtlsRec(typeHandshake, 1, 0, strings.Repeat("f", 40))),
		decodetest.Server(dtlsRec(typeChangeCipherSpec, 0, 3, "\x01") + dtlsRec(typeHandshake, 1, 0, strings.Repeat("F", 40))),
		decodetest.Client(dtlsRec(typeApplicationData, 1, 1, strings.Repeat("q", 8+100+16))),
		decodetest.Server(dtlsRec(typeApplicationData, 1, 1, strings.Repeat("a", 8+200+16)) + dtlsRec(typeApplicationData, 1, 2, strings.Repeat("a", 8+50+16))),
		decodetest.Server(dtlsRec(typeApplicationData, 1, 3, strings.Repeat("a", 8+50+16))),
		decodetest.Client(dtlsRec(typeAlert, 1, 2, strings.Repeat("x", 26))),
	}
}

func expectLines(t *testing.T, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

func TestDTLS(t *testing.T) {
	expectLines(t, playDTLS(t, dtlsScript()...),
		`client client_hello example.com "" 0 [1]`,
		`server handshake hello_verify_request [2]`,
		`client client_hello example.com "cook" 0 [3]`,
		`server server_hello [4]`,
		`server handshake server_hello_done [4]`,
		`client handshake client_key_exchange [5]`,
		`client handshake change_cipher_spec [5]`,
		`client handshake sealed true [5]`,
		`server handshake change_cipher_spec [6]`,
		`server handshake sealed true [6]`,
		`client data application 1 100 [7]`,
		`server data application 3 300 [8 9]`,
		`client alert [10]`,
	)
	events := decodetest.RunFlow(t, dtlsOptions(), decodetest.NewFlow("udp", false), dtlsScript()...)
	if ja4 := events[0].Message.(*ClientHello).JA4(); !strings.HasPrefix(ja4, "dd2d020100_") {
		t.Errorf("JA4 %s", ja4)
	}
	if want := []string{"udp", "dtls"}; !slices.Equal(events[0].Layers, want) {
		t.Errorf("layers %v", events[0].Layers)
	}
}

// A hello in fragments that overlap, come twice, and in any order.
func TestDTLSFragments(t *testing.T) {
	body := dtlsClientHello('c', "")
	whole := decodetest.RunFlow(t, dtlsOptions(), decodetest.NewFlow("udp", false), decodetest.Client(dtlsMessage(clientHello, 0, body)))[0]
	for seed := range int64(100) {
		r := rand.New(rand.NewSource(seed))
		var script []decodetest.Say
		for at := 0; at < len(body); {
			n := min(1+r.Intn(30), len(body)-at)
			f := dtlsFragment(clientHello, 0, body, max(0, at-r.Intn(4)), at+n)
			script = append(script, decodetest.Client(dtlsRec(typeHandshake, 0, uint64(at), f)))
			at += n
		}
		script = append(script, script[r.Intn(len(script))])
		r.Shuffle(len(script), func(i, j int) { script[i], script[j] = script[j], script[i] })
		events := decodetest.RunFlow(t, dtlsOptions(), decodetest.NewFlow("udp", false), script...)
		if len(events) != 1 || events[0].JSON != whole.JSON {
			t.Fatalf("seed %d: %s", seed, decodetest.Lines(events))
		}
		decodetest.CheckFields(t, events[0])
	}
}

// Messages that overtake each other are told in their order; one that never comes does not hold up the others.
func TestDTLSOrder(t *testing.T) {
	hello, done := dtlsMessage(serverHello, 0, dtlsServerHello("")), dtlsMessage(serverHelloDone, 2, "")
	ticket := dtlsMessage(newSessionTicket, 1, "\x00\x00\x00\x01\x00\x01t")
	finished := dtlsRec(typeChangeCipherSpec, 0, 3, "\x01")
	expectLines(t, playDTLS(t, decodetest.Server(done), decodetest.Server(ticket), decodetest.Server(hello)),
		`server server_hello [3]`, `server handshake new_session_ticket [2]`, `server handshake server_hello_done [1]`)
	expectLines(t, playDTLS(t, decodetest.Server(done), decodetest.Server(hello), decodetest.Server(finished), decodetest.Server(ticket), decodetest.Server(done)),
		`server server_hello [2]`, `server handshake server_hello_done [1]`, `server handshake change_cipher_spec [3]`,
		`server handshake new_session_ticket [4]`)
	// A capture that begins in the middle.
	expectLines(t, playDTLS(t, decodetest.Server(done), decodetest.Client(finished)),
		`server handshake server_hello_done [1]`, `client handshake change_cipher_spec [2]`)
}

// The same ports are used for another connection.
func TestDTLSAnew(t *testing.T) {
	one, two := dtlsMessage(clientHello, 0, dtlsClientHello('c', "")), dtlsMessage(clientHello, 0, dtlsClientHello('d', ""))
	answer := dtlsMessage(serverHello, 0, dtlsServerHello(""))
	expectLines(t, playDTLS(t, decodetest.Client(one), decodetest.Client(one), decodetest.Server(answer), decodetest.Client(two), decodetest.Server(answer)),
		`client client_hello example.com "" 0 [1]`, `server server_hello [3]`,
		`client client_hello example.com "" 0 [4]`, `server server_hello [5]`)
}

// What is missing at the end is said.
func TestDTLSIncomplete(t *testing.T) {
	body := dtlsClientHello('c', "")
	first := dtlsRec(typeHandshake, 0, 0, dtlsFragment(clientHello, 0, body, 0, 50))
	last := dtlsRec(typeHandshake, 0, 1, dtlsFragment(clientHello, 0, body, 55, len(body)))
	expectLines(t, playDTLS(t, decodetest.Client(first), decodetest.Client(last)),
		fmt.Sprintf(`client client_hello  "" %d [1]`, len(body)-50),
		`client malformed a handshake message is not complete: datagrams are missing from the capture [1]`)
}

// DTLS 1.3: sealed records have a short header, and say in it what they belong to.
func TestDTLS13(t *testing.T) {
	versions := "\x00\x2b\x00\x03\x02\xfe\xfc"
	cid := "\x00\x36\x00\x03\x02id"
	unified := func(epoch byte, body int) string {
		return string([]byte{0x2c | epoch}) + "\x00\x01" + string(binary.BigEndian.AppendUint16(nil, uint16(body))) + strings.Repeat("u", body)
	}
	answer := "\x00\x2b\x00\x02\xfe\xfc" + "\x00\x33\x00\x06\x00\x1d\x00\x02kk"
	hello := strings.Replace(dtlsServerHello(answer), "\xc0\x2b", "\x13\x01", 1)
	got := playDTLS(t,
		decodetest.Client(dtlsMessage(clientHello, 0, dtlsClientHello('c', "", versions))),
		decodetest.Server(dtlsMessage(serverHello, 0, hello)+unified(2, 700)),
		decodetest.Client(unified(2, 60)),
		decodetest.Server(dtlsRec(typeACK, 0, 2, "\x00\x00")+unified(3, 30)),
		decodetest.Client("\x23\x07"+strings.Repeat("u", 40)), // neither length nor connection id
	)
	expectLines(t, got,
		`client client_hello example.com "" 0 [1]`, `server server_hello [2]`, `server data handshake 1 683 [2]`,
		`client data handshake 1 43 [3]`, `server handshake ACK [4]`, `server data application 1 13 [4]`, `client data application 1 23 [5]`)

	t.Run("connection ids", func(t *testing.T) {
		sealed := string([]byte{25, 0xfe, 0xfd}) + "\x00\x01" + "\x00\x00\x00\x00\x00\x01"
		got := playDTLS(t,
			decodetest.Client(dtlsMessage(clientHello, 0, dtlsClientHello('c', "", cid))),
			decodetest.Server(dtlsMessage(serverHello, 0, dtlsServerHello("\x00\x36\x00\x02\x01s"))),
			decodetest.Client(strings.Repeat(sealed+"s"+"\x00\x20"+strings.Repeat("x", 32), 2)),
			decodetest.Server(strings.Repeat(sealed+"id"+"\x00\x20"+strings.Repeat("x", 32), 3)),
		)
		expectLines(t, got[2:], `client data application 2 16 [3]`, `server data application 3 24 [4]`)
	})
}

// Other protocols share the ports; they are passed over, and so is what breaks the rules, with a word.
func TestDTLSStrange(t *testing.T) {
	hello := dtlsMessage(clientHello, 0, dtlsClientHello('c', ""))
	got := playDTLS(t,
		decodetest.Client(hello),
		decodetest.Client("\x00\x01\x00\x00\x21\x12\xa4\x42STUN"),
		decodetest.Client(hello+"\x16"),
		decodetest.Client("\x80\x60RTP"),
		decodetest.Client(dtlsRec(typeHandshake, 0, 5, "not a fragment")),
		decodetest.Client(dtlsRec(typeAlert, 0, 6, "\x02\x28")),
		decodetest.Client(dtlsRec(typeAlert, 0, 7, "\x02")),
		decodetest.Client(dtlsRec(typeApplicationData, 1, 8, strings.Repeat("x", 30))[:20]),
		decodetest.Client(dtlsRec(typeHandshake, 0, 9, dtlsFragment(clientHello, 1, "one length", 0, 4))),
		decodetest.Client(dtlsRec(typeHandshake, 0, 9, dtlsFragment(clientHello, 1, "another length", 0, 4))),
	)
	expectLines(t, got,
		`client client_hello example.com "" 0 [1]`,
		`client malformed not the header of a record [3]`,
		`client malformed not a fragment of a handshake message [5]`,
		`client alert [6]`,
		`client malformed an alert that is not two bytes long [7]`,
		`client malformed a record ends before its length [8]`,
		`client data unknown 1 0 [8]`,
		`client malformed a fragment of a handshake message that contradicts others, or is one too many; not kept [10]`,
		`client client_hello  "" 6 [9]`,
		`client malformed a handshake message is not complete: datagrams are missing from the capture [9]`,
	)
}

// Hostile sizes: claims of 16 MiB, more messages and more bytes than are kept.
func TestDTLSHostile(t *testing.T) {
	claim := "\x01\xff\xff\xff\x00\x00\x00\x00\x00\x00\x00\x28" + dtlsClientHello('c', "")[:40]
	got := playDTLS(t, decodetest.Client(dtlsRec(typeHandshake, 0, 0, claim)))
	expectLines(t, got, fmt.Sprintf(`client client_hello  "" %d [1]`, 1<<24-1-40),
		`client malformed a handshake message is not complete: datagrams are missing from the capture [1]`)

	script := []decodetest.Say{decodetest.Client(dtlsMessage(clientHello, 0, dtlsClientHello('c', "")))}
	long := strings.Repeat("l", 1<<20)
	for i := range 300 {
		script = append(script, decodetest.Client(dtlsRec(typeHandshake, 0, 1, dtlsFragment(certificate, uint16(2+i%20), long, i*1000, i*1000+1000))))
	}
	refused := 0
	for _, line := range playDTLS(t, script...) {
		if strings.Contains(line, "one too many") || strings.Contains(line, "more of a handshake") {
			refused++
		}
	}
	if refused < 50 {
		t.Errorf("%d fragments refused", refused)
	}
}

// TestNoDTLSInStreams: pieces of a stream are no datagrams, whatever they look like.
func TestNoDTLSInStreams(t *testing.T) {
	if events := decodetest.RunFlow(t, dtlsOptions(), decodetest.NewFlow("tcp", true), dtlsScript()...); len(events) > 0 {
		t.Errorf("%v", events[0].Line)
	}
}

func TestSniffDTLS(t *testing.T) {
	p := DTLSProtocol(Options{})
	hello := dtlsMessage(clientHello, 0, dtlsClientHello('c', ""))
	for _, test := range []struct {
		name, head string
		want       decode.Verdict
	}{
		{"nothing", "", decode.No},
		{"a client's hello", hello, decode.FromAClient},
		{"a hello cut short", hello[:60], decode.FromAClient},
		{"a hello, then something else", hello + "HTTP", decode.No},
		{"a server's hello", dtlsMessage(serverHello, 0, dtlsServerHello("")), decode.FromAServer},
		{"a request for a cookie", dtlsMessage(helloVerifyRequest, 0, "\xfe\xff\x00"), decode.FromAServer},
		{"data", dtlsRec(typeApplicationData, 1, 4, strings.Repeat("x", 30)), decode.Yes},
		{"data cut short", dtlsRec(typeApplicationData, 1, 4, strings.Repeat("x", 30))[:30], decode.No},
		{"data in the clear", dtlsRec(typeApplicationData, 0, 4, strings.Repeat("x", 30)), decode.No},
		{"an alert", dtlsRec(typeAlert, 0, 4, "\x02\x28"), decode.Yes},
		{"TLS", "\x16\x03\x01\x00\x10" + strings.Repeat("\x01", 16), decode.No},
		{"a unified header", "\x2c\x00\x01\x00\x10" + strings.Repeat("x", 16), decode.No},
		{"a number of a database, which a connection id in an old version would be", "\x19\x01\x00\x00" + strings.Repeat("\x73\x59\x00\x00", 6), decode.No},
		{"QUIC", "\xc0\x00\x00\x00\x01\x08firstid8\x00", decode.No},
	} {
		if got := p.Sniff(decode.FromClient, []byte(test.head)); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

// Every datagram cut short, and every byte of it changed: nothing panics, fields cover what is told.
func TestDTLSDamaged(t *testing.T) {
	script := dtlsScript()
	for i, s := range script {
		for n := range s.Data {
			changed := slices.Clone(script)
			changed[i].Data = s.Data[:n]
			playDTLS(t, changed...)
			for _, mask := range []byte{1, 0x80, 0xff} {
				changed[i].Data = bytes.Clone(s.Data)
				changed[i].Data[n] ^= mask
				playDTLS(t, changed...)
			}
		}
	}
}

// FuzzDTLS plays two datagrams of a fuzzer's after a hello.
func FuzzDTLS(f *testing.F) {
	script := dtlsScript()
	for i := range script[1:] {
		f.Add(script[i].Data, script[i+1].Data)
	}
	f.Fuzz(func(t *testing.T, a, b []byte) {
		one, two := decodetest.Client(string(a)), decodetest.Server(string(b))
		playDTLS(t, script[0], one, two)
		playDTLS(t, two, one)
	})
}

// TestDTLSWithKeys says once for each side that keys are of no use here, and to whom they would be.
func TestDTLSWithKeys(t *testing.T) {
	line := func(random string) Options {
		return Options{KeyLog: keyLog("CLIENT_RANDOM " + strings.Repeat(random, 32) + " " + strings.Repeat("ab", 48))}
	}
	for _, test := range []struct {
		name  string
		keys  Options
		told  []decode.Direction
		later bool
	}{
		{"none", Options{}, nil, false},
		{"another session's", line("99"), []decode.Direction{decode.FromClient, decode.FromServer}, false},
		{"fitting", line("63"), []decode.Direction{decode.FromClient, decode.FromServer}, true}, // 63 is c
	} {
		var told []decode.Direction
		options := decode.Options{Protocols: []decode.Protocol{DTLSProtocol(test.keys)}}
		for _, e := range decodetest.RunFlow(t, options, decodetest.NewFlow("udp", true), dtlsScript()...) {
			if e.Kind != "tls.unopened" {
				continue
			}
			told = append(told, e.Dir)
			decodetest.CheckFields(t, e)
			if e.JSON != `{"reason":"DTLS is not opened with keys","records":1,"bytes":53}` || (len(e.Facts) > 0) != test.later {
				t.Errorf("%s: %s, facts %q", test.name, e.JSON, e.Facts)
			}
		}
		if !slices.Equal(told, test.told) {
			t.Errorf("%s: told of %v, want %v", test.name, told, test.told)
		}
	}
}
