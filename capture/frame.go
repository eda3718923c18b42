package capture

import "time"

// A Frame is one packet as it was captured.
type Frame struct {
	Number    int       // in the capture, from 1
	Time      time.Time // of capture, as the source recorded it; zero if it recorded none
	Link      LinkType
	Interface int    // index into the source's interfaces
	Length    int    // bytes on the wire; more than len(Data) when the snap length cut it
	Data      []byte // valid until the next frame is asked for
}

// A LinkType says how a frame's first header reads: a LINKTYPE_ value, as in capture files
// (https://www.tcpdump.org/linktypes.html). It is wider than gopacket's, which ends at 255.
type LinkType uint16

// Link types.
const (
	LinkNull      LinkType = 0
	LinkEthernet  LinkType = 1
	LinkPPP       LinkType = 9
	LinkRaw       LinkType = 101
	LinkLoop      LinkType = 108
	LinkLinuxSLL  LinkType = 113
	LinkIPv4      LinkType = 228
	LinkIPv6      LinkType = 229
	LinkLinuxSLL2 LinkType = 276
)
