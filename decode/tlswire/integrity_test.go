package tlswire

import (
	"bytes"
	"testing"

	"eavesdrop/decode"
)

// TestIntegrityOnly reads TLS 1.3 with a suite that hides nothing (RFC 9150) without any key.
func TestIntegrityOnly(t *testing.T) {
	record := func(text string, kind contentType) []byte {
		b := append(append([]byte(text), byte(kind)), make([]byte, 32)...) // the MAC
		return append([]byte{byte(typeApplicationData), 3, 3, byte(len(b) >> 8), byte(len(b))}, b...)
	}
	extensions := func(kind HandshakeType) map[ExtensionType]string {
		return map[ExtensionType]string{extSupportedVersions: versions13[kind]}
	}
	done := string(handshakeMessage(finished, make([]byte, 32)))
	answered := hello13(serverHello, 8, extensions(serverHello))
	copy(answered[headerSize+4+2+32+1:], []byte{0xc0, 0xb4}) // TLS_SHA256_SHA256
	var k talk13
	k.says(decode.FromClient, hello13(clientHello, 7, extensions(clientHello)))
	k.says(decode.FromServer, answered, record(string(handshakeMessage(encryptedExtensions, []byte{0, 0}))+done, typeHandshake))
	k.says(decode.FromClient, bytes.Join([][]byte{record(done, typeHandshake), record(question, typeApplicationData)}, nil))
	k.says(decode.FromServer, record(answer, typeApplicationData))
	for name, o := range map[string]Options{"no key": {}, "another session's": {KeyLog: keyLog(keys13(9))}} {
		events, asked, said := opened(t, o, k.finish())
		if asked != question || said != answer || reasons(events) != nil || len(kindsOpened(events)) > 0 {
			t.Errorf("%s: read %q and %q; stayed closed: %q; took a key: %q", name, asked, said, reasons(events), kindsOpened(events))
		}
	}
}
