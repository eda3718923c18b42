package capture

import (
	"bufio"
	"errors"
	"io"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
)

// A packedFile is what a file packed with gzip unpacks to: its members one behind the other (RFC 1952, section 2.2). Zeros
// that fill up the file behind them, as on tapes, are nothing.
type packedFile struct {
	src    *bufio.Reader
	member *gzip.Reader
}

func newPackedFile(src io.Reader) (*packedFile, error) {
	f := &packedFile{src: bufio.NewReaderSize(src, 64<<10)}
	member, err := gzip.NewReader(f.src)
	if err != nil {
		return nil, tornHeader(err)
	}
	member.Multistream(false)
	f.member = member
	return f, nil
}

func (f *packedFile) Read(b []byte) (int, error) {
	for {
		n, err := f.member.Read(b)
		if err == io.EOF {
			err = f.next()
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
}

// next goes on to the next member; io.EOF when there is none.
func (f *packedFile) next() error {
	for {
		c, err := f.src.ReadByte()
		if err != nil {
			return err
		}
		if c != 0 {
			break
		}
	}
	if err := f.src.UnreadByte(); err != nil {
		return err
	}
	if err := f.member.Reset(f.src); err != nil {
		return tornHeader(err)
	}
	f.member.Multistream(false)
	return nil
}

// tornHeader is the error for a member whose header could not be read: that the file ends in there is no end of the file.
func tornHeader(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// unpacking says that an error is not one of reading, but of what was read.
func unpacking(err error) bool {
	var corrupt flate.CorruptInputError
	return errors.As(err, &corrupt) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum)
}
