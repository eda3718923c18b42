package httpsem

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"crypto/sha256"
	"errors"
	"hash"
	"io"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// maxWindow is the window that a zstd frame may ask for (RFC 9659), in bytes.
const maxWindow = 8 << 20

var (
	errChecksum = errors.New("its checksum does not match")
	errTooSoon  = errors.New("ends too soon")
)

// Tools are the decompressors and buffers that the bodies of one inspector share, one body at a time.
// The zero value is ready.
type Tools struct {
	layers    [maxCodings]layer
	source    bytes.Reader
	hash      hash.Hash
	buf       []byte
	collected int // bytes of coded bodies held by collectors
}

// A layer is one of each decompressor, made when it is first needed.
type layer struct {
	in      *bufio.Reader
	gzip    *gzip.Reader
	zlib    io.ReadCloser
	deflate io.ReadCloser
	brotli  *brotli.Reader
	zstd    *zstd.Decoder
}

// known says whether the content coding (RFC 9110 section 8.4.1) can be removed.
func known(coding string) bool {
	switch coding {
	case "gzip", "deflate", "br", "zstd":
		return true
	}
	return false
}

// AppendCodings appends to dst the content codings that header name lists, lower case. Identity is left
// out, and so is chunked, which is framing.
func AppendCodings(dst []string, h *Headers, name string) []string {
	for t := range h.Tokens(name) {
		switch {
		case EqualFold(t, "gzip"), EqualFold(t, "x-gzip"): // the same (RFC 9110 section 8.4.1.3)
			t = "gzip"
		case EqualFold(t, "identity"), EqualFold(t, "none"), EqualFold(t, "chunked"):
			continue
		case EqualFold(t, "deflate"):
			t = "deflate"
		case EqualFold(t, "br"):
			t = "br"
		case EqualFold(t, "zstd"):
			t = "zstd"
		}
		dst = append(dst, t)
	}
	return dst
}

// reader is what takes the codings off coded, the last one first.
func (t *Tools) reader(coded []byte, codings []string) (io.Reader, error) {
	t.source.Reset(coded)
	var r io.Reader = &t.source
	for i := range codings {
		var err error
		if r, err = t.layers[i].reader(r, codings[len(codings)-1-i]); err != nil {
			return nil, explain(err)
		}
	}
	return r, nil
}

// reader is what takes one coding off r.
func (l *layer) reader(r io.Reader, coding string) (io.Reader, error) {
	if l.in == nil {
		l.in = bufio.NewReaderSize(r, 4<<10)
	} else {
		l.in.Reset(r)
	}
	switch coding {
	case "gzip":
		if l.gzip == nil {
			l.gzip = new(gzip.Reader)
		}
		err := l.gzip.Reset(l.in)
		l.gzip.Multistream(false)
		return gzipReader{l}, err
	case "deflate":
		return l.deflateReader()
	case "br":
		if l.brotli == nil {
			l.brotli = brotli.NewReader(l.in)
			return l.brotli, nil
		}
		return l.brotli, l.brotli.Reset(l.in)
	default:
		return l.zstdReader()
	}
}

// gzipReader reads all members (RFC 1952 section 2.2), and passes over what stands behind the last one, as
// browsers do.
type gzipReader struct{ l *layer }

func (g gzipReader) Read(p []byte) (int, error) {
	z, in := g.l.gzip, g.l.in
	n, err := z.Read(p)
	if err != io.EOF {
		return n, err
	}
	if magic, _ := in.Peek(2); len(magic) == 2 && magic[0] == 0x1f && magic[1] == 0x8b && z.Reset(in) == nil {
		z.Multistream(false)
		return n, nil
	}
	return n, io.EOF
}

// deflateReader reads the zlib format that "deflate" means (RFC 9110 section 8.4.1.2), or the bare deflate
// data that some send instead.
func (l *layer) deflateReader() (r io.Reader, err error) {
	head, _ := l.in.Peek(2)
	if len(head) == 2 && head[0]&0xf == 8 && (uint(head[0])<<8|uint(head[1]))%31 == 0 {
		if l.zlib == nil {
			l.zlib, err = zlib.NewReader(l.in)
			if err != nil {
				l.zlib = nil
			}
			return l.zlib, err
		}
		return l.zlib, l.zlib.(zlib.Resetter).Reset(l.in, nil)
	}
	if l.deflate == nil {
		l.deflate = flate.NewReader(l.in)
		return l.deflate, nil
	}
	return l.deflate, l.deflate.(flate.Resetter).Reset(l.in, nil)
}

// zstdReader decodes in the caller's goroutine, with bounded memory.
func (l *layer) zstdReader() (r io.Reader, err error) {
	if l.zstd == nil {
		l.zstd, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecodeBuffersBelow(0))
		if err != nil {
			return nil, err
		}
	}
	return l.zstd, l.zstd.Reset(l.in)
}

// explain puts a decompressor's error in our words.
func explain(err error) error {
	switch {
	case err == nil, err == errTooLong:
		return err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errTooSoon
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, zlib.ErrChecksum), errors.Is(err, zstd.ErrCRCMismatch):
		return errChecksum
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, zlib.ErrHeader), errors.Is(err, zstd.ErrMagicMismatch):
		return errors.New("does not begin like its content coding")
	}
	return errors.New("breaks the rules of its content coding")
}

// scratch is a buffer and a hash to be used at once.
func (t *Tools) scratch() ([]byte, hash.Hash) {
	if t.buf == nil {
		t.buf, t.hash = make([]byte, 32<<10), sha256.New()
	}
	t.hash.Reset()
	return t.buf, t.hash
}
