package tlswire

import (
	"bytes"
	"compress/zlib"
	"strings"
	"testing"
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
