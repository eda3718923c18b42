package capture

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// sizeOf is the length of a regular file, or of what is in memory; else 0.
func sizeOf(src io.Reader) int64 {
	if memory, ok := src.(interface{ Len() int }); ok {
		return int64(memory.Len())
	}
	file, ok := src.(*os.File)
	if !ok {
		return 0
	}
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return 0
	}
	return info.Size()
}

// describe is the error for a file whose first bytes can't be had.
func describe(name string, err error) error {
	switch {
	case errors.Is(err, syscall.EISDIR):
		return &FormatError{name, "is a directory"}
	case unpacking(err):
		return &FormatError{name, "is packed with gzip, but can't be unpacked: " + reason(err)}
	}
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return fmt.Errorf("can't read %s: %w", name, err)
}

// replay reads head, and then goes on with src.
type replay struct {
	head []byte
	rest error // what src has said behind head, if it has
	src  io.Reader
}

func (r *replay) Read(b []byte) (int, error) {
	if len(r.head) > 0 {
		n := copy(b, r.head)
		r.head = r.head[n:]
		return n, nil
	}
	if r.rest != nil {
		return 0, r.rest
	}
	return r.src.Read(b)
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
