package wiring

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"eavesdrop/capture"
	"eavesdrop/decode"
	"eavesdrop/report"
	"eavesdrop/report/jsonl"
	"eavesdrop/report/term"
)

// listen runs bytes that claim to be a capture file through everything that there is: reading, reassembly,
// decoding with keys, every reporter (those for people, which take their time, only to show). It must not crash,
// whatever they are.
func listen(t testing.TB, file []byte, o Options, show bool) report.Counts {
	r, err := capture.NewReader(bytes.NewReader(file), "fuzzed")
	var format *capture.FormatError
	if errors.As(err, &format) {
		return report.Counts{}
	}
	if err != nil {
		t.Fatalf("not one of our errors: %v", err)
	}
	defer r.Close()
	frames := map[int]*decode.Packet{}
	packets := func(n int) (*decode.Packet, bool) { p, ok := frames[n]; return p, ok }
	lines, printer := jsonl.New(io.Discard), term.New(io.Discard, term.Options{})
	ledger := Ledger("fuzzed", report.Holding(decode.FernetKey, decode.KeyLog, decode.ServerKey), &o)
	handle := func(e *decode.Event) {
		if len(frames) > 1000 {
			return // enough was printed
		}
		lines.Event(e)
		ledger.Add(e)
		if !show {
			return
		}
		printer.Live(e)
		printer.Tree(e, packets)
		printer.Hex(e, packets)
	}
	a := capture.NewAssembler(Inspector(handle, &o), capture.Limits{})
	var f capture.Frame
	for {
		err := r.Next(&f)
		if err != nil {
			var torn *capture.FileError
			if err != io.EOF && !errors.As(err, &torn) {
				t.Fatalf("not one of our errors: %v", err)
			}
			break
		}
		if show && len(frames) <= 1000 {
			frames[f.Number] = capture.Dissect(&f)
		}
		a.Frame(&f)
	}
	a.Flush()
	c := Counts(a.Counts())
	if c.Seen != c.Decoded+c.SkippedTotal() {
		t.Errorf("%d frames seen, %d decoded, %d skipped", c.Seen, c.Decoded, c.SkippedTotal())
	}
	ledger.Finish(c)
	printer.Ledger(ledger)
	if err := lines.Flush(); err != nil {
		t.Error(err)
	}
	return c
}

// recorded are the captures of the demo, and the options with all their keys.
func recorded(t testing.TB) (map[string][]byte, Options) {
	paths, err := filepath.Glob("../../../testdata/pcaps/*.pcapng")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no captures: %v", err)
	}
	files := map[string][]byte{}
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(p)] = b
	}
	o := Options{Digest: true}
	if err := o.LookFor("fluffy tail"); err != nil {
		t.Fatal(err)
	}
	keylog, err := o.OpenKeyLog("../../../testdata/pcaps/keys.log", false)
	if err != nil {
		t.Fatal(err)
	}
	keylog.Close()
	if err := o.AddServerKey("../../../testdata/pcaps/tls-rsa-leaked-private-key.pem"); err != nil {
		t.Fatal(err)
	}
	key, err := os.ReadFile("../../../testdata/pcaps/fernet.key")
	if err != nil {
		t.Fatal(err)
	}
	if err := o.AddFernetKeys(strings.TrimSpace(string(key))); err != nil {
		t.Fatal(err)
	}
	return files, o
}

// Flips of bytes and truncations of captures end without a crash, in bounded memory: every one of those of the first
// lesson; of the others some, and with HOSTILE=all in the environment every one, which takes minutes.
func TestFlipsAndTruncations(t *testing.T) {
	files, o := recorded(t)
	for name, file := range files {
		step := 29
		switch name {
		case "http.pcapng", "fernet.pcapng", "tls.pcapng":
			step = 1
		}
		if testing.Short() || raceEnabled {
			step = 61
		}
		if os.Getenv("HOSTILE") == "all" {
			step = 1
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c := listen(t, file, o, true); c.Decoded == 0 {
				t.Fatal("the capture as it is gives nothing")
			}
			for i := 0; i < len(file); i += step {
				file := bytes.Clone(file)
				file[i] ^= 1 << (i % 8)
				listen(t, file, o, i%16 == 0)
				file[i] ^= 1 << (i % 8)
				file[i] ^= 0xff
				listen(t, file, o, i%16 == 8)
				file[i] ^= 0xff
				listen(t, file[:i], o, i%16 == 4)
			}
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			if m.Sys > 1<<30 {
				t.Errorf("%d MB taken", m.Sys>>20)
			}
		})
	}
}

func FuzzPipeline(f *testing.F) {
	files, o := recorded(f)
	for _, file := range files {
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, file []byte) { listen(t, file, o, true) })
}
