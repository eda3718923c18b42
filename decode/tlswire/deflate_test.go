package tlswire

import (
	"bytes"
	"compress/zlib"
	"strings"
	"testing"

	"eavesdrop/decode"
	"eavesdrop/decode/decodetest"
)

// TestDeflated undoes records that were compressed as one stream.
func TestDeflated(t *testing.T) {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	var d deflated
	for _, text := range []string{"GET / HTTP/1.0\r\n\r\n", "HTTP/1.0 200 OK\r\n", strings.Repeat("fluffy tail ", 1300), "GET / HTTP/1.0\r\n\r\n"} {
		w.Write([]byte(text))
		w.Flush()
		got, err := d.inflate(packed.Bytes())
		if err != nil || string(got) != text {
			t.Fatalf("%q came out as %.60q, %v", text[:10], got, err)
		}
		packed.Reset()
	}
	if _, err := d.inflate([]byte("junk")); err == nil {
		t.Error("junk was inflated")
	}
	w.Write(make([]byte, 1<<20))
	w.Flush()
	if _, err := d.inflate(packed.Bytes()); err == nil {
		t.Error("a bomb was inflated")
	}
}

// TestCompressedLength knows no bound of what was compressed before it was sealed: only of what it was compressed to.
func TestCompressedLength(t *testing.T) {
	const (
		spec  = "\x14\x03\x03\x00\x01\x01"
		asked = "\x17\x03\x03\x00\x27"
	)
	sealed := strings.Repeat("x", 8+15+16) // of AES_128_GCM, with 15 bytes inside
	hello := strings.Replace(dtlsServerHello(""), "\xfe\xfd", "\x03\x03", 1)
	deflate := strings.Replace(hello, "\xc0\x2b\x00", "\xc0\x2b\x01", 1)
	cookie := strings.Replace(dtlsServerHello(""), "\xc0\x2b\x00", "\xc0\x2b\x01", 1)
	stream := func(hello string) []decodetest.Say {
		return []decodetest.Say{
			decodetest.Client(string(clear13(clientHello, []byte("\x03\x03"+strings.Repeat("c", 32)+"\x00\x00\x02\xc0\x2b\x02\x01\x00")))),
			decodetest.Server(string(clear13(serverHello, []byte(hello))) + spec),
			decodetest.Client(spec + asked + sealed), decodetest.Server(asked + sealed),
			decodetest.End(decode.FromClient, decode.Finished), decodetest.End(decode.FromServer, decode.Finished),
		}
	}
	for _, test := range []struct {
		name             string
		events           []decodetest.Event
		line, json, fact string
	}{
		{
			"none", decodetest.Run(t, options(), stream(hello)...),
			"at most 15 bytes of data", `"records":1,"bytes":44,"plaintext_bytes":15,"phase":"application"}`, `secret_length derived "at most 15 bytes"`,
		},
		{
			"DEFLATE", decodetest.Run(t, options(), stream(deflate)...),
			"data, compressed to at most 15 bytes", `"records":1,"bytes":44,"phase":"application","compressed_bytes":15}`,
			`secret_length derived "compressed to at most 15 bytes"`,
		},
		{
			"DEFLATE in DTLS", decodetest.RunFlow(t, dtlsOptions(), decodetest.NewFlow("udp", false),
				decodetest.Client(dtlsMessage(clientHello, 0, dtlsClientHello('c', ""))), decodetest.Server(dtlsMessage(serverHello, 0, cookie)),
				decodetest.Client(dtlsRec(typeApplicationData, 1, 1, sealed)), decodetest.Server(dtlsRec(typeApplicationData, 1, 1, sealed)),
				decodetest.End(decode.FromClient, decode.Finished), decodetest.End(decode.FromServer, decode.Finished)),
			"data, compressed to at most 15 bytes", `"records":1,"bytes":52,"phase":"application","compressed_bytes":15}`,
			`secret_length derived "compressed to at most 15 bytes"`,
		},
	} {
		all := decodetest.Dump(test.events)
		for _, want := range []string{test.line, test.json, test.fact} {
			if !strings.Contains(all, want) {
				t.Errorf("%s: no %s in\n%s", test.name, want, all)
			}
		}
	}
}
