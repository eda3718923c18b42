//go:build cgo

package capture

import (
	"net"
	"os"
	"strconv"
	"sync"

	"golang.org/x/sys/unix"
)

var activating sync.Mutex

// hearOnce runs activate, which begins to capture on an interface. Linux shows packet sockets what passes through
// the loopback interface twice, on its way out and on its way in. libpcap passes on one of the two, but both take
// room in the kernel's buffer and are counted there, as received or dropped; so the kernel is told to leave the
// first out (packet(7), PACKET_IGNORE_OUTGOING, since Linux 4.20). A filter for inbound packets would not do:
// libpcap runs filters itself on what comes first, and can't answer that.
//
// libpcap's handle does not give its socket away. It is the packet socket that was not there before.
func hearOnce(name string, activate func() error) error {
	i, err := net.InterfaceByName(name)
	if err != nil || i.Flags&net.FlagLoopback == 0 {
		return activate()
	}
	activating.Lock() // so that no other new socket is ours
	defer activating.Unlock()
	before := packetSockets()
	if err := activate(); err != nil {
		return err
	}
	for fd := range packetSockets() {
		if !before[fd] {
			// Where it fails, on an old kernel, there is less room, and drops are counted twice.
			_ = unix.SetsockoptInt(fd, unix.SOL_PACKET, unix.PACKET_IGNORE_OUTGOING, 1)
		}
	}
	return nil
}

// packetSockets are the file descriptors of this process that are packet sockets.
func packetSockets() map[int]bool {
	found := make(map[int]bool)
	entries, _ := os.ReadDir("/proc/self/fd")
	for _, e := range entries {
		fd, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		if domain, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_DOMAIN); err == nil && domain == unix.AF_PACKET {
			found[fd] = true
		}
	}
	return found
}
