package capture

import (
	"bytes"
	"errors"
	"io"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// written is a file with all that a Writer can say.
func written(t *testing.T) (file []byte, frames []Frame) {
	t.Helper()
	var b bytes.Buffer
	w, err := NewWriter(&b, WriterOptions{
		Application: "eavesdrop test",
		Comments:    []string{"what it is", "and how it came to be"},
		Interfaces:  []Interface{{Link: LinkEthernet, Name: "lo", Description: "loopback", Filter: "port 5683", SnapLen: 262144, FCS: 4}},
	})
	if err != nil {
		t.Fatal(err)
	}
	frames = []Frame{
		{Number: 1, Time: at(1697603072, 123456789), Link: LinkEthernet, Length: 60, Data: bytes.Repeat([]byte{1}, 60)},
		{Number: 2, Time: at(1697603072, 123456790), Link: LinkRaw, Interface: 1, Length: 1500, Data: []byte{0x45, 0, 0}},
		{Number: 3, Time: at(0, 0), Link: LinkEthernet, Data: []byte{}},
	}
	w.SetCounts(0, 12, 3)
	if err := errors.Join(
		w.Frame(&frames[0]),
		w.Secrets([]byte("CLIENT_RANDOM 00 11\n")),
		w.Name(netip.MustParseAddr("192.0.2.1"), "four.example"),
		w.Name(netip.MustParseAddr("2001:db8::1"), "six.example"),
		w.Frame(&frames[1], "the second", "cut short"),
		w.Comment("an afterthought"),
		w.Frame(&frames[2]),
		w.Close(),
	); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), frames
}

// What was written is read.
func TestWriter(t *testing.T) {
	file, want := written(t)
	frames, r, err := framesOf(t, bytes.NewReader(file))
	if err != io.EOF {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, frames); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Interface{
		{Link: LinkEthernet, Name: "lo", Description: "loopback", Filter: "port 5683", SnapLen: 262144, FCS: 4,
			Resolution: 1, Frames: 2, Counted: true, Received: 12, Dropped: 3},
		{Link: LinkRaw, FCS: -1, Resolution: 1, Frames: 1},
	}, r.Interfaces()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][]byte{[]byte("CLIENT_RANDOM 00 11\n")}, r.Secrets()); diff != "" {
		t.Error(diff)
	}
	names, comments := notesOf(t, file)
	if diff := cmp.Diff([]string{"192.0.2.1 four.example", "2001:db8::1 six.example"}, names); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Comment{
		{Text: "what it is"}, {Text: "and how it came to be"}, {Frame: 2, Text: "the second"}, {Frame: 2, Text: "cut short"}, {Text: "an afterthought"},
	}, comments); diff != "" {
		t.Error(diff)
	}
}

