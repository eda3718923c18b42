package httpsem

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// maxWindow is the window that a zstd frame may ask for (RFC 9659), in bytes.
const maxWindow = 8 << 20

// errTooLong says that a body inflates past what is looked at.
var errTooLong = errors.New("inflates past the 8 MiB that are looked at")

// Tools are the decompressors and buffers that the bodies of one inspector share, one body at a time.
// The zero value is ready.
type Tools struct {
	layers    [maxCodings]layer
	source    bytes.Reader
	hash      hash.Hash
	buf       []byte
	collected int      // bytes of coded bodies held by collectors
	spares    [][]byte // buffers that bodies take turns with
}

// A layer is one of each decompressor, made when it is first needed.
type layer struct {
	in      *bufio.Reader
	deflate deflated
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

// AppendCodings appends to dst the content or transfer codings that header name lists, lower case. Identity is
// left out, and so is chunked, which is framing.
func AppendCodings(dst []string, h *Headers, name string) []string {
	for t := range h.Tokens(name) {
		if name == "Transfer-Encoding" { // which may have parameters
			t, _, _ = strings.Cut(t, ";")
			t = strings.TrimRight(t, " \t")
		}
		switch {
		case EqualFold(t, "gzip"), EqualFold(t, "x-gzip"): // the same (RFC 9110 section 8.4.1.3)
			t = "gzip"
		case EqualFold(t, "identity"), EqualFold(t, "none"), EqualFold(t, "chunked"):
			continue
		case EqualFold(t, "deflate"), EqualFold(t, "x-deflate"):
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
		if i > 0 { // what is between two codings may be long, and come to nothing
			r = io.LimitReader(r, maxInflated)
		}
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
	case "gzip", "deflate":
		return &l.deflate, l.deflate.reset(l.in, coding == "deflate")
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
	case err == nil, err == errTooLong, err == errTooSoon, err == errNotCoded, err == errChecksum, err == errNoSum:
		return err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errTooSoon
	case errors.Is(err, zstd.ErrCRCMismatch):
		return errChecksum
	case errors.Is(err, zstd.ErrMagicMismatch):
		return errNotCoded
	}
	return errors.New("breaks the rules of its content coding")
}

// drains says whether codings come off coded to the end.
func (t *Tools) drains(coded []byte, codings []string) bool {
	r, err := t.reader(coded, codings)
	if err != nil {
		return false
	}
	buf, _ := t.scratch()
	for n := 0; err == nil && n <= maxInflated; {
		var m int
		m, err = r.Read(buf)
		n += m
	}
	return err == nil || err == io.EOF || err == errChecksum || err == errNoSum
}

// scratch is a buffer and a hash to be used at once.
func (t *Tools) scratch() ([]byte, hash.Hash) {
	if t.buf == nil {
		t.buf, t.hash = make([]byte, 32<<10), sha256.New()
	}
	t.hash.Reset()
	return t.buf, t.hash
}
