package quicwire

import (
	"crypto/aes"
	"crypto/cipher"
	"strings"
	"testing"

	"eavesdrop/decode/decodetest"
)

// retry is a Retry packet to a client whose first packet had the destination connection id firstID.
func retry(t testing.TB, v Version, firstID, dcid, scid, token string) string {
	t.Helper()
	b := appendIDs([]byte{0xc0 | typeBits(v, retryPacket)<<4}, v, dcid, scid)
	b = append(b, token...)
	block, err := aes.NewCipher([]byte(v.scheme().retry[0]))
	if err != nil {
		t.Fatal(err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	pseudo := append(append([]byte{byte(len(firstID))}, firstID...), b...)
	return string(aead.Seal(b, []byte(v.scheme().retry[1]), nil, pseudo))
}

// After a Retry the keys are others, and the client says its hello again: it is told once.
func TestRetryGoesOn(t *testing.T) {
	const second = "secondid"
	hello := crypto(0, say("client"))
	again := func(number uint32) string {
		return initialPlan{dcid: second, scid: ofClient, token: "token", number: number, frames: hello}.seal(t)
	}
	answer := initialPlan{keyID: second, fromServer: true, dcid: ofClient, scid: ofServer, frames: crypto(0, say("server"))}.seal(t)
	script := []decodetest.Say{
		decodetest.Client(fromClient(t, 0, hello)),
		decodetest.Server(retry(t, V1, first, ofClient, second, "token")),
		decodetest.Client(again(1)),
		decodetest.Server(answer),
	}
	expect(t, play(t, script...),
		"client udp/quic initial 0 CRYPTO+PADDING [1]",
		"client udp/quic/tls tls.said client [1]",
		"server udp/quic retry true [2]",
		"client udp/quic initial 1 CRYPTO [3]",
		"server udp/quic initial 0 CRYPTO [4]",
		"server udp/quic/tls tls.said server [4]",
	)
	t.Run("not captured", func(t *testing.T) {
		expect(t, play(t, script[0], script[2], script[3]),
			"client udp/quic initial 0 CRYPTO+PADDING [1]",
			"client udp/quic/tls tls.said client [1]",
			"client udp/quic initial 1 CRYPTO [2]",
			"server udp/quic initial 0 CRYPTO [3]",
			"server udp/quic/tls tls.said server [3]",
		)
	})
	t.Run("forged", func(t *testing.T) {
		expect(t, play(t, script[0], decodetest.Server(retry(t, V1, "guessed!", ofClient, second, "token"))),
			"client udp/quic initial 0 CRYPTO+PADDING [1]",
			"client udp/quic/tls tls.said client [1]",
			"server udp/quic retry false [2]",
		)
	})
	t.Run("of a connection that was not captured", func(t *testing.T) {
		expect(t, play(t, script[1]), "server udp/quic retry false [1]")
	})
}

// A client whose version is refused begins anew with another one.
func TestVersionNegotiation(t *testing.T) {
	reserved := "\xca\x1a\x2a\x3a\x4a\x08" + first + "\x02" + ofClient + strings.Repeat("\x00", 1200)
	list := "\xc0\x00\x00\x00\x00\x02" + ofClient + "\x08" + first + "\x00\x00\x00\x01\x6b\x33\x43\xcf\x0a\x0a\x0a\x0a"
	expect(t, play(t,
		decodetest.Client(reserved),
		decodetest.Server(list),
		decodetest.Client(fromClient(t, 0, crypto(0, say("client")))),
	),
		"client udp/quic data unknown 1 packets 1217 bytes [1]",
		"server udp/quic version_negotiation QUIC version negotiationQUIC v1, QUIC v2, reserved (0x0a0a0a0a) [2]",
		"client udp/quic initial 0 CRYPTO+PADDING [3]",
		"client udp/quic/tls tls.said client [3]",
	)
}

// It may keep its connection ids, and says another hello.
func TestVersionRefused(t *testing.T) {
	list := "\xc0\x00\x00\x00\x00\x02" + ofClient + "\x08" + first + "\x00\x00\x00\x01"
	expect(t, play(t,
		decodetest.Client(initialPlan{version: V2, dcid: first, scid: ofClient, frames: crypto(0, say("client"))}.seal(t)),
		decodetest.Server(list),
		decodetest.Client(fromClient(t, 0, crypto(0, say("anew")))),
		decodetest.Server(fromServer(t, 0, crypto(0, say("server")))),
	),
		"client udp/quic initial 0 CRYPTO [1]",
		"client udp/quic/tls tls.said client [1]",
		"server udp/quic version_negotiation QUIC version negotiationQUIC v1 [2]",
		"client udp/quic initial 0 CRYPTO+PADDING [3]",
		"client udp/quic/tls tls.said anew [3]",
		"server udp/quic initial 0 CRYPTO [4]",
		"server udp/quic/tls tls.said server [4]",
	)
}

// A server may answer version 1 in version 2 at once (RFC 9368, section 2.3): the keys are made of the same
// connection id in the new version's way, and the handshake goes on.
func TestVersionChangesOnTheWay(t *testing.T) {
	answer := initialPlan{version: V2, keyID: first, fromServer: true, dcid: ofClient, scid: ofServer, frames: crypto(0, say("server"))}.seal(t)
	more := initialPlan{version: V2, keyID: first, dcid: ofServer, scid: ofClient, number: 1, frames: ack(0) + crypto(7, say("more"))}.seal(t)
	expect(t, play(t, decodetest.Client(fromClient(t, 0, crypto(0, say("client")))), decodetest.Server(answer), decodetest.Client(more)),
		"client udp/quic initial 0 CRYPTO+PADDING [1]",
		"client udp/quic/tls tls.said client [1]",
		"server udp/quic initial 0 CRYPTO [2]",
		"server udp/quic/tls tls.said server [2]",
		"client udp/quic initial 1 ACK+CRYPTO [3]",
		"client udp/quic/tls tls.said more [3]",
	)
}

// Two connections side by side between the same two ports, as a proxy has them; and more of them than are
// remembered.
func TestSeveralConnections(t *testing.T) {
	packet := func(id, own string, number uint32, frames string) decodetest.Say {
		return decodetest.Client(initialPlan{dcid: id, scid: own, number: number, frames: frames}.seal(t))
	}
	a, b := say("hello of a"), say("hello of b")
	expect(t, play(t,
		packet("idofalfa", "", 0, crypto(0, a[:5])), packet("idofbeta", "", 0, crypto(0, b[:5])),
		packet("idofalfa", "", 1, crypto(5, a[5:])), packet("idofbeta", "", 1, crypto(5, b[5:])),
	),
		"client udp/quic initial 0 CRYPTO [1]",
		"client udp/quic initial 0 CRYPTO [2]",
		"client udp/quic initial 1 CRYPTO [3]",
		"client udp/quic/tls tls.said hello of a [1 3]",
		"client udp/quic initial 1 CRYPTO [4]",
		"client udp/quic/tls tls.said hello of b [2 4]",
	)
	var many []decodetest.Say
	for i := range 3 * maxConnections {
		many = append(many, packet("idnumber"+string(rune('a'+i)), "", 0, crypto(0, say("one"))))
	}
	if got := play(t, many...); len(got) != 2*len(many) {
		t.Errorf("%d events, want %d", len(got), 2*len(many))
	}
}

// reasons are why packets stay closed.
func reasons(t *testing.T, script ...decodetest.Say) (list []string) {
	t.Helper()
	for _, e := range decodetest.RunFlow(t, options(), decodetest.NewFlow("udp", false), script...) {
		if m, ok := e.Message.(*Data); ok {
			list = append(list, m.Why)
		}
	}
	return list
}

// What can't be opened says why.
func TestNotOpened(t *testing.T) {
	damaged := []byte(fromServer(t, 0, crypto(0, say("server"))))
	damaged[len(damaged)-1] ^= 1
	expect(t, reasons(t, decodetest.Client(fromClient(t, 0, crypto(0, say("client")))), decodetest.Server(string(damaged))), whyWrongTag)
	expect(t, reasons(t, decodetest.Server(fromServer(t, 0, crypto(0, say("server"))))), whyNoStart)
}

// The client has gone on to later keys, and its first packet comes again: the keys are made again.
func TestLateInitial(t *testing.T) {
	initial := decodetest.Client(fromClient(t, 0, crypto(0, say("client"))))
	got := play(t, initial, decodetest.Client(short(ofServer, 300)), initial)
	expect(t, got,
		"client udp/quic initial 0 CRYPTO+PADDING [1]",
		"client udp/quic/tls tls.said client [1]",
		"client udp/quic data application 1 packets 305 bytes [2]",
		"client udp/quic initial 0 CRYPTO+PADDING [3]",
	)
}

// What a closing side says is for people to read.
func TestClose(t *testing.T) {
	frames := "\x1c\x41\x28\x00\x04oops" // CRYPTO_ERROR 0x128, no frame type, a reason of 4 bytes
	expect(t, play(t, decodetest.Client(fromClient(t, 0, frames))), "client udp/quic initial 0 CONNECTION_CLOSE+PADDING CRYPTO_ERROR (TLS alert 40) oops [1]")
}

// A flow whose capture began with the server's answer is turned round where a packet says who is who.
func TestDirection(t *testing.T) {
	for _, test := range []struct {
		name, datagram string
		flipped        bool
	}{
		{"a client's Initial", fromClient(t, 0, crypto(0, say("client"))), true},
		{"a Retry", retry(t, V1, first, ofClient, "secondid", "token"), true},
		{"a list of versions", "\xc0\x00\x00\x00\x00\x02cl\x08firstid8\x00\x00\x00\x01", false},
		{"a Handshake packet", long(V1, handshakePacket, ofClient, ofServer, 100), false},
	} {
		flow := decodetest.NewFlow("udp", false)
		dir := decodetest.Server(test.datagram)
		if test.name != "a client's Initial" {
			dir = decodetest.Client(test.datagram)
			test.flipped = test.name != "a Handshake packet"
		}
		decodetest.RunFlow(t, options(), flow, dir)
		if flow.Flipped() != test.flipped {
			t.Errorf("%s: flipped %v, want %v", test.name, flow.Flipped(), test.flipped)
		}
	}
}

// The client's first packets were cut, as a short snapshot length does: they stay closed, but what opens the server's
// stands in the header of the very first.
func TestFirstPacketCut(t *testing.T) {
	hello := fromClient(t, 0, crypto(0, say("client")))[:200]
	again := initialPlan{keyID: first, dcid: "serverid", scid: ofClient, number: 1, frames: ack(0), pad: 1100}.seal(t)[:200]
	script := []decodetest.Say{
		decodetest.Client(hello),
		decodetest.Server(initialPlan{keyID: first, fromServer: true, dcid: ofClient, scid: "serverid", frames: ack(0) + crypto(0, say("server"))}.seal(t)),
		decodetest.Client(again),
		decodetest.Server(initialPlan{keyID: first, fromServer: true, dcid: ofClient, scid: "serverid", number: 1, frames: ack(1)}.seal(t)),
	}
	const cut = "client udp/quic malformed malformed quica packet ends before its length"
	expect(t, play(t, script...),
		cut+" [1]",
		"client udp/quic data initial 1 packets 200 bytes [1]",
		"server udp/quic initial 0 ACK+CRYPTO [2]",
		"server udp/quic/tls tls.said server [2]",
		cut+" [3]",
		"client udp/quic data initial 1 packets 200 bytes [3]",
		"server udp/quic initial 1 ACK [4]",
	)
	expect(t, reasons(t, script...), whyCut, whyCut)
	expect(t, reasons(t, script[1:]...), whyNoStart, whyCut, whyNoStart)
}