// The bytes of the smallest file.
func TestWriterBytes(t *testing.T) {
	var b bytes.Buffer
	w, err := NewWriter(&b, WriterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Frame(&Frame{Time: at(4, 294967296), Link: LinkEthernet, Length: 9, Data: []byte{1, 2, 3, 4, 5}}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	want := fileBytes(t, `
		0a0d0d0a 30000000 4d3c2b1a 0100 0000 ffffffffffffffff # section header block, 48 bytes, version 1.0
		0400 0900 6561766573 64726f70 000000                  # application: "eavesdrop"
		0000 0000 30000000
		01000000 20000000 0100 0000 00000000                  # interface description block, 32 bytes: Ethernet, no snaplen
		0900 0100 09000000 0000 0000 20000000                 # nanoseconds
		06000000 28000000 00000000                            # enhanced packet block, 40 bytes, interface 0
		01000000 00000000 05000000 09000000                   # 2^32 ns; 5 bytes of 9
		0102030405 000000 28000000
		05000000 28000000 00000000 01000000 00000000          # interface statistics block, 40 bytes, interface 0, 2^32 ns
		0800 0800 0100000000000000 0000 0000 28000000         # delivered: 1
	`)
	if diff := cmp.Diff(want, b.Bytes()); diff != "" {
		t.Error(diff)
	}
}

func TestWriterErrors(t *testing.T) {
	w, err := NewWriter(io.Discard, WriterOptions{Interfaces: []Interface{{Link: LinkRaw}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Frame(&Frame{Number: 7, Link: LinkEthernet}); err == nil || err.Error() != "frame 7 is of link type 1, but its interface of 101" {
		t.Error(err)
	}
	if err := w.Frame(&Frame{Number: 8, Link: LinkRaw, Data: make([]byte, MaxFrame+1)}); err == nil {
		t.Error("a frame too long was written")
	}
	full := errors.New("no space left")
	w, err = NewWriter(failing{full}, WriterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != full {
		t.Error(err)
	}
	if err := w.Frame(&Frame{Data: []byte{1}}); err != full {
		t.Error(err)
	}
	if err := w.Close(); err != full {
		t.Error(err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// Wireshark's tools read what was written.
func TestWriterWireshark(t *testing.T) {
	file, _ := written(t)
	path := filepath.Join(t.TempDir(), "x.pcapng")
	if err := os.WriteFile(path, file, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ command, want string }{
		{"capinfos -M -c", "Number of packets:   3"},
		{"capinfos -M", "Capture application: eavesdrop test"},
		{"capinfos -M -k", "Capture comment:     what it is"},
		{"capinfos -M", "Number of decryption secrets in file: 1"},
		{"capinfos -M", "Filter string = port 5683"},
		{"tshark -T fields -e frame.number -e frame.len -e frame.interface_name -e frame.time_epoch -r", "1\t60\tlo\t1697603072.123456789"},
	} {
		args := strings.Fields(tc.command)
		if _, err := exec.LookPath(args[0]); err != nil {
			t.Skip(args[0], "is not installed")
		}
		out, err := exec.Command(args[0], append(args[1:], path)...).CombinedOutput()
		if err != nil || !strings.Contains(string(out), tc.want) {
			t.Errorf("%s: %v, %q is not in\n%s", tc.command, err, tc.want, out)
		}
	}
}

func FuzzWriter(f *testing.F) {
	f.Add(uint16(1), 1500, int64(1697603072), int64(999999999), []byte("data"), "lo", "port 5683", []byte("log"))
	f.Add(uint16(276), -1, int64(-5), int64(-1), []byte{}, "", "", []byte{})
	f.Fuzz(func(t *testing.T, link uint16, length int, sec, nsec int64, data []byte, name, filter string, keylog []byte) {
		var b bytes.Buffer
		iface := Interface{Link: LinkType(link), Name: strings.Trim(name, "\x00"), Filter: strings.Trim(filter, "\x00"), FCS: -1, Resolution: 1}
		w, err := NewWriter(&b, WriterOptions{Interfaces: []Interface{iface}})
		if err != nil {
			t.Fatal(err)
		}
		frame := Frame{Number: 1, Time: time.Unix(sec, nsec).UTC(), Link: LinkType(link), Length: max(length&0x7fffffff, len(data)), Data: data}
		said, addr := iface.Filter, netip.AddrFrom16([16]byte{15: byte(link)})
		if err := errors.Join(w.Secrets(keylog), w.Frame(&frame, said), w.Comment(said), w.Name(addr, iface.Name), w.Close()); err != nil {
			t.Fatal(err)
		}
		if _, comments := notesOf(t, b.Bytes()); said != "" && len(said) < 0xffff && !cmp.Equal(comments, []Comment{{Frame: 1, Text: said}, {Text: said}}) {
			t.Errorf("comments: %v, want twice %q", comments, said)
		}
		if names, _ := notesOf(t, b.Bytes()); iface.Name != "" && len(iface.Name) < 0xff00 && !strings.Contains(iface.Name, "\x00") && !cmp.Equal(names, []string{addr.String() + " " + iface.Name}) {
			t.Errorf("names: %q, want %q", names, iface.Name)
		}
		frames, r, err := framesOf(t, &b)
		if err != io.EOF {
			t.Fatal(err)
		}
		if ns := frame.Time.Unix(); ns <= 0 || ns >= latestNano {
			frame.Time = at(0, 0)
		}
		if diff := cmp.Diff([]Frame{frame}, frames, cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
		iface.Frames = 1
		if diff := cmp.Diff([]Interface{iface}, r.Interfaces()); diff != "" && len(name)+len(filter) < 0xffff {
			t.Error(diff)
		}
		if diff := cmp.Diff([][]byte{keylog}, r.Secrets(), cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
	})
}
