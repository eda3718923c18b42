package tlswire

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/crypto/cryptobyte"
)

// inflateCertificate takes a compressed_certificate's body, and makes a certificate message with its header of
// it (RFC 8879, section 4).
func inflateCertificate(body []byte) ([]byte, error) {
	s := cryptobyte.String(body)
	var algorithm uint16
	var size uint32
	var packed cryptobyte.String
	if !s.ReadUint16(&algorithm) || !s.ReadUint24(&size) || !s.ReadUint24LengthPrefixed(&packed) {
		return nil, errors.New("it ends early")
	}
	if size > maxKept {
		return nil, fmt.Errorf("%d bytes is more than is looked at", size)
	}
	var r io.Reader
	var err error
	switch algorithm {
	case 1:
		r, err = zlib.NewReader(bytes.NewReader(packed))
	case 2:
		r = brotli.NewReader(bytes.NewReader(packed))
	case 3:
		var d *zstd.Decoder
		d, err = zstd.NewReader(bytes.NewReader(packed), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(8<<20))
		if err == nil {
			defer d.Close()
			r = d
		}
	default:
		return nil, fmt.Errorf("compression %s is not known", compressionName(algorithm))
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", compressionName(algorithm), err)
	}
	raw := append(make([]byte, 0, 4+size), byte(certificate), byte(size>>16), byte(size>>8), byte(size))
	out := bytes.NewBuffer(raw)
	if n, err := io.Copy(out, io.LimitReader(r, int64(size)+1)); err != nil || n != int64(size) {
		return nil, fmt.Errorf("%s: it does not have the size that it says", compressionName(algorithm))
	}
	return out.Bytes(), nil
}
