package capture

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"testing"
	"testing/iotest"
)

// hostileFiles are files of which every part is tried.
func hostileFiles(t testing.TB) map[string][]byte {
	files := map[string][]byte{}
	for name, dump := range map[string]string{
		"pcap, little-endian": pcapLittleMicro,
		"pcap, big-endian":    pcapBigNano,
		"pcapng":              pcapngEverything,
	} {
		files[name] = fileBytes(t, dump)
	}
	return files
}

// readHostile reads a file to its end, and checks what must hold for any.
func readHostile(t testing.TB, src io.Reader) (frames int, err error) {
	r, err := NewReader(src, "x")
	if err != nil {
		return 0, err
	}
	defer r.Close()
	for {
		var f Frame
		if err := r.Next(&f); err != nil {
			var fe *FileError
			var pe *FormatError
			if err != io.EOF && !errors.As(err, &fe) && !errors.As(err, &pe) {
				t.Errorf("error of type %T: %v", err, err)
			}
			if bytes.ContainsAny([]byte(err.Error()), "\n\r\x1b") {
				t.Errorf("error of more than a line: %q", err)
			}
			if again := r.Next(&f); again != err {
				t.Errorf("%v, and then %v", err, again)
			}
			return frames, err
		}
		frames++
		if f.Number != frames || f.Interface >= len(r.Interfaces()) || f.Length < len(f.Data) || len(f.Data) > MaxFrame {
			t.Fatalf("frame %d: %+v", frames, f)
		}
	}
}

// Every truncation: no more frames than the whole has, and an end without an error only between two records.
func TestEveryTruncation(t *testing.T) {
	for name, file := range hostileFiles(t) {
		t.Run(name, func(t *testing.T) {
			all, err := readHostile(t, bytes.NewReader(file))
			if err != io.EOF {
				t.Fatal(err)
			}
			last := 0
			for n := range file {
				frames, err := readHostile(t, bytes.NewReader(file[:n]))
				if err == nil || frames < last || frames > all {
					t.Errorf("cut at %d: %d frames, %v", n, frames, err)
				}
				if err == io.EOF && n%4 != 0 && name == "pcapng" {
					t.Errorf("cut at %d: taken for whole", n)
				}
				last = frames
			}
		})
	}
}

// Every single-bit and whole-byte flip: no panic, and no memory for what is only claimed.
func TestEveryFlip(t *testing.T) {
	for name, file := range hostileFiles(t) {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			tries := 0
			for n := range file {
				for _, mask := range []byte{1, 2, 4, 8, 16, 32, 64, 128, 255} {
					flipped := bytes.Clone(file)
					flipped[n] ^= mask
					readHostile(t, bytes.NewReader(flipped))
					tries++
				}
			}
			runtime.ReadMemStats(&after)
			if each := (after.TotalAlloc - before.TotalAlloc) / uint64(tries); each > 256<<10 {
				t.Errorf("%d bytes allocated for each file of %d", each, len(file))
			}
		})
	}
}

func FuzzReader(f *testing.F) {
	for _, file := range hostileFiles(f) {
		f.Add(file)
		f.Add(gzipped(f, file))
	}
	f.Add(fileBytes(f, pcapngHeader+pcapngEthernet+pcapngPacket))
	f.Fuzz(func(t *testing.T, file []byte) {
		frames, err := readHostile(t, bytes.NewReader(file))
		if len(file) > 4096 || len(file) > 2 && file[0] == 0x1f {
			return
		}
		again, errAgain := readHostile(t, iotest.OneByteReader(bytes.NewReader(file)))
		if again != frames || errAgain.Error() != err.Error() {
			t.Errorf("%d frames, %v; byte by byte %d frames, %v", frames, err, again, errAgain)
		}
	})
}
