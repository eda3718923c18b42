package capture

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
)

// fileBytes makes bytes of a dump: hexadecimal digits, and comments from # to the line's end.
func fileBytes(t testing.TB, dump string) []byte {
	t.Helper()
	var digits strings.Builder
	for line := range strings.Lines(dump) {
		line, _, _ = strings.Cut(line, "#")
		digits.WriteString(strings.Join(strings.Fields(line), ""))
	}
	b, err := hex.DecodeString(digits.String())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// framesOf reads all frames of a file that is given as bytes, and what Next ended with.
func framesOf(t testing.TB, src io.Reader) ([]Frame, *Reader, error) {
	t.Helper()
	r, err := NewReader(src, "x")
	if err != nil {
		return nil, nil, err
	}
	t.Cleanup(func() { r.Close() })
	var frames []Frame
	var f Frame
	for {
		if err := r.Next(&f); err != nil {
			return frames, r, err
		}
		f.Data = bytes.Clone(f.Data)
		frames = append(frames, f)
	}
}

func gzipped(t testing.TB, parts ...[]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, part := range parts {
		w := gzip.NewWriter(&b)
		w.Write(part)
		w.Close()
	}
	return b.Bytes()
}

func at(sec, nsec int64) time.Time { return time.Unix(sec, nsec).UTC() }

func TestReaderSources(t *testing.T) {
	file := fileBytes(t, pcapLittleMicro)
	want, _, err := framesOf(t, bytes.NewReader(file))
	if err != io.EOF {
		t.Fatal(err)
	}
	pipe := func() io.Reader {
		pr, pw := io.Pipe()
		go func() {
			for _, b := range file {
				pw.Write([]byte{b})
			}
			pw.Close()
		}()
		return pr
	}
	for name, src := range map[string]io.Reader{
		"byte by byte":             iotest.OneByteReader(bytes.NewReader(file)),
		"by halves":                iotest.HalfReader(bytes.NewReader(file)),
		"end with the last bytes":  iotest.DataErrReader(bytes.NewReader(file)),
		"pipe":                     pipe(),
		"gzip":                     bytes.NewReader(gzipped(t, file)),
		"gzip byte by byte":        iotest.OneByteReader(bytes.NewReader(gzipped(t, file))),
		"gzip of several members":  bytes.NewReader(gzipped(t, file[:30], file[30:31], nil, file[31:])),
		"gzip of many members":     bytes.NewReader(gzipped(t, append(make([][]byte, 1000), file)...)),
		"gzip, filled up":          bytes.NewReader(append(gzipped(t, file[:30], file[30:]), make([]byte, 1000)...)),
		"gzip, end with last data": iotest.DataErrReader(bytes.NewReader(gzipped(t, file))),
	} {
		t.Run(name, func(t *testing.T) {
			got, r, err := framesOf(t, src)
			if err != io.EOF {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if again := r.Next(&Frame{}); again != io.EOF {
				t.Error("then:", again)
			}
		})
	}
}

func TestOpenFile(t *testing.T) {
	dir := t.TempDir()
	file := fileBytes(t, pcapLittleMicro)
	path := filepath.Join(dir, "two.pcap")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	r.First = 41
	var f Frame
	for want := 41; want < 43; want++ {
		if err := r.Next(&f); err != nil || f.Number != want {
			t.Fatalf("frame %d, error %v; want frame %d", f.Number, err, want)
		}
	}
	if r.Next(&f) != io.EOF {
		t.Error("no end")
	}
	if r.Size() != int64(len(file)) || r.Pos() != r.Size() {
		t.Errorf("size %d, position %d; want both %d", r.Size(), r.Pos(), len(file))
	}
}

func TestNotACapture(t *testing.T) {
	for _, tc := range []struct{ name, file, want string }{
		{"empty", "", "x is empty"},
		{"one byte", "\xd4", "x is not a capture file (pcap or pcapng): it begins with d4"},
		{"text", "GET / HTTP/1.1\r\n", `x is not a capture file (pcap or pcapng): it begins with 47 45 54 20 2f 20 48 54 ("GET / HT")`},
		{"escape", "\x1b[2J\x1b[2J", "x is not a capture file (pcap or pcapng): it begins with 1b 5b 32 4a 1b 5b 32 4a"},
		{"modified", "\x34\xcd\xb2\xa1\x02\x00\x04\x00", "x is a “modified” pcap file (Kuznetzov's, of old Linux systems); convert it first: editcap -F pcapng OLD NEW"},
		{"IXIA", "\x1c\x00\x01\xac", "x is a pcap file of IXIA's variant (lcap, hardware time stamps); convert it first: editcap -F pcapng OLD NEW"},
		{"snoop", "snoop\x00\x00\x00\x00\x00\x00\x02", "x is a capture of snoop, not pcap or pcapng; convert it first: editcap -F pcapng OLD NEW"},
		{"zstd", "\x28\xb5\x2f\xfd\x00\x00\x00\x00", "x is packed with zstd; unpack it first: zstd -d"},
		{"bad gzip", "\x1f\x8b\x07", "x is packed with gzip, but can't be unpacked: the packed data ends too early"},
		{"torn gzip", "\x1f\x8b\x08\x00\xff\xcb\xd9\xf5\x5f\xbc", "x is packed with gzip, but can't be unpacked: the packed data ends too early"},
		{"damaged gzip", "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xff", "x is packed with gzip, but can't be unpacked: corrupt input before offset 1"},
		{"gzip of nothing", string(gzipped(t, nil)), "x is empty"},
		{"gzip in gzip", string(gzipped(t, []byte("\x1f\x8b\x08\x00\x00\x00\x00\x00"))), "x is not a capture file (pcap or pcapng): it begins with 1f 8b 08 00 00 00 00 00"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, _, err := framesOf(t, strings.NewReader(tc.file))
			if err == nil || err.Error() != tc.want {
				t.Errorf("error %v\nwant  %s", err, tc.want)
			}
			var fe *FormatError
			if !errors.As(err, &fe) {
				t.Errorf("%T, not a FormatError", err)
			}
		})
	}
	dir := t.TempDir()
	if _, err := OpenFile(dir); err == nil || err.Error() != dir+" is a directory" {
		t.Error(err)
	}
	if _, err := OpenFile(filepath.Join(dir, "missing")); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

// What can be read of a file is delivered before the error.
func TestBrokenSources(t *testing.T) {
	file := fileBytes(t, pcapLittleMicro)
	packed := gzipped(t, file)
	wrongSum := bytes.Clone(packed)
	wrongSum[len(wrongSum)-8] ^= 1
	broken := errors.New("the disk is gone")
	for _, tc := range []struct {
		name   string
		src    io.Reader
		frames int
		want   string
	}{
		{"torn header", bytes.NewReader(file[:20]), 0, "x: at byte 0: the file ends in the pcap header: 20 of its 24 bytes are there"},
		{"torn head", bytes.NewReader(file[:len(file)-20]), 1, "x: at byte 44: the file ends in the head of a record: 2 of its 16 bytes are there"},
		{"torn record", bytes.NewReader(file[:len(file)-1]), 1, "x: at byte 44: the file ends in a record: 21 of its 22 bytes are there"},
		{"torn gzip", bytes.NewReader(packed[:len(packed)-9]), 2, "x: at byte 66: the file can't be read on in the head of a record: the packed data ends too early"},
		{"gzip checksum", bytes.NewReader(wrongSum), 2, "x: at byte 66: the file can't be read on in the head of a record: invalid checksum"},
		{"read error", io.MultiReader(bytes.NewReader(file[:50]), iotest.ErrReader(broken)), 1, "x: at byte 44: the file can't be read on in the head of a record: the disk is gone"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			frames, r, err := framesOf(t, tc.src)
			if err == nil || err.Error() != tc.want {
				t.Errorf("error %v\nwant  %s", err, tc.want)
			}
			if len(frames) != tc.frames {
				t.Errorf("%d frames, want %d", len(frames), tc.frames)
			}
			if r != nil && r.Next(&Frame{}) != err {
				t.Error("the next call says something else")
			}
		})
	}
}

// Records longer than the headroom, and than a chunk, come whole.
func TestLongRecords(t *testing.T) {
	var file bytes.Buffer
	w, err := NewWriter(&file, WriterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for n, size := range []int{1, headroom, chunkSize - 5, 70, 3 * chunkSize, headroom + 1, 1, chunkSize} {
		data := bytes.Repeat([]byte{byte(n)}, size)
		for range 3 {
			if err := w.Frame(&Frame{Link: LinkEthernet, Time: at(1, 0), Data: data}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	want, _, err := framesOf(t, bytes.NewReader(file.Bytes()))
	if err != io.EOF || len(want) != 24 {
		t.Fatal(len(want), err)
	}
	for _, f := range want {
		if c := f.Data[0]; bytes.Count(f.Data, []byte{c}) != len(f.Data) {
			t.Errorf("frame %d is mixed up", f.Number)
		}
	}
	small := &smallReads{src: bytes.NewReader(file.Bytes()), size: 4099}
	got, _, err := framesOf(t, small)
	if err != io.EOF || len(got) != len(want) {
		t.Fatal(len(got), err)
	}
	for n := range want {
		if !bytes.Equal(want[n].Data, got[n].Data) {
			t.Errorf("by small reads, frame %d is another", n+1)
		}
	}
}

// smallReads is a reader that gives at most size bytes at a time, as pipes do.
type smallReads struct {
	src  io.Reader
	size int
}

func (r *smallReads) Read(b []byte) (int, error) { return r.src.Read(b[:min(len(b), r.size)]) }

// Close ends a Next that waits for a pipe on which nothing comes.
func TestCloseEndsWaiting(t *testing.T) {
	pr, pw := io.Pipe()
	defer pw.Close()
	go pw.Write(fileBytes(t, pcapLittleMicro))
	r, err := NewReader(pr, "x")
	if err != nil {
		t.Fatal(err)
	}
	var f Frame
	for range 2 {
		if err := r.Next(&f); err != nil {
			t.Fatal(err)
		}
	}
	ended := make(chan error)
	go func() { ended <- r.Next(&f) }()
	r.Close()
	if err := <-ended; !errors.Is(err, os.ErrClosed) {
		t.Error(err)
	}
}
