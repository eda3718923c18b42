package tlswire

import (
	"bytes"
	"compress/zlib"
	"io"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// packed is a compressed_certificate's body (RFC 8879, section 4).
func packed(algorithm byte, size int, data []byte) []byte {
	b := []byte{0, algorithm, byte(size >> 16), byte(size >> 8), byte(size), byte(len(data) >> 16), byte(len(data) >> 8), byte(len(data))}
	return append(b, data...)
}

func TestInflateCertificate(t *testing.T) {
	plain := bytes.Repeat([]byte("From A to B I am X according to Y. "), 40)
	for _, test := range []struct {
		name      string
		algorithm byte
		writer    func(io.Writer) io.WriteCloser
	}{
		{"zlib", 1, func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }},
		{"brotli", 2, func(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) }},
		{"zstd", 3, func(w io.Writer) io.WriteCloser {
			z, _ := zstd.NewWriter(w)
			return z
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var b bytes.Buffer
			w := test.writer(&b)
			w.Write(plain)
			w.Close()
			got, err := inflateCertificate(packed(test.algorithm, len(plain), b.Bytes()))
			if err != nil || !bytes.Equal(got[4:], plain) || HandshakeType(got[0]) != certificate {
				t.Fatalf("%d bytes, %v", len(got), err)
			}
			for _, size := range []int{0, len(plain) - 1, len(plain) + 1, maxKept + 1} {
				if _, err := inflateCertificate(packed(test.algorithm, size, b.Bytes())); err == nil {
					t.Errorf("a size of %d was believed", size)
				}
			}
			for n := range b.Len() {
				if got, err := inflateCertificate(packed(test.algorithm, len(plain), b.Bytes()[:n])); err == nil && !bytes.Equal(got[4:], plain) {
					t.Fatalf("cut at %d it came out otherwise", n)
				}
			}
		})
	}
	if _, err := inflateCertificate(packed(9, 5, plain)); err == nil {
		t.Error("an unknown compression was undone")
	}
}
