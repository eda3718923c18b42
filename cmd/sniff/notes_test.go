package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// block makes a pcapng block of 32-bit numbers and bytes.
func block(typ uint32, parts ...any) []byte {
	var body []byte
	for _, p := range parts {
		switch p := p.(type) {
		case int:
			body = binary.LittleEndian.AppendUint32(body, uint32(p))
		case string:
			body = append(body, p...)
			body = append(body, make([]byte, -len(p)&3)...)
		}
	}
	n := uint32(12 + len(body))
	b := binary.LittleEndian.AppendUint32(nil, typ)
	b = append(binary.LittleEndian.AppendUint32(b, n), body...)
	return binary.LittleEndian.AppendUint32(b, n)
}

// comment is an option of a block.
func comment(text string) string {
	return string(binary.LittleEndian.AppendUint16([]byte{1, 0}, uint16(len(text)))) + text
}

// noted is a capture whose author wrote a good deal into it: a datagram, names of its two ends, comments, and
// how many packets were dropped just before it.
func noted() []byte {
	header := block(0x0a0d0d0a, 0x1a2b3c4d, 1, -1, -1, comment("two\nlines \x1b[31m"))
	anInterface := block(1, 101, 0)
	names := block(4, "\x01\x00\x11\x00\x0a\x00\x00\x02meeting.test\x00", "\x01\x00\x0f\x00\x0a\x00\x00\x01fluffy\x1b[1m\x00", 0)
	datagram := "\x45\x00\x00\x21\x00\x00\x00\x00\x40\x11\x00\x00\x0a\x00\x00\x01\x0a\x00\x00\x02" +
		"\x9c\x40\x16\x33\x00\x0d\x00\x00hello"
	packet := func(rest ...any) []byte {
		return block(6, append([]any{0, 0, 0, len(datagram), len(datagram), datagram}, rest...)...)
	}
	first := packet(comment("the first"))
	second := packet(comment("the second"), "\x04\x00\x08\x00\x05\x00\x00\x00\x00\x00\x00\x00", 0)
	return bytes.Join([][]byte{header, anInterface, names, first, second}, nil)
}

// What the author of a capture file wrote down in it is told: names beside addresses, comments, drops. None of it
// acts on the terminal.
func TestNotesInFiles(t *testing.T) {
	t.Setenv("LC_ALL", "C.UTF-8")
	file := filepath.Join(t.TempDir(), "noted.pcapng")
	if err := os.WriteFile(file, noted(), 0o600); err != nil {
		t.Fatal(err)
	}
	sniff := func(args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		if code := run(context.Background(), append([]string{"read", file}, args...), nil, &out, &errs); code != 0 {
			t.Fatalf("exit %d: %s", code, &errs)
		}
		return out.String() + errs.String()
	}
	text := sniff()
	for _, want := range []string{
		`Comment in the capture file: two\nlines \x1b[31m`,
		`Comment in the capture file on #1: the first`,
		`10.0.0.1:40000 (fluffy\x1b[1m) → 10.0.0.2:5683 (meeting.test)`,
		`The capture file calls 10.0.0.1 fluffy\x1b[1m and 10.0.0.2`,
		`5 packets were dropped by the kernel, and never seen.`,
		`2 seen = 2 decoded + 0 skipped; 5 dropped by the kernel.`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	var lines []string
	for line := range strings.Lines(sniff("-o", "json")) {
		if strings.HasPrefix(line, `{"event":"capture.`) {
			lines = append(lines, strings.TrimSpace(line))
		} else if strings.Contains(line, `"flow.open"`) {
			lines = append(lines, "flow.open")
		}
	}
	if diff := cmp.Diff([]string{
		`{"event":"capture.name","frames":[],"capture":{"address":"10.0.0.2","name":"meeting.test"}}`,
		`{"event":"capture.name","frames":[],"capture":{"address":"10.0.0.1","name":"fluffy\u001b[1m"}}`,
		`{"event":"capture.comment","frames":[],"capture":{"text":"two\nlines \u001b[31m"}}`,
		`{"event":"capture.comment","frames":[1],"capture":{"text":"the first"}}`,
		`flow.open`,
		`{"event":"capture.comment","frames":[2],"capture":{"text":"the second"}}`,
	}, lines); diff != "" {
		t.Errorf("JSON (-want +got)\n%s", diff)
	}
	// A comment about a packet that was not taken is not told.
	if text := sniff("-c", "1"); strings.Contains(text, "the second") {
		t.Errorf("of one packet:\n%s", text)
	}
}

// What was left out is told also when there was nothing to learn from.
func TestQualificationsWithoutConversations(t *testing.T) {
	head := "\xd4\xc3\xb2\xa1\x02\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x04\x00\x65\x00\x00\x00"
	record := func(captured, original byte, data string) string {
		return "\x00\x00\x00\x00\x00\x00\x00\x00" + string(captured) + "\x00\x00\x00" + string(original) + "\x00\x00\x00" + data
	}
	counted := append(noted()[:0:0], block(0x0a0d0d0a, 0x1a2b3c4d, 1, -1, -1)...)
	counted = append(counted, block(1, 101, 0)...)
	counted = append(counted, block(5, 0, 0, 0, "\x05\x00\x08\x00\x07\x00\x00\x00\x00\x00\x00\x00")...)
	for name, test := range map[string]struct {
		file string
		code int
		want []string
	}{
		"torn at once": {head + "\x00\x00", 1, []string{"Nothing was captured.", "! The capture breaks off: ", "0 seen"}},
		"dropped":      {string(counted), 0, []string{"Nothing was captured.", "! 7 packets were dropped by the kernel"}},
		"cut and skipped": {head + record(1, 60, "\x45"), 0, []string{
			"1 packet was captured, but no conversation among them.", "! 1 packet was cut short", "1 skipped (1 cut short); 1 not captured whole."}},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "x.pcap")
			if err := os.WriteFile(file, []byte(test.file), 0o600); err != nil {
				t.Fatal(err)
			}
			var out, errs bytes.Buffer
			if code := run(context.Background(), []string{"read", file}, nil, &out, &errs); code != test.code {
				t.Errorf("exit %d: %s", code, &errs)
			}
			for _, want := range test.want {
				if !strings.Contains(out.String(), want) {
					t.Errorf("%q is not in\n%s", want, &out)
				}
			}
		})
	}
}
