package capture

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// A FileError says that a capture file can't be read on, or that part of it was left out, and where.
type FileError struct {
	Name   string // of the file
	Offset int64  // of the record or block that is bad; in a packed file, counted in what it unpacks to
	Cause  string // one line
	Err    error  // the reader's own error, io.ErrUnexpectedEOF for a torn file, else nil
}

func (e *FileError) Error() string { return e.Name + ": " + e.at() }

// at is the error without the file's name.
func (e *FileError) at() string { return fmt.Sprintf("at byte %d: %s", e.Offset, e.Cause) }

// Unwrap returns the error behind it, if there is one.
func (e *FileError) Unwrap() error { return e.Err }

// A FormatError says that a file is no capture file that can be read.
type FormatError struct {
	Name  string // of the file
	Cause string // what it is instead, and what to do if something can be done; "is empty"
}

func (e *FormatError) Error() string { return e.Name + " " + e.Cause }

// torn is the error for a file that ends, or can't be read on, within something.
func (w *window) torn(what string, want int64) *FileError {
	if err := w.failure(); err != nil {
		return &FileError{Offset: w.off, Cause: fmt.Sprintf("the file can't be read on in %s: %s", what, reason(err)), Err: err}
	}
	return &FileError{
		Offset: w.off,
		Cause:  fmt.Sprintf("the file ends in %s: %d of its %d bytes are there", what, len(w.win), want),
		Err:    io.ErrUnexpectedEOF,
	}
}

// reason is what err says, without what the caller says better.
func reason(err error) string {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return "the packed data ends too early"
	}
	return strings.TrimPrefix(strings.TrimPrefix(err.Error(), "gzip: "), "flate: ")
}

// A signature is how files of one kind begin.
type signature struct {
	begins string
	cause  string
}

const convert = "; convert it first: editcap -F pcapng OLD NEW"

// signatures are of files that people take for captures that we read, and that are not.
var signatures = []signature{
	{"\xa1\xb2\xcd\x34", "is a “modified” pcap file (Kuznetzov's, of old Linux systems)" + convert},
	{"\x34\xcd\xb2\xa1", "is a “modified” pcap file (Kuznetzov's, of old Linux systems)" + convert},
	{"\xa1\xb2\x34\xcd", "is a pcap file of Mesquita's variant, which only the program that wrote it can read"},
	{"\xcd\x34\xb2\xa1", "is a pcap file of Mesquita's variant, which only the program that wrote it can read"},
	{"\xa1\x2b\x3c\x4d", "is a pcap file of Navtel's variant, which only the program that wrote it can read"},
	{"\x4d\x3c\x2b\xa1", "is a pcap file of Navtel's variant, which only the program that wrote it can read"},
	{"\x1c\x00\x01\xac", "is a pcap file of IXIA's variant (lcap, hardware time stamps)" + convert},
	{"\xac\x01\x00\x1c", "is a pcap file of IXIA's variant (lcap, hardware time stamps)" + convert},
	{"\x1c\x00\x01\xab", "is a pcap file of IXIA's variant (lcap, software time stamps)" + convert},
	{"\xab\x01\x00\x1c", "is a pcap file of IXIA's variant (lcap, software time stamps)" + convert},
	{"snoop\x00\x00\x00", "is a capture of snoop, not pcap or pcapng" + convert},
	{"btsnoop\x00", "is a Bluetooth capture (btsnoop), not pcap or pcapng"},
	{"GMBU", "is a capture of Microsoft Network Monitor 2, not pcap or pcapng" + convert},
	{"RTSS", "is a capture of Microsoft Network Monitor 1, not pcap or pcapng" + convert},
	{"TRSNIFF data", "is a capture of the Sniffer analyser, not pcap or pcapng" + convert},
	{"XCP\x00", "is a capture of NetXRay, not pcap or pcapng" + convert},
	{"\x28\xb5\x2f\xfd", "is packed with zstd; unpack it first: zstd -d"},
	{"\x04\x22\x4d\x18", "is packed with lz4; unpack it first: lz4 -d"},
	{"\xfd7zXZ\x00", "is packed with xz; unpack it first: unxz"},
	{"BZh", "is packed with bzip2; unpack it first: bunzip2"},
	{"PK\x03\x04", "is a zip archive; unpack it first: unzip"},
	{"\x0d\x0d\x0a\x0a", "is a pcapng file whose line ends were changed on the way, as a text's; fetch it again, as binary"},
}

// strange is the error for a file that begins like no capture file.
func strange(name string, head []byte) error {
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.begins)) {
			return &FormatError{name, s.cause}
		}
	}
	head = head[:min(len(head), 8)]
	cause := fmt.Sprintf("is not a capture file (pcap or pcapng): it begins with % x", head)
	if printable(head) {
		cause += fmt.Sprintf(" (%q)", head)
	}
	return &FormatError{name, cause}
}

func printable(b []byte) bool {
	for _, c := range b {
		if c < ' ' || c > '~' {
			return false
		}
	}
	return true
}
