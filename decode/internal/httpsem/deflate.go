package httpsem

import (
	"bufio"
	"compress/flate"
	"encoding/binary"
	"errors"
	"hash"
	"hash/adler32"
	"hash/crc32"
	"io"
)

var (
	errTooSoon  = errors.New("ends too soon")
	errChecksum = errors.New("its checksum does not match")
	errNoSum    = errors.New("its checksum is missing")
	errNotCoded = errors.New("does not begin like its content coding")
)

// A deflated reads gzip (RFC 1952), zlib (RFC 1950) and bare deflate data (RFC 1951): which of them it is shows in
// the first bytes, and the names are mixed up often enough. Unlike the standard library's readers it tells data
// that is all there, but for its checksum, from data that is cut off.
type deflated struct {
	in    *bufio.Reader
	flate io.ReadCloser
	crc   hash.Hash32
	adler hash.Hash32
	sum   hash.Hash32 // one of them; nil for bare deflate data
	size  uint32      // of what came out of this member
	gzip  bool
	doubt error // what was wrong with a checksum, to be told at the end
	head  [10]byte
}

// reset begins anew with what stands in in. bare says that deflate data may come without any header.
func (d *deflated) reset(in *bufio.Reader, bare bool) error {
	if d.crc == nil {
		d.crc, d.adler = crc32.NewIEEE(), adler32.New()
	}
	d.in, d.doubt = in, nil
	err := d.begin()
	if err == nil && d.sum == nil && !bare {
		return errNotCoded
	}
	return err
}

// begin reads the header before the deflate data.
func (d *deflated) begin() error {
	d.size, d.sum, d.gzip = 0, nil, false
	head, _ := d.in.Peek(2)
	switch {
	case len(head) < 2:
		return errTooSoon
	case head[0] == 0x1f && head[1] == 0x8b:
		d.gzip, d.sum = true, d.crc
		if err := d.skipGzipHeader(); err != nil {
			return err
		}
	case head[0]&0xf == 8 && binary.BigEndian.Uint16(head)%31 == 0 && head[1]&0x20 == 0:
		d.sum = d.adler
		d.in.Discard(2)
	}
	if d.sum != nil {
		d.sum.Reset()
	}
	if d.flate == nil {
		d.flate = flate.NewReader(d.in)
		return nil
	}
	return d.flate.(flate.Resetter).Reset(d.in, nil)
}

// skipGzipHeader passes over a member's header (RFC 1952 section 2.3).
func (d *deflated) skipGzipHeader() error {
	const hasCRC, hasExtra, hasName, hasComment = 1 << 1, 1 << 2, 1 << 3, 1 << 4
	in, head := d.in, d.head[:]
	if _, err := io.ReadFull(in, head); err != nil {
		return errTooSoon
	}
	if head[2] != 8 {
		return errNotCoded
	}
	flags := head[3]
	if flags&hasExtra != 0 {
		if _, err := io.ReadFull(in, head[:2]); err != nil {
			return errTooSoon
		}
		if _, err := in.Discard(int(binary.LittleEndian.Uint16(head))); err != nil {
			return errTooSoon
		}
	}
	for _, text := range [...]byte{hasName, hasComment} {
		for b := byte(1); flags&text != 0 && b != 0; {
			var err error
			if b, err = in.ReadByte(); err != nil {
				return errTooSoon
			}
		}
	}
	if flags&hasCRC != 0 {
		if _, err := in.Discard(2); err != nil {
			return errTooSoon
		}
	}
	return nil
}

// Read gives all members of gzip data in a row, and passes over what stands behind the last one, as browsers do.
func (d *deflated) Read(p []byte) (int, error) {
	n, err := d.flate.Read(p)
	if d.sum != nil {
		d.sum.Write(p[:n])
		d.size += uint32(n)
	}
	switch {
	case err == nil:
		return n, nil
	case err == io.ErrUnexpectedEOF:
		return n, errTooSoon
	case err != io.EOF:
		return n, err
	}
	if err := d.check(); err != nil && d.doubt == nil {
		d.doubt = err
	}
	if next, _ := d.in.Peek(2); d.gzip && len(next) == 2 && next[0] == 0x1f && next[1] == 0x8b && d.begin() == nil {
		return n, nil
	}
	if d.doubt != nil {
		return n, d.doubt
	}
	return n, io.EOF
}

// check reads what stands behind the deflate data: the checksum, and in gzip the size.
func (d *deflated) check() error {
	if d.sum == nil {
		return nil
	}
	want := d.head[:4]
	if d.gzip {
		want = d.head[:8]
	}
	if _, err := io.ReadFull(d.in, want); err != nil {
		return errNoSum
	}
	if !d.gzip && binary.BigEndian.Uint32(want) != d.sum.Sum32() {
		return errChecksum
	}
	if d.gzip && (binary.LittleEndian.Uint32(want) != d.sum.Sum32() || binary.LittleEndian.Uint32(want[4:]) != d.size) {
		return errChecksum
	}
	return nil
}
