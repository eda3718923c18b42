package tlswire

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// ssl2Client is a hello in SSL 2.0's form for that version.
func ssl2Client(t *testing.T, version string) []byte {
	return unhex(t, "80 22 01"+ // 34 bytes, CLIENT-HELLO
		version+ // the version that is wanted
		"00 09 00 00 00 10"+ // 9 bytes of ciphers, no session, 16 bytes of challenge
		"01 00 80  00 00 35  00 00 ff"+ // RC4_128_WITH_MD5 of SSL 2.0, and two of TLS
		"00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f")
}

// TestSSL2Form reads a hello of the old form from a client that wants TLS 1.0, and gets it.
func TestSSL2Form(t *testing.T) {
	script := []decodetest.Say{
		{Dir: decode.FromClient, Data: ssl2Client(t, "03 01")},
		{Dir: decode.FromServer, Data: unhex(t, "16 03 01 00 2a 02 00 00 26 03 01"+
			"00 11 22 33 44 55 66 77 88 99 aa bb cc dd ee ff 00 11 22 33 44 55 66 77 88 99 aa bb cc dd ee ff 00 00 35 00")},
	}
	events := decodetest.Run(t, options(), script...)
	want := []string{"client tls.client_hello TLS 1.0", "server tls.server_hello TLS 1.0 TLS_RSA_WITH_AES_256_CBC_SHA"}
	if diff := cmp.Diff(want, titles(events)); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	hello := events[0].Message.(*ClientHello)
	if diff := cmp.Diff([]CipherSuite{0x35, 0xff}, hello.Ciphers); diff != "" {
		t.Errorf("ciphers (-want +got):\n%s", diff)
	}
	if !bytes.Equal(hello.Random[:16], make([]byte, 16)) || hello.Random[31] != 0x0f {
		t.Errorf("random %x", hello.Random)
	}
	for _, e := range events {
		decodetest.CheckFields(t, e)
	}
	decodetest.SplitAnywhere(t, options, script...)
}

// TestSSL2 reads what is in the clear of a session of SSL 2.0 itself.
func TestSSL2(t *testing.T) {
	der := issue(t, nil, "localhost", nil).cert.Raw
	answer := []byte{0, 0, 4, 0, 1, 0, 2, byte(len(der) >> 8), byte(len(der)), 0, 3, 0, 16} // SERVER-HELLO: no session hit, X.509, SSL 2.0
	answer = append(append(answer, der...), append([]byte{1, 0, 0x80}, make([]byte, 16)...)...)
	answer[0], answer[1] = 0x80|byte((len(answer)-2)>>8), byte(len(answer)-2)
	script := []decodetest.Say{
		{Dir: decode.FromClient, Data: ssl2Client(t, "00 02")},
		{Dir: decode.FromServer, Data: answer},
		{Dir: decode.FromClient, Data: unhex(t, "80 0a 02 01 00 80 00 00 00 00 00 00")}, // CLIENT-MASTER-KEY
		{Dir: decode.FromServer, Data: unhex(t, "80 05 11 22 33 44 55")},
	}
	want := []string{
		"client tls.client_hello SSL 2.0", "server tls.handshake server_hello", "server tls.certificate",
		"client tls.handshake client_master_key", "server tls.handshake sealed sealed",
	}
	events := decodetest.Run(t, options(), script...)
	if diff := cmp.Diff(want, titles(events)); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	for _, e := range events {
		decodetest.CheckFields(t, e)
	}
	decodetest.SplitAnywhere(t, options, script...)
}
