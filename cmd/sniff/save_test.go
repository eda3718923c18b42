package main

import (
	"bytes"
	"context"
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"eavesdrop/capture"
	"eavesdrop/report"
)

// A key log that stands in the file that is read stands in the one that is saved, before its frames.
func TestSaveSecrets(t *testing.T) {
	const keylog = "CLIENT_RANDOM 00 11\n"
	dir := t.TempDir()
	from, to := filepath.Join(dir, "from.pcapng"), filepath.Join(dir, "to.pcapng")
	var b bytes.Buffer
	w, err := capture.NewWriter(&b, capture.WriterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	frame := &capture.Frame{Time: time.Unix(1, 0), Link: capture.LinkEthernet, Length: 60, Data: make([]byte, 60)}
	for _, err := range []error{w.Secrets([]byte(keylog)), w.Frame(frame), w.Secrets([]byte(keylog)), w.Frame(frame), w.Close(), os.WriteFile(from, b.Bytes(), 0o600)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	var out, errs bytes.Buffer
	if code := run(context.Background(), []string{"read", "-w", to, from}, nil, &out, &errs); code != 0 {
		t.Fatalf("exit %d: %s", code, &errs)
	}
	r, err := capture.OpenFile(to)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for n := 1; n <= 2; n++ {
		var f capture.Frame
		if err := r.Next(&f); err != nil {
			t.Fatal(err)
		}
		if got := len(r.Secrets()); got != n || string(r.Secrets()[n-1]) != keylog {
			t.Errorf("before frame %d: secrets %q", n, r.Secrets())
		}
	}
}

// What somebody wrote down in the file that is read, and the names in it, stand in the one that is saved: for tshark as
// for sniff. What is about a packet that did not pass the filter does not.
func TestSaveNotes(t *testing.T) {
	const passes = "port 5683"
	if _, err := capture.CompileFilter(capture.LinkRaw, passes); err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	from, to := filepath.Join(dir, "from.pcapng"), filepath.Join(dir, "to.pcapng")
	var b bytes.Buffer
	w, err := capture.NewWriter(&b, capture.WriterOptions{Comments: []string{"of the whole"}})
	if err != nil {
		t.Fatal(err)
	}
	raw := func(ports string) *capture.Frame {
		packet := "\x45\x00\x00\x1c\x00\x00\x00\x00\x40\x11\x00\x00\xc0\x00\x02\x01\xc0\x00\x02\x02" + ports + "\x00\x08\x00\x00"
		return &capture.Frame{Time: time.Unix(1, 0), Link: capture.LinkRaw, Length: len(packet), Data: []byte(packet)}
	}
	for _, err := range []error{
		w.Name(netip.MustParseAddr("192.0.2.1"), "one.example"),
		w.Frame(raw("\x00\x07\x00\x09"), "of a packet that does not pass"),
		w.Frame(raw("\x16\x33\x16\x33"), "of one that does", "and more of it"),
		w.Comment("of the rest"),
		w.Name(netip.MustParseAddr("192.0.2.2"), "two.example"),
		w.Frame(raw("\x16\x33\x16\x33")),
		w.Close(), os.WriteFile(from, b.Bytes(), 0o600),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	var out, errs bytes.Buffer
	if code := run(context.Background(), []string{"read", "-w", to, from, passes}, nil, &out, &errs); code != 0 {
		t.Fatalf("exit %d: %s", code, &errs)
	}
	r, err := capture.OpenFile(to)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var got []string
	r.OnName = func(addr netip.Addr, name string) { got = append(got, addr.String()+" is "+name) }
	r.OnComment = func(c capture.Comment) { got = append(got, fmt.Sprint(c.Frame, " ", c.Text)) }
	for f := (capture.Frame{}); r.Next(&f) == nil; {
	}
	if diff := cmp.Diff([]string{
		"0 of the whole", "192.0.2.1 is one.example", "1 of one that does", "1 and more of it", "0 of the rest", "192.0.2.2 is two.example",
	}, got); diff != "" {
		t.Error(diff)
	}
	if _, err := exec.LookPath("tshark"); err != nil {
		t.Skip("tshark is not installed")
	}
	seen, err := exec.Command("tshark", "-N", "n", "-r", to, "-T", "fields", "-E", "aggregator=|", "-e", "frame.number", "-e", "frame.comment", "-e", "ip.src_host").CombinedOutput()
	if want := "1\tof one that does|and more of it\tone.example\n2\t\tone.example\n"; err != nil || !strings.HasSuffix(string(seen), want) {
		t.Errorf("tshark: %v\n%s", err, seen)
	}
}

// What the kernel counted is in the file, also when no frame came.
func TestSaveCounts(t *testing.T) {
	for _, frames := range []int{0, 1} {
		var b bytes.Buffer
		s := newSaver("-", &b)
		s.begin(0, func() []capture.Interface {
			return []capture.Interface{{Link: capture.LinkEthernet, Name: "lo"}}
		})
		if err := s.open(); err != nil {
			t.Fatal(err)
		}
		for range frames {
			if err := s.frame(&capture.Frame{Link: capture.LinkEthernet, Length: 4, Data: make([]byte, 4)}); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.counts(7, 3); err != nil {
			t.Fatal(err)
		}
		if err := s.close(); err != nil {
			t.Fatal(err)
		}
		r, err := capture.NewReader(&b, "saved")
		if err != nil {
			t.Fatal(err)
		}
		var f capture.Frame
		for err == nil {
			err = r.Next(&f)
		}
		got := r.Interfaces()
		if len(got) != 1 || got[0].Name != "lo" || !got[0].Counted || got[0].Received != 7 || got[0].Dropped != 3 || got[0].Frames != frames {
			t.Errorf("%d frames: %+v", frames, got)
		}
	}
}

// A file's name cannot command the terminal that progress is drawn on, nor fill its line.
func TestProgressName(t *testing.T) {
	p := newProgress(streams{}, "\x1b[2J"+strings.Repeat("long", 50))
	if strings.Contains(p.name, "\x1b") || report.Width(p.name) > 30 {
		t.Errorf("name drawn: %q", p.name)
	}
}
