package quicwire

import (
	"slices"
	"strings"
	"testing"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// usual is the beginning of a connection, in which all kinds of packets occur.
func usual(t testing.TB) []decodetest.Say {
	const second = "secondid"
	plan := initialPlan{dcid: second, scid: ofClient, token: "token", number: 1, frames: crypto(0, say("client")), pad: 300}
	zero := long(V1, zeroRTTPacket, second, ofClient, 60)
	answer := initialPlan{keyID: second, fromServer: true, dcid: ofClient, scid: ofServer, frames: ack(0) + "\x03\x05\x00\x01\x00\x01\x01\x07\x08\x09" + crypto(0, say("server"))}
	closing := initialPlan{keyID: second, dcid: ofServer, scid: ofClient, number: 2, frames: "\x1c\x0a\x06\x03bad"}
	return []decodetest.Say{
		decodetest.Client(fromClient(t, 0, crypto(0, say("client")))),
		decodetest.Server(retry(t, V1, first, ofClient, second, "token")),
		decodetest.Client(plan.seal(t) + zero),
		decodetest.Server(answer.seal(t) + long(V1, handshakePacket, ofClient, ofServer, 90) + short(ofClient, 40)),
		decodetest.Client(closing.seal(t)),
		decodetest.Server("\xc0\x00\x00\x00\x00\x02cl\x08firstid8\x00\x00\x00\x01\x6b\x33\x43\xcf"),
	}
}

// replaced is the script with another datagram in one place.
func replaced(script []decodetest.Say, i int, data []byte) []decodetest.Say {
	script = slices.Clone(script)
	script[i].Data = data
	return script
}

// Every datagram cut short at every byte, in the middle of the connection.
func TestTruncated(t *testing.T) {
	script := usual(t)
	whole := play(t, script...)
	for i, s := range script {
		for n := range s.Data {
			if n > 120 && n%7 != 0 {
				continue // inside what is sealed, one place is like the other
			}
			got := play(t, replaced(script, i, s.Data[:n])...)
			if n > 0 && slices.Equal(got, whole) {
				t.Errorf("datagram %d cut to %d bytes of %d: nothing is different", i+1, n, len(s.Data))
			}
		}
	}
}

// Every byte of every header changed: nothing panics, fields still cover what is told.
func TestFlipped(t *testing.T) {
	script := usual(t)
	for i, s := range script {
		for n := range min(len(s.Data), 64) {
			for _, mask := range []byte{0x01, 0x80, 0xff} {
				data := slices.Clone(s.Data)
				data[n] ^= mask
				play(t, replaced(script, i, data)...)
			}
		}
	}
}

// What the length fields of a frame claim does not matter, only what is there.
func TestHostileFrames(t *testing.T) {
	huge := "\xff\xff\xff\xff\xff\xff\xff\xff"
	for name, test := range map[string]struct{ frames, why string }{
		"a CRYPTO frame of 2^62 bytes":          {"\x06\x00" + huge, "it ends inside a frame of type CRYPTO"},
		"a CRYPTO frame behind the end":         {"\x06" + huge + "\x01a", "a CRYPTO frame reaches behind the end of any stream (RFC 9000, section 19.6)"},
		"an ACK of 2^62 ranges":                 {"\x02\x00\x00" + huge + "\x00\x01\x01", "it ends inside a frame of type ACK"},
		"a reason of 2^62 bytes":                {"\x1c\x00\x00" + huge + "bye", "it ends inside a frame of type CONNECTION_CLOSE"},
		"a STREAM frame":                        {"\x08\x00hello", "a frame of type 0x8, which Initial packets must not carry (RFC 9000, section 12.4)"},
		"a frame of type 2^62":                  {huge, "a frame of type 0x3fffffffffffffff, which Initial packets must not carry (RFC 9000, section 12.4)"},
		"an acknowledgement that ends too soon": {"\x02\x00\x00\x03", "it ends inside a frame of type ACK"},
	} {
		t.Run(name, func(t *testing.T) {
			// No padding: the frames stand at the end of the payload, behind PINGs that make it long enough.
			packet := initialPlan{dcid: first, scid: ofClient, frames: strings.Repeat("\x01", 8) + test.frames}.seal(t)
			got := play(t, decodetest.Client(packet))
			if want := "client udp/quic malformed malformed quicInitial packet: " + test.why + " [1]"; got[len(got)-1] != want {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
}

// Data far ahead of what has come, or in very many pieces, is not kept, and that is said.
func TestHostilePieces(t *testing.T) {
	far := crypto(maxAhead+10, "far")
	got := play(t, decodetest.Client(fromClient(t, 0, far)))
	expect(t, got, "client udp/quic initial 0 CRYPTO+PADDING [1]",
		"client udp/quic malformed malformed quicCRYPTO data too far ahead of what has come; not kept [1]")

	refused := func(pieces, apart, size int) (n int) {
		var script []decodetest.Say
		for i := range pieces {
			script = append(script, decodetest.Client(fromClient(t, uint32(i), crypto(2+apart*i, strings.Repeat("x", size)))))
		}
		for _, line := range play(t, script...) {
			if strings.Contains(line, "too far ahead") {
				n++
			}
		}
		return n
	}
	if n := refused(3*maxWaiting, 2, 1); n != 2*maxWaiting {
		t.Errorf("%d pieces refused, want %d", n, 2*maxWaiting)
	}
	if n := refused(100, 1, 1024); n != 100-maxAhead/1024 { // they overlap
		t.Errorf("%d long pieces refused, want %d", n, 100-maxAhead/1024)
	}
}

// Data that comes again in longer pieces replaces what waits, and is passed on once.
func TestPiecesAgain(t *testing.T) {
	text := say("abcdefgh")
	got := play(t,
		decodetest.Client(fromClient(t, 0, crypto(4, text[4:6]))),
		decodetest.Client(fromClient(t, 1, crypto(4, text[4:8])+crypto(6, text[6:9]))),
		decodetest.Client(fromClient(t, 2, crypto(0, text[:5]))),
		decodetest.Client(fromClient(t, 3, crypto(0, text))),
	)
	expect(t, got,
		"client udp/quic initial 0 CRYPTO+PADDING [1]",
		"client udp/quic initial 1 CRYPTO+PADDING [2]",
		"client udp/quic initial 2 CRYPTO+PADDING [3]",
		"client udp/quic/tls tls.said abcdefgh [3 2]",
		"client udp/quic initial 3 CRYPTO+PADDING [4]",
	)
}

// Data that comes again as other data is not passed over in silence, whatever order it comes in: who writes Initial
// packets may try to have a listener hear another name than the server does.
func TestPiecesAgainAsOthers(t *testing.T) {
	a, b := say("name a"), say("name b")
	const other = "client udp/quic malformed malformed quic" + whyOther
	initial := func(number uint32, frames string) decodetest.Say {
		return decodetest.Client(fromClient(t, number, frames))
	}
	expect(t, play(t, initial(0, crypto(0, a)), initial(1, crypto(0, b)), initial(2, crypto(5, a[5:]))),
		"client udp/quic initial 0 CRYPTO+PADDING [1]", "client udp/quic/tls tls.said name a [1]",
		"client udp/quic initial 1 CRYPTO+PADDING [2]", other+" [2]",
		"client udp/quic initial 2 CRYPTO+PADDING [3]",
	)
	expect(t, play(t, initial(0, crypto(5, a[5:])), initial(1, crypto(5, b[5:])), initial(2, crypto(3, b[3:])), initial(3, crypto(0, a[:5]))),
		"client udp/quic initial 0 CRYPTO+PADDING [1]",
		"client udp/quic initial 1 CRYPTO+PADDING [2]", other+" [2]",
		"client udp/quic initial 2 CRYPTO+PADDING [3]",
		"client udp/quic initial 3 CRYPTO+PADDING [4]", "client udp/quic/tls tls.said name b [4 3]", other+" [4]",
	)
}

// A packet that is put behind another one, for another connection, is no server's to read: it may bear another name.
func TestAnotherConnectionInADatagram(t *testing.T) {
	other := initialPlan{dcid: "idofbeta", scid: ofClient, frames: crypto(0, say("other"))}.seal(t)
	same := long(V1, zeroRTTPacket, first, ofClient, 60)
	expect(t, play(t, decodetest.Client(initialPlan{dcid: first, scid: ofClient, frames: crypto(0, say("client"))}.seal(t)+same+other)),
		"client udp/quic initial 0 CRYPTO [1]",
		"client udp/quic/tls tls.said client [1]",
		"client udp/quic data early_data 1 packets 78 bytes [1]",
		"client udp/quic malformed malformed quica packet for another connection than the one before it in the datagram: receivers pass it over (RFC 9000, section 12.2) [1]",
		"client udp/quic initial 0 CRYPTO [1]",
		"client udp/quic/tls tls.said other [1]",
	)
}

// What is not QUIC is not taken for it.
func TestSniff(t *testing.T) {
	p := Protocol(Options{})
	initial := fromClient(t, 0, crypto(0, say("client")))
	wrongTag := initial[:len(initial)-1] + "\x00"
	for _, test := range []struct {
		name, head string
		want       decode.Verdict
	}{
		{"nothing", "", decode.No},
		{"DNS", "\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x03www\x07example\x00\x00\x01\x00\x01", decode.No},
		{"RTP", "\x80\x60" + strings.Repeat("\x11", 170), decode.No},
		{"DTLS", "\x16\xfe\xfd\x00\x00\x00\x00\x00\x00\x00\x00\x00\x10" + strings.Repeat("\x01", 16), decode.No},
		{"STUN", "\x00\x01\x00\x00\x21\x12\xa4\x42abcdefghijkl", decode.No},
		{"a short header", short(ofServer, 100), decode.No},
		{"a client's Initial", initial, decode.FromAClient},
		{"an Initial that does not open", wrongTag, decode.Yes},
		{"an Initial cut short", initial[:600], decode.Yes},
		{"an Initial without the fixed bit", "\x80" + initial[1:], decode.No},
		{"an Initial of an unknown version", "\xc0\x12\x34\x56\x78" + initial[5:], decode.No},
		{"a connection id of 21 bytes", "\xc0\x00\x00\x00\x01\x15" + strings.Repeat("i", 40) + initial, decode.No},
		{"a Handshake packet", long(V2, handshakePacket, ofClient, ofServer, 100), decode.Yes},
		{"a Handshake packet, then something else", long(V2, handshakePacket, ofClient, ofServer, 100) + "\xc0HTTP/1.1 200 OK", decode.No},
		{"a Handshake packet of 10 bytes", long(V1, handshakePacket, ofClient, ofServer, 10), decode.No},
		{"a reserved version, too small", "\xc0\x1a\x2a\x3a\x4a\x08" + first + "\x00" + strings.Repeat("\x00", 100), decode.No},
		{"a list of unknown versions", "\xc0\x00\x00\x00\x00\x02cl\x02sv\x12\x34\x56\x78", decode.No},
		{"a list that ends inside a version", "\xc0\x00\x00\x00\x00\x02cl\x02sv\x00\x00\x00\x01\x00", decode.No},
		{"a list of versions", "\xc0\x00\x00\x00\x00\x02cl\x02sv\x00\x00\x00\x01", decode.FromAServer},
		{"gQUIC with a public header", "\x0d12345678Q043\x01" + strings.Repeat("\x00", 100), decode.FromAClient},
		{"gQUIC with a long header", "\xc3Q046\x5012345678\x00\x00\x00\x01" + strings.Repeat("\x00", 100), decode.Yes},
		{"an old draft", "\xff\xff\x00\x00\x12\x5512345678" + strings.Repeat("\x00", 100), decode.Yes},
	} {
		if got := p.Sniff(decode.FromClient, []byte(test.head)); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

// Other protocols that share the ports of a connection are passed over.
func TestSharedPorts(t *testing.T) {
	got := play(t,
		decodetest.Client(fromClient(t, 0, crypto(0, say("client")))),
		decodetest.Client("\x00\x01\x00\x08\x21\x12\xa4\x42"+strings.Repeat("s", 40)),
		decodetest.Client(short(ofServer, 100)+"\x00"),
		decodetest.Client("\x01\x02"),
		decodetest.Server(fromServer(t, 0, crypto(0, say("server")))+strings.Repeat("\x00", 30)),
		decodetest.Server(fromServer(t, 1, ack(0))+"left over"),
	)
	expect(t, got,
		"client udp/quic initial 0 CRYPTO+PADDING [1]",
		"client udp/quic/tls tls.said client [1]",
		"client udp/quic data application 1 packets 106 bytes [3]",
		"server udp/quic initial 0 CRYPTO [5]",
		"server udp/quic/tls tls.said server [5]",
		"server udp/quic initial 1 ACK [6]",
		"server udp/quic malformed malformed quicbytes behind a packet that are not another packet [6]",
	)
}

// A datagram of Google's own QUIC names the version of all that follows.
func TestLegacy(t *testing.T) {
	script := []decodetest.Say{
		decodetest.Client("\x0d12345678Q043\x01" + strings.Repeat("\x00", 100)),
		decodetest.Server("\x08" + strings.Repeat("\x77", 80)),
		decodetest.Client("\x0812345678\x02" + strings.Repeat("\x77", 40)),
	}
	expect(t, play(t, script...),
		"client udp/quic data unknown 1 packets 114 bytes [1]",
		"server udp/quic data unknown 1 packets 81 bytes [2]",
		"client udp/quic data unknown 1 packets 50 bytes [3]",
	)
	if got := Version(0x51303433).String(); got != "gQUIC Q043" {
		t.Error(got)
	}
}
