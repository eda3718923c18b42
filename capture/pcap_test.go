package capture

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const pcapLittleMicro = `
	d4c3b2a1          # magic: little-endian, microseconds
	0200 0400         # version 2.4
	00000000 00000000 # reserved
	00000400          # snaplen 262,144
	01000000          # link type: Ethernet
	# record 1
	005e2f65 40e20100 # 1,697,603,072 s, 123,456 µs
	04000000 04000000 # 4 bytes captured of 4
	00010203
	# record 2
	015e2f65 3f420f00 # 1,697,603,073 s, 999,999 µs
	06000000 ea050000 # 6 bytes captured of 1,514
	0a0b0c0d0e0f
`

const pcapBigNano = `
	a1b23c4d          # magic: big-endian, nanoseconds
	0002 0004         # version 2.4
	00000000 00000000 # reserved
	ffffffff          # snaplen: none
	44000114          # link type: Linux cooked v2; frame check sequence of 4 16-bit words, and that it is said
	# record 1
	652f5e00 3b9ac9ff # 1,697,603,072 s, 999,999,999 ns
	00000001 00000002 # 1 byte captured of 2
	ff
	# record 2
	ffffffff 00000000 # the last second that there is
	00000000 00000000 # nothing captured
`

func TestPcap(t *testing.T) {
	type want struct {
		iface  Interface
		frames []Frame
	}
	for _, tc := range []struct {
		name, dump string
		want       want
	}{
		{"little-endian, microseconds", pcapLittleMicro, want{
			Interface{Link: LinkEthernet, SnapLen: 262144, FCS: -1, Resolution: time.Microsecond, Frames: 2},
			[]Frame{
				{Number: 1, Time: at(0x652f5e00, 123456000), Link: LinkEthernet, Length: 4, Data: []byte{0, 1, 2, 3}},
				{Number: 2, Time: at(0x652f5e01, 999999000), Link: LinkEthernet, Length: 1514, Data: []byte{10, 11, 12, 13, 14, 15}},
			},
		}},
		{"big-endian, nanoseconds", pcapBigNano, want{
			Interface{Link: LinkLinuxSLL2, SnapLen: 0xffffffff, FCS: 8, Resolution: 1, Frames: 2},
			[]Frame{
				{Number: 1, Time: at(0x652f5e00, 999999999), Link: LinkLinuxSLL2, Length: 2, Data: []byte{255}},
				{Number: 2, Time: at(0xffffffff, 0), Link: LinkLinuxSLL2, Data: []byte{}},
			},
		}},
		{"version 2.2, lengths the other way round", strings.NewReplacer(
			"0200 0400", "0200 0200", "06000000 ea050000", "ea050000 06000000").Replace(pcapLittleMicro), want{
			Interface{Link: LinkEthernet, SnapLen: 262144, FCS: -1, Resolution: time.Microsecond, Frames: 2},
			[]Frame{
				{Number: 1, Time: at(0x652f5e00, 123456000), Link: LinkEthernet, Length: 4, Data: []byte{0, 1, 2, 3}},
				{Number: 2, Time: at(0x652f5e01, 999999000), Link: LinkEthernet, Length: 1514, Data: []byte{10, 11, 12, 13, 14, 15}},
			},
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			frames, r, err := framesOf(t, bytes.NewReader(fileBytes(t, tc.dump)))
			if err != io.EOF {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want.frames, frames); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff([]Interface{tc.want.iface}, r.Interfaces()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Version 2.3 was written with the lengths in either order.
func TestPcapLengthsEitherWay(t *testing.T) {
	head := "d4c3b2a1 0200 0300 00000000 00000000 00000400 01000000"
	for _, lengths := range []string{"02000000 05000000", "05000000 02000000"} {
		frames, _, err := framesOf(t, bytes.NewReader(fileBytes(t, head+"00000000 00000000"+lengths+"0a0b")))
		if err != io.EOF || len(frames) != 1 || frames[0].Length != 5 || len(frames[0].Data) != 2 {
			t.Errorf("lengths %s: %+v, %v", lengths, frames, err)
		}
	}
}

func TestPcapRefused(t *testing.T) {
	replaced := func(old, new string) string { return strings.Replace(pcapLittleMicro, old, new, 1) }
	for _, tc := range []struct {
		name, dump string
		frames     int
		want       string
	}{
		{"version", replaced("0200 0400", "0200 0500"), 0, "x is a pcap file of version 2.5, which is not known; 2.4 is"},
		{"AIX", `a1b2c3d4 0002 0002 00000000 00000000 00000060 00000006`, 0,
			"x is a pcap file of AIX's variant, which numbers link types in its own way; convert it first: editcap -F pcapng OLD NEW"},
		{"length", replaced("06000000", "01000400"), 1,
			"x: at byte 44: a record claims 262145 bytes, more than the 262144 that a frame may have here"},
		{"length, snaplen too", strings.Replace(replaced("06000000", "01000001"), "00000400", "ffffffff", 1), 1,
			"x: at byte 44: a record claims 16777217 bytes, more than the 16777216 that a frame may have here"},
		{"Nokia", replaced("00010203", "00000000 00010203") + `
			025e2f65 00000000 04000000 04000000 00000000 00010203`, 1,
			"x: at byte 44: a record claims 999999 bytes, more than the 262144 that a frame may have here" +
				"; this may be a pcap file of Nokia's variant; convert it first: editcap -F pcapng OLD NEW"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			frames, _, err := framesOf(t, bytes.NewReader(fileBytes(t, tc.dump)))
			if err == nil || err.Error() != tc.want {
				t.Errorf("error %v\nwant  %s", err, tc.want)
			}
			if len(frames) != tc.frames {
				t.Errorf("%d frames, want %d", len(frames), tc.frames)
			}
		})
	}
}
