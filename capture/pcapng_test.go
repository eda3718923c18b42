package capture

import (
	"bytes"
	"encoding/binary"
	"io"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const pcapngHeader = `
	0a0d0d0a 1c000000 # section header block, 28 bytes
	4d3c2b1a          # byte order magic: little-endian
	0100 0000         # version 1.0
	ffffffffffffffff  # section length: not known
	1c000000
`

const pcapngEthernet = `
	01000000 14000000 # interface description block, 20 bytes
	0100 0000         # link type: Ethernet; reserved
	00000400          # snaplen 262,144
	14000000
`

const pcapngPacket = `
	06000000 24000000 # enhanced packet block, 36 bytes
	00000000          # interface 0
	f6070600 40621504 # 0x607f604156240 µs: 1,697,603,072 s, 123,456 µs
	02000000 dc050000 # 2 bytes captured of 1,500
	0a0b 0000         # data, padding
	24000000
`

// pcapngEverything has each block that is read, and in its second section the other byte order.
const pcapngEverything = `
	0a0d0d0a 40000000 # section header block, 64 bytes
	4d3c2b1a          # byte order magic: little-endian
	0100 0000         # version 1.0
	ffffffffffffffff  # section length: not known
	0100 0500         # option: comment, 5 bytes
	68656c6c6f 000000 # "hello", padding
	0400 0600         # option: application, 6 bytes
	657665736472 0000
	0000 0000         # end of options
	07b0 0300         # not an option any more
	aabbcc 00
	40000000

	01000000 50000000 # interface description block, 80 bytes
	0100 0000         # link type: Ethernet
	60000000          # snaplen 96
	0200 0500         # option: name, 5 bytes
	6574683000 000000 # "eth0" and a zero byte, padding
	0300 0300         # option: description, 3 bytes
	6e6574 00         # "net"
	0900 0100         # option: time resolution, 1 byte
	09 000000         # 10^-9
	0b00 0400         # option: filter, 4 bytes
	00 746370         # as text: "tcp"
	0d00 0100         # option: FCS length
	20 000000         # 32 bits
	0e00 0800         # option: time offset, 8 bytes
	1000000000000000  # 16 s
	0000 0000         # end of options
	50000000

	04000000 54000000 # name resolution block, 84 bytes
	0100 0b00         # IPv4, 11 bytes
	c0000201          # 192.0.2.1
	612e6200 632e64 00 # "a.b", "c.d" without its zero byte; padding
	0200 1200         # IPv6, 18 bytes
	20010db8000000000000000000000001
	6500 0000         # "e"; padding
	0100 0800         # IPv4, 8 bytes
	c0000201          # 192.0.2.1
	612e6200          # "a.b" once more
	0000 0000         # end of records
	0100 0500         # option: comment
	6e616d6573 000000 # "names"
	0000 0000         # end of options
	54000000

	0a000000 2c000000 # decryption secrets block, 44 bytes
	4b534c54          # type: TLS key log
	0d000000          # 13 bytes
	434c49454e545f52414e444f4d 000000 # "CLIENT_RANDOM", padding
	0100 0400         # option: comment
	6b657973          # "keys"
	2c000000

	0a000000 18000000 # decryption secrets block, 24 bytes
	4b4c4757          # type: WireGuard key log
	04000000 61626364
	18000000

	06000000 44000000 # enhanced packet block, 68 bytes
	00000000          # interface 0
	01000000 00000000 # 2^32 ns
	03000000 05000000 # 3 bytes captured of 5
	010203 00         # data, padding
	0100 0200         # option: comment
	6869 0000         # "hi"
	0200 0400         # option: flags
	01000000          # inbound
	0400 0800         # option: drop count
	0700000000000000  # 7
	0000 0000         # end of options
	44000000

	03000000 14000000 # simple packet block, 20 bytes
	02000000          # 2 bytes long
	0405 0000
	14000000

	ad0b0000 10000000 # custom block, 16 bytes
	00000000
	10000000

	05000000 48000000 # interface statistics block, 72 bytes
	00000000          # interface 0
	01000000 00000000 # time
	0100 0800         # option: comment
	636f756e74656421  # "counted!"
	0400 0800         # option: received
	6400000000000000  # 100
	0500 0800         # option: dropped by the interface
	0800000000000000  # 8
	0700 0800         # option: dropped by the operating system
	0100000000000000  # 1
	48000000

	0a0d0d0a 0000001c # section header block
	1a2b3c4d          # byte order magic: big-endian
	0001 0002         # version 1.2, which is 1.0
	0000000000000048
	0000001c

	00000001 0000001c # interface description block, 28 bytes
	0065 0000         # link type: raw IP
	00000000          # snaplen: none
	0009 0001         # option: time resolution
	83 000000         # 2^-3
	0000001c

	00000002 00000024 # packet block (obsolete), 36 bytes
	0000 0003         # interface 0, 3 drops
	00000000 0000000c # 12 eighths of a second
	00000001 00000001
	45 000000
	00000024

	00000006 00000024 # enhanced packet block, 36 bytes
	00000000          # interface 0
	00000000 00000010 # 16 eighths
	00000001 00000001
	46 000000
	00000024
`

func TestPcapngEveryBlock(t *testing.T) {
	frames, r, err := framesOf(t, bytes.NewReader(fileBytes(t, pcapngEverything)))
	if err != io.EOF {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Frame{
		{Number: 1, Time: at(16+4, 294967296), Link: LinkEthernet, Length: 5, Data: []byte{1, 2, 3}},
		{Number: 2, Link: LinkEthernet, Length: 2, Data: []byte{4, 5}},
		{Number: 3, Time: at(1, 5e8), Link: LinkRaw, Interface: 1, Length: 1, Data: []byte{0x45}},
		{Number: 4, Time: at(2, 0), Link: LinkRaw, Interface: 1, Length: 1, Data: []byte{0x46}},
	}, frames); diff != "" {
		t.Error("frames:", diff)
	}
	if diff := cmp.Diff([]Interface{
		{Link: LinkEthernet, Name: "eth0", Description: "net", Filter: "tcp", SnapLen: 96, FCS: 4,
			Resolution: 1, Frames: 2, Counted: true, Received: 100, Dropped: 9},
		{Link: LinkRaw, FCS: -1, Resolution: time.Second / 8, Frames: 2, Dropped: 3},
	}, r.Interfaces()); diff != "" {
		t.Error("interfaces:", diff)
	}
	if diff := cmp.Diff([][]byte{[]byte("CLIENT_RANDOM")}, r.Secrets()); diff != "" {
		t.Error("secrets:", diff)
	}
	names, comments := notesOf(t, fileBytes(t, pcapngEverything))
	if diff := cmp.Diff([]string{"192.0.2.1 a.b", "192.0.2.1 c.d", "2001:db8::1 e"}, names); diff != "" {
		t.Error("names:", diff)
	}
	if diff := cmp.Diff([]Comment{{0, "hello"}, {0, "names"}, {0, "keys"}, {1, "hi"}, {0, "counted!"}}, comments); diff != "" {
		t.Error("comments:", diff)
	}
}

// notesOf are the names and the comments in a file, in their order.
func notesOf(t *testing.T, file []byte) (names []string, comments []Comment) {
	t.Helper()
	r, err := NewReader(bytes.NewReader(file), "x")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	r.OnName = func(addr netip.Addr, name string) { names = append(names, addr.String()+" "+name) }
	r.OnComment = func(c Comment) { comments = append(comments, c) }
	for f := (Frame{}); r.Next(&f) == nil; {
	}
	return names, comments
}

// Key logs are handed over before the frames that stand behind them.
func TestOnSecrets(t *testing.T) {
	r, err := NewReader(bytes.NewReader(fileBytes(t, pcapngEverything)), "x")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var got string
	r.OnSecrets = func(keylog []byte) { got += string(keylog) }
	if err := r.Next(&Frame{}); err != nil || got != "CLIENT_RANDOM" {
		t.Errorf("%q, %v", got, err)
	}
}

// replaceBytes replaces old, a dump, which must be in dump once.
func replaceBytes(t *testing.T, dump, old, new string) string {
	t.Helper()
	if strings.Count(dump, old) != 1 {
		t.Fatalf("%q is not there once", old)
	}
	return strings.Replace(dump, old, new, 1)
}

func TestPcapngBroken(t *testing.T) {
	whole := pcapngHeader + pcapngEthernet + pcapngPacket
	for _, tc := range []struct {
		name, dump string
		frames     int
		want       string
	}{
		{"nothing wrong", whole, 1, "EOF"},
		{"torn head", whole + "06000000 24", 1, "x: at byte 84: the file ends in the head of a block: 5 of its 12 bytes are there"},
		{"torn block", whole + "06000000 24000000 00000000 00", 1, "x: at byte 84: the file ends in a block: 13 of its 36 bytes are there"},
		{"length not padded", replaceBytes(t, whole, pcapngPacket, `06000000 22000000 00000000 00000000 00000000
			02000000 02000000 0a0b 0000 22000000`), 1, "EOF"},
		{"length too short", whole + "06000000 08000000 00000000" + pcapngPacket, 1,
			"x: at byte 84: a block claims to be 8 bytes long; none is shorter than 12"},
		{"lengths differ", whole + "0b000000 0c000000 0d000000" + pcapngPacket, 1,
			"x: at byte 84: a block of 12 bytes says 13 at its end"},
		{"length of 4 GiB", whole + "06000000 ffffffff 00000000" + pcapngPacket, 1,
			"x: at byte 84: a block claims to be 4294967296 bytes long, but the file has only 48 more"},
		{"byte order", pcapngHeader + "0a0d0d0a 1c000000 4d3c2b1b", 0, "x: at byte 28: a section header's byte order magic is 4d 3c 2b 1b"},
		{"section of an unknown version is passed over", replaceBytes(t, whole, "0100 0000         # version", "0200 0000 # version") + whole, 1,
			"x: at byte 0: a section is of pcapng version 2.0, which is not known; 1.0 is; that was left out"},
		{"unknown interface", replaceBytes(t, whole, "00000000          # interface", "01000000 # interface") + pcapngPacket, 1,
			"x: at byte 48: a packet is of interface 1, but only 1 are described; that was left out"},
		{"interfaces end with their section", whole + pcapngHeader + pcapngPacket, 1,
			"x: at byte 112: a packet is of interface 0, but only 0 are described; that was left out"},
		{"captured too long, twice", strings.Repeat(replaceBytes(t, whole, "02000000 dc05", "05000000 dc05"), 2) + pcapngPacket, 1,
			"x: at byte 48: a packet claims 5 bytes, but its block has room for 4; that was left out, and 1 other block after it"},
		{"left out, then torn", whole + "05000000 0c000000 0c000000" + pcapngPacket + "00", 2,
			"x: at byte 84: an interface statistics block is too short; that was left out, and then at byte 132: " +
				"the file ends in the head of a block: 1 of its 12 bytes are there"},
		{"interface too short", pcapngHeader + "01000000 10000000 01000000 10000000", 0, "x: at byte 28: an interface description is too short"},
		{"option too long", pcapngHeader + "01000000 1c000000 0100 0000 00000400 0200 0500 65746830 1c000000" + pcapngPacket, 1,
			"x: at byte 28: an option claims 5 bytes, but its block has room for 4; that was left out"},
		{"secrets too long", whole + "0a000000 18000000 4b534c54 05000000 00000000 18000000" + pcapngPacket, 2,
			"x: at byte 84: decryption secrets claim 5 bytes, but their block has room for 4; that was left out"},
		{"name too long", whole + "04000000 14000000 0100 0500 00000000 14000000" + pcapngPacket, 2,
			"x: at byte 84: a name record claims 5 bytes, but its block has room for 4; that was left out"},
		{"simple packet without an interface", pcapngHeader + "03000000 10000000 00000000 10000000", 0,
			"x: at byte 28: a packet is of interface 0, but none is described; that was left out"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			frames, r, err := framesOf(t, bytes.NewReader(fileBytes(t, tc.dump)))
			if err == nil || err.Error() != tc.want {
				t.Errorf("error %v\nwant  %s", err, tc.want)
			}
			if len(frames) != tc.frames {
				t.Errorf("%d frames, want %d", len(frames), tc.frames)
			}
			if r.Next(&Frame{}) != err {
				t.Error("the next call says something else")
			}
		})
	}
}

// A block longer than any that is looked at is passed over in little memory, and what follows is read.
func TestPcapngHugeBlock(t *testing.T) {
	const length = maxBlock + 16
	huge := make([]byte, length)
	binary.LittleEndian.PutUint32(huge, uint32(blockEnhanced))
	binary.LittleEndian.PutUint32(huge[4:], length)
	binary.LittleEndian.PutUint32(huge[length-4:], length)
	frames, r, err := framesOf(t, io.MultiReader(
		bytes.NewReader(fileBytes(t, pcapngHeader+pcapngEthernet)), bytes.NewReader(huge), bytes.NewReader(fileBytes(t, pcapngPacket))))
	if want := "x: at byte 48: a block is 17825808 bytes long, more than the 17825792 that are looked at; that was left out"; err == nil || err.Error() != want {
		t.Errorf("error %v\nwant  %s", err, want)
	}
	if len(frames) != 1 {
		t.Errorf("%d frames", len(frames))
	}
	if cap(r.in.spill) > 0 {
		t.Errorf("%d bytes were kept of it", cap(r.in.spill))
	}
}

func TestClock(t *testing.T) {
	for _, tc := range []struct {
		resolution byte
		offset     int64
		ts         uint64
		want       time.Time
	}{
		{6, 0, 1_500_000, at(1, 5e8)},
		{9, 0, 1_500_000_000, at(1, 5e8)},
		{3, 0, 1_500, at(1, 5e8)},
		{0, 0, 7, at(7, 0)},
		{12, 0, 1_999_999_999_999, at(1, 999_999_999)},
		{19, 0, 15_000_000_000_000_000_000, at(1, 5e8)},
		{20, 0, 15_000_000_000_000_000_000, at(0, 15e7)},
		{40, 0, 1<<64 - 1, at(0, 0)},
		{0x80 | 1, 0, 3, at(1, 5e8)},
		{0x80 | 32, 0, 3 << 31, at(1, 5e8)},
		{0x80 | 63, 0, 3 << 62, at(1, 5e8)},
		{0x80 | 64, 0, 1 << 63, at(0, 5e8)},
		{0x80 | 127, 0, 1<<64 - 1, at(0, 0)},
		{6, 1_600_000_000, 1_500_000, at(1_600_000_001, 5e8)},
		{6, -1, 1_500_000, at(0, 5e8)},
		{0, 0, 1<<64 - 1, at(latest, 0)},
		{0, 1<<63 - 1, 1<<64 - 1, at(latest, 0)},
		{0, -1 << 63, 0, at(earliest, 0)},
	} {
		c := newClock(tc.resolution, tc.offset)
		if got := c.time(tc.ts); !got.Equal(tc.want) {
			t.Errorf("resolution %#x, offset %d, time stamp %d: %v, want %v", tc.resolution, tc.offset, tc.ts, got, tc.want)
		}
	}
}
